"""Documents are loaded here: file → blocks → structure → canonical text."""
