"""A small BERT that reads a comment in its context: words to numbers, numbers to vectors of clauses."""
