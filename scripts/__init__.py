"""Helpers that the Makefile runs; each one is a program of its own."""
