"""Staff and their roles; organisations, services, units."""
