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
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        from annotator.outages import WORDS, outage_in

        outage = outage_in(error)
        if outage is None or "--traceback" in sys.argv:
            raise
        sys.exit(f"{WORDS[outage].title}. {WORDS[outage].message}\n{error}")
