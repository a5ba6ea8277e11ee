"""The health check of the container: `python -m kidneycare.server.healthcheck`."""

import http.client
import os
import sys


def host_name(allowed: str) -> str:
    """A name out of ALLOWED_HOSTS: when that is set, the site refuses every other name."""
    first = allowed.partition(",")[0].strip().lstrip(".")
    return first if first and first != "*" else "localhost"


def is_up(port: int, host: str, timeout: float = 3) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", "/livez", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    host = host_name(os.environ.get("ALLOWED_HOSTS", ""))
    sys.exit(0 if is_up(int(os.environ.get("PORT") or 8000), host) else 1)
