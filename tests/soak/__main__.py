"""Tries whether Glossator can be relied on: ``python -m tests.soak [SUBJECT…]``, which is ``make soak``.

Each subject does to a real site what may happen to one, and has an oracle that says afterwards whether all is as it must
be; a line that counts something wrong fails the run. Each is run on a throwaway SQLite database and, where it is
installed, on a throwaway PostgreSQL cluster (the load also behind PgBouncer), and gets its share of the time.
"""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from importlib import import_module
from inspect import cleandoc

import django

# With their shares of the time.
SUBJECTS = {"kills": 0.35, "races": 0.15, "matrix": 0.15, "hostile": 0.1, "load": 0.15, "outages": 0.1}
DATABASES = {
    "sqlite": [],
    "postgresql": ["-m", "tests.postgres"],
    "pgbouncer": ["-m", "tests.postgres", "-m", "tests.pgbouncer"],
}
# What is run behind PgBouncer too, if nothing else is asked for.
BEHIND = {"load"}


def main() -> int:
    """Run what is asked for; 1 where something was wrong."""
    parser = ArgumentParser(
        prog="python -m tests.soak", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("subjects", nargs="*", choices=SUBJECTS, metavar="SUBJECT", help=", ".join(SUBJECTS))
    parser.add_argument("--seconds", type=float, default=600, help="of all together")
    parser.add_argument("--database", choices=DATABASES, help="only this one")
    parser.add_argument("--here", action="store_true", help="run on DATABASE_URL, which must be empty")
    options = parser.parse_args()
    names = options.subjects or list(SUBJECTS)
    if options.here:
        django.setup()
        wrong = [name for name in names if import_module(f"tests.soak.{name}").run(options.seconds / len(names))]
        return 1 if wrong else 0
    databases = {name: [options.database] if options.database else _databases_of(name) for name in names}
    whole = sum(SUBJECTS[name] * len(databases[name]) for name in names)
    failed = 0
    for name in names:
        subject = import_module(f"tests.soak.{name}")
        print(f"\n{cleandoc(subject.__doc__)}\n")
        subject.TABLE.head()
        for database in databases[name]:
            failed |= _run(
                DATABASES[database], ["--here", f"--seconds={options.seconds * SUBJECTS[name] / whole}", name]
            )
    print("\nSomething was wrong." if failed else "\nNothing was wrong.")
    return failed


def _databases_of(name: str) -> list[str]:
    return [each for each in DATABASES if each != "pgbouncer" or name in BEHIND]


def _run(program: list[str], arguments: list[str]) -> int:
    """Run one subject on one new database, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "GLOSSATOR_DATA": folder,
            "DATABASE_URL": f"sqlite:///{folder}/glossator.sqlite3",
            "DJANGO_SETTINGS_MODULE": "annotator.config.settings",
            "GLOSSATOR_HOSTS": "127.0.0.1,testserver",
        }
        command = [sys.executable, *program, "-m", "tests.soak", *arguments]
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
