"""Conversations as tests: transcripts that are held with a running installation. See README.md beside."""
