"""Whether this process has been told to stop and is on its way out."""

import threading

asked = threading.Event()
"""Set by the web server when it is asked to stop; /livez then says so, and a proxy stays away."""
