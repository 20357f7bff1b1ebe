#!/usr/bin/env python
"""Glossator's command line."""

import os
import sys

try:
    from django.core.management import execute_from_command_line
except ModuleNotFoundError as error:
    if error.name != "django":
        raise
    sys.exit("Django is not installed for this Python. Run .venv/bin/python manage.py, or make install first.")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.config.settings")
    execute_from_command_line(sys.argv)
