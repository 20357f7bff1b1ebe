"""``manage.py test`` runs the suite with pytest: ``manage.py test tests/corpus``."""

import sys


class PytestRunner:
    """What Django asks of a test runner, handed on to pytest."""

    def __init__(self, *, verbosity=1, failfast=False, **_options):
        self.arguments = ["-q"] if verbosity == 1 else ["-v"] * (verbosity - 1)
        self.arguments += ["--exitfirst"] * failfast

    def run_tests(self, test_labels, **_options):
        """Run the files, folders or tests named, or all; returns what pytest exits with, 0 where all passed."""
        try:
            import pytest
        except ModuleNotFoundError:
            sys.exit("pytest is not installed. Run make test, which installs it.")
        return pytest.main([*self.arguments, *test_labels])
