"""Commands of the project itself, as against those of one app."""
