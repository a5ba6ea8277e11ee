"""One module a command: `manage.py <module>`."""
