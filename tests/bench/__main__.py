"""Measures how fast Glossator is: ``python -m tests.bench [SUBJECT…]``, which is ``make bench``.

Every figure stands beside its limit: the same work done by the plainest means there are, in the same run, so that the
ratio means something on any machine. Each subject is measured on a throwaway SQLite database and, where it is
installed, on a throwaway PostgreSQL cluster; the large sites of the bench of pages are kept under ``var/bench``.
"""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from importlib import import_module
from inspect import cleandoc

import django

SUBJECTS = ("loading", "reading", "contributing", "pages", "exports", "anchoring", "concordance", "parallels")


def main() -> int:
    """Measure what is asked for; 1 where something failed."""
    parser = ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("subjects", nargs="*", choices=SUBJECTS, metavar="SUBJECT", help=", ".join(SUBJECTS))
    parser.add_argument("--paragraphs", type=int, default=10_000, help="of the longest document")
    parser.add_argument(
        "--requests", type=int, default=200, help="by one client; eight clients send four times as many"
    )
    parser.add_argument("--taggings", type=int, default=100_000, help="listed and exported")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="only this one")
    parser.add_argument("--here", action="store_true", help="measure on DATABASE_URL, which must be empty")
    options = parser.parse_args()
    subjects = [import_module(f"tests.bench.{name}") for name in options.subjects or SUBJECTS]
    if options.here:
        django.setup()
        for subject in subjects:
            subject.measure(options)
        return 0
    sizes = [f"--{size}={getattr(options, size)}" for size in ("paragraphs", "requests", "taggings")]
    failed = 0
    for subject in subjects:
        print(f"\n{cleandoc(subject.__doc__)}\n")
        subject.TABLE.head()
        if hasattr(subject, "run"):
            failed |= subject.run(options, _programs(options.database))
            continue
        name = subject.__name__.rpartition(".")[2]
        for program in _programs(options.database):
            failed |= _measure(program, ["--here", *sizes, name])
    return failed


def _programs(database: str | None) -> list[list[str]]:
    """What to run Python with, for each database."""
    programs = {"sqlite": [], "postgresql": ["-m", "tests.postgres"]}
    return [programs[name] for name in ([database] if database else programs)]


def _measure(program: list[str], arguments: list[str]) -> int:
    """Measure one subject on one new database, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "GLOSSATOR_DATA": folder,
            "DATABASE_URL": f"sqlite:///{folder}/glossator.sqlite3",
            "DJANGO_SETTINGS_MODULE": "annotator.config.settings",
            "FSYNC": "on",
        }
        command = [sys.executable, *program, "-m", "tests.bench", *arguments]
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
