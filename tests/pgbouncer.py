"""Runs ``python ARGUMENTS`` behind PgBouncer: ``python -m tests.postgres -m tests.pgbouncer -m tests.soak --here load``."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection
from urllib.parse import urlsplit

from tests.postgres import free_port, somebody

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIG = """
[databases]
{name} = host=127.0.0.1 port={server} dbname={name} user=glossator
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 100
"""


@contextmanager
def bouncer(address: str, folder: Path, size: int) -> Iterator[str]:
    """The address of the database at ``address`` behind PgBouncer, with so many connections to it."""
    assert PROGRAM is not None
    port, there = free_port(), urlsplit(address)
    name = there.path.strip("/")
    config = folder / "pgbouncer.ini"
    config.write_text(CONFIG.format(port=port, server=there.port, name=name, size=size))
    # For whoever it runs as: the folders of a run are for its owner alone.
    above = Path(tempfile.gettempdir())
    ways = [each for each in folder.parents if each.is_relative_to(above) and each != above]
    for each in (folder, *ways, config):
        each.chmod(0o755)
    running = subprocess.Popen(
        [*somebody(), PROGRAM, "-q", str(config)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        for _try in range(300):
            try:
                create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert running.poll() is None, "PgBouncer has ended"
                time.sleep(0.1)
        yield f"postgresql://glossator@127.0.0.1:{port}/{name}"
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(30)


def main() -> int:
    """Start, run, stop."""
    if PROGRAM is None:
        print("PgBouncer is not installed: nothing was run behind it.")
        return 0
    with tempfile.TemporaryDirectory() as folder, bouncer(os.environ["DATABASE_URL"], Path(folder), 10) as address:
        environment = os.environ | {"DATABASE_URL": address, "BEHIND_PGBOUNCER": "1"}
        return subprocess.run([sys.executable, *sys.argv[1:]], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
