"""What the tests of imports share: files as other programs write them, and the commands run."""

import csv
import io
import json

from django.core.management import call_command

from corpus.importing.sources.files import Content


def table(*rows, delimiter=",", encoding="utf-8", line_end="\r\n"):
    """A CSV file as Python's ``csv`` writes it, which is how Taguette does."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue().encode(encoding)


def file(*rows, name="file.csv", **how):
    return Content(name, table(*rows, **how))


def run(command, path, *arguments):
    """What the command wrote on standard output, on standard error, and its exit status."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, str(path), *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return out.getvalue(), err.getvalue(), end.code
    return out.getvalue(), err.getvalue(), 0


def run_json(command, path, *arguments):
    out, _err, status = run(command, path, "--json", *arguments)
    return json.loads(out), status


def reasons(error):
    """The problems of a refusal, as (line, reason)."""
    return [(problem.line, problem.reason) for problem in error.value.problems]
