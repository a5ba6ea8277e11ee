"""Kidneycare: the project that ties content, people and practice together."""

__version__ = "0.1.0"
