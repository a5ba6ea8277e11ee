"""How the web server behaves; `manage.py serve` adds where it listens and with how many hands.

Gunicorn reads the names below; anything not named keeps gunicorn's own default.
"""

import gc
import os
from typing import Any

#: Threads suit a site that mostly waits for its database; ours are not held up by slow phones.
worker_class = "kidneycare.server.worker.PatientWorker"

#: Loaded once and then forked: less memory, and a mistake shows once instead of in every worker.
preload_app = True

#: A connection is held a little between taps, so that the next tick needs no new one.
keepalive = 20
timeout = 60
graceful_timeout = 25

#: Far above what any page here sends, and far below what could hurt.
limit_request_line = 2048
limit_request_fields = 60
limit_request_field_size = 4096

#: Who asked for what and when is nobody's business: there is no access log, and warnings, which
#: would hold addresses of clients, are not kept either.
accesslog = None
errorlog = "-"
loglevel = "error"

#: Two servers of one user would share this socket, and nothing here uses it.
control_socket_disable = True

#: The heartbeat files belong in memory: on a slow disk they can freeze a worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108

#: The database and all that is written beside it are for their owner alone.
umask = 0o077


def pre_fork(_server: Any, _worker: Any) -> None:
    """Let no worker inherit an open database connection: two processes would corrupt its use.

    What has been loaded by now is never thrown away, so Python's collector need not look through it
    again and again: that costs time in every worker, and memory that they could share.
    """
    gc.collect()
    gc.freeze()
    # Here rather than above: this file is read before Django is set up.
    from django.db import connections  # noqa: PLC0415

    for connection in connections.all(initialized_only=True):
        connection.close()
        # Only PostgreSQL keeps a pool behind its connection.
        if hasattr(connection, "close_pool"):
            connection.close_pool()
