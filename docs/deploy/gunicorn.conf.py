"""Settings of gunicorn for a site behind a proxy on the same machine."""

import os
import shutil
from pathlib import Path

bind = os.environ.get("GLOSSATOR_BIND", "127.0.0.1:8000")
# One worker for each core and one more; of their threads some wait for the database or for a slow download.
workers = int(os.environ.get("WEB_CONCURRENCY", (os.cpu_count() or 1) + 1))
threads = 4
# Without it gunicorn opens one socket in the account's home folder for all servers of that account.
control_socket_disable = True
# Seconds a request may take, and those it has left when the server is told to end.
timeout = 120
graceful_timeout = 30
# The proxy keeps its connections to the server longer than it would by itself.
keepalive = 5
# The memory of a worker does not grow for ever.
max_requests = 20_000
max_requests_jitter = 2_000


def on_starting(_server):
    """Numbers for Prometheus begin anew with the server: a counter may."""
    folder = Path(os.environ.get("GLOSSATOR_DATA", "var"), "metrics")
    if folder.is_dir():
        shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
