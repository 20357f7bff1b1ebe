"""The loading command, run and read."""

import json

from django.core.management import call_command


def run(capsys, *arguments):
    """The exit status and the documents of the one JSON object that is all of standard output."""
    code = 0
    try:
        call_command("load_documents", *map(str, arguments), "--json")
    except SystemExit as stop:
        code = stop.code
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"documents"}
    return code, printed["documents"]


def only(outcome):
    """Status and slug of the only document, and the message."""
    _code, (document,) = outcome
    return document["status"], document["slug"], document["message"]
