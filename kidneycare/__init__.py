"""Kidneycare: the project that ties content, people and practice together."""

__version__ = "0.2.0"
