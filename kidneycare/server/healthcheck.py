"""Ask the running site whether it is up: `python -m kidneycare.server.healthcheck` in a container.

It asks on this machine's own address but by a name the site answers to: with ALLOWED_HOSTS set,
the site refuses every other name.
"""

import http.client
import os
import sys


def host_name(allowed: str) -> str:
    """Return one name out of an ALLOWED_HOSTS value; localhost when there is none."""
    first = allowed.partition(",")[0].strip().lstrip(".")
    return first if first and first != "*" else "localhost"


def is_up(port: int, host: str, timeout: float = 3) -> bool:
    """Whether /livez answers 200 in time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", "/livez", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main() -> int:
    """Return the exit code for the container engine: 0 is healthy."""
    port = int(os.environ.get("PORT") or 8000)
    return 0 if is_up(port, host_name(os.environ.get("ALLOWED_HOSTS", ""))) else 1


if __name__ == "__main__":
    sys.exit(main())
