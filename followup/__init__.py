"""What citizens want to be answered: cases, until they are closed."""
