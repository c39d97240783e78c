"""How conversations go, for whoever designs them: what was said, where people leave, what was not understood."""
