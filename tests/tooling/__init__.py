"""The programs around the site: setting up, serving, backing up, packing."""
