"""Runs ``python ARGUMENTS`` against a throwaway PostgreSQL cluster: ``python -m tests.postgres -m pytest``."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    found = shutil.which("pg_ctl")
    if not folders and found:
        folders = [Path(found).resolve().parent]
    usable = [folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    return usable[-1] if usable else None


def somebody() -> list[str]:
    """What a command begins with, for PostgreSQL refuses to run as root."""
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> int:
    """Start, run, stop."""
    folder = binaries()
    if folder is None:
        print("PostgreSQL is not installed (initdb, pg_ctl): its tests are skipped.")
        return 1 if os.environ.get("REQUIRE_POSTGRES") else 0
    as_user = somebody()
    base = Path(tempfile.mkdtemp(prefix="glossator-pg-"))
    if as_user:
        shutil.chown(base, "nobody", "nogroup")
    data, port = base / "data", free_port()

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, cwd=base, stdout=subprocess.DEVNULL)

    run(str(folder / "initdb"), "-D", str(data), "-U", "glossator", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={base}"
    # Tests need not survive a power cut; what is measured is measured as it is used.
    options += f" -c fsync={os.environ.get('FSYNC', 'off')}"
    run(str(folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(base / "log"), "-o", options, "start")
    try:
        address = f"postgresql://glossator@127.0.0.1:{port}/postgres?pool=no"
        return subprocess.run(
            [sys.executable, *sys.argv[1:]], env=os.environ | {"DATABASE_URL": address}, check=False
        ).returncode
    finally:
        run(str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
