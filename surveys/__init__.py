"""What may be asked, in which order, what counts as an answer; drafts and submissions."""
