"""An invented council with invented services, and the feedback that it might have had."""
