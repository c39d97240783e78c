"""What services have written down for citizens: kept, found for a question, and quoted from."""
