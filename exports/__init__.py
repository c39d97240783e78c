"""What is known, as rows, as files, and to whom they go."""
