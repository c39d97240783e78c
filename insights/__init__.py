"""Keeps what the analysis found, and answers managers' questions of it."""
