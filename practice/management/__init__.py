"""Commands of practice, as against those of the project."""
