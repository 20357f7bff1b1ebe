"""Reading a file in a process of its own.

Plain Python. Libraries that parse what strangers wrote can be made to use all memory, to run for ever, or to crash the
interpreter they run in. So such a file is parsed in a child process with limits on memory and time; the child gets the
bytes on its standard input and answers with JSON, which, unlike a pickle, cannot make the parent do anything.

Run as a module (``python -m corpus.importing.sources.sandbox NAME``) this file is the child. It imports the readers
and what they need, and nothing of Django.
"""

import json
import os
import subprocess
import sys
import traceback
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from corpus.blocks import Block, Genre, Kind, LineBreaks, Metadata, Reading, Role, UnreadableFileError
from corpus.importing import readers
from corpus.importing.notices import Notice
from corpus.sentences import gettext_noop as _

try:
    import resource as _resource
except ImportError:  # Windows has no such limits; the time limit of the parent still holds there.
    resource: ModuleType | None = None
else:
    resource = _resource

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
BUSY = 5
# Variables a Python cannot start without on some systems; no other reaches the child.
KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
SIMPLER = _("Save the text in a simpler form (plain text or Markdown), or in several files, and load that.")


def read_isolated(
    name: str,
    data: bytes,
    encoding: str = "",
    genre: Genre = Genre.UNKNOWN,
    *,
    line_breaks: LineBreaks = LineBreaks.UNKNOWN,
    seconds: int = 30,
    megabytes: int = 1024,
) -> Reading:
    """Read a file in a child process; safe to call from several threads at once.

    Args:
        name: the file's name; its ending chooses the reader.
        data: the file's bytes.
        encoding: the name of its encoding, where it does not say it itself; "" to find out.
        genre: what kind of text it is, where the guess would be wrong.
        line_breaks: what those of a plain text are, where the guess would be wrong.
        seconds: the most time of the processor the child may take. By the clock it may take ``BUSY`` times as long: on
            a machine with much to do, a long file waits.
        megabytes: the most memory the child may use, itself included.

    Raises:
        UnreadableFileError: the reader refuses the file, or the child ran out of time or memory, or crashed.
    """
    limits = [str(seconds), str(megabytes)]
    values = {"encoding": encoding, "genre": genre.value, "line_breaks": line_breaks.value}
    command = [sys.executable, "-m", "corpus.importing.sources.sandbox", name, *limits, json.dumps(values)]
    by_the_clock = seconds * BUSY if resource else seconds
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module; the name is an argument, no shell is used
            command, input=data, capture_output=True, timeout=by_the_clock, check=False, cwd=ROOT, env=environment()
        )
    except subprocess.TimeoutExpired as error:
        raise too_slow(seconds) from error
    except OSError as error:
        raise not_started(error) from error
    return answer_of(child, seconds, megabytes)


def environment() -> dict[str, str]:
    """The variables a child may see."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore"}


def answer_of(child: "subprocess.CompletedProcess[bytes]", seconds: int, megabytes: int) -> Reading:
    """What the child said, or the error that says why it said nothing."""
    try:
        answer = json.loads(child.stdout)
    except ValueError as error:
        if resource is not None and child.returncode == -_signal("SIGXCPU"):
            raise too_slow(seconds) from error
        if b"MemoryError" in child.stderr[-2000:]:
            raise _too_big(megabytes) from error
        raise UnreadableFileError(
            _("The reader broke down over this file (exit %(code)s)."), SIMPLER, code=child.returncode
        ) from error
    if "reading" in answer:
        return _reading(answer["reading"])
    if answer["failure"] == "memory":
        raise _too_big(megabytes)
    raise UnreadableFileError(*answer["sentences"], **answer["params"])


def not_started(error: OSError) -> UnreadableFileError:
    """The error for a child that could not be started."""
    return UnreadableFileError(
        _("The process that reads files could not be started (%(problem)s). Try again."), problem=error
    )


def too_slow(seconds: int) -> UnreadableFileError:
    """The error for a file that took more than so many seconds."""
    return UnreadableFileError(
        _("Reading the file took more than %(seconds)s seconds and was stopped."), SIMPLER, seconds=seconds
    )


def _too_big(megabytes: int) -> UnreadableFileError:
    return UnreadableFileError(
        _("Reading the file needs more than %(size)s MB of memory and was stopped."), SIMPLER, size=megabytes
    )


def _signal(name: str) -> int:
    import signal  # noqa: PLC0415 - the name exists only on systems that have resource

    return int(getattr(signal, name))


def _reading(answer: dict[str, Any]) -> Reading:
    declared = dict(answer["declared"])
    day = declared["published_on"]
    declared["published_on"] = date.fromisoformat(day) if day else None
    blocks = tuple(
        Block(Kind(kind), text, number, level, Role(role), source, line)
        for kind, text, number, level, role, source, line in answer["blocks"]
    )
    notices = tuple(Notice(code, params) for code, params in answer["notices"])
    return Reading(blocks, Metadata(**declared), answer["encoding"], notices, LineBreaks(answer["line_breaks"]))


def _json(reading: Reading) -> dict[str, Any]:
    declared = asdict(reading.declared)
    day = reading.declared.published_on
    declared["published_on"] = day.isoformat() if day else None
    blocks = [[b.kind, b.text, b.number, b.level, b.role, b.source, b.line] for b in reading.blocks]
    notices = [[notice.code, dict(notice.params)] for notice in reading.notices]
    values = {"encoding": reading.encoding, "line_breaks": reading.line_breaks}
    return {"blocks": blocks, "declared": declared, "notices": notices, **values}


def limit(seconds: int, megabytes: int) -> None:
    """Bound what this process may use from now on."""
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, megabytes * MEGABYTE),
    ):
        # Some systems (macOS) refuse a limit on the address space; the others still help.
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(kind)[1]
            soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (soft, hard))


def _child(name: str, seconds: int, megabytes: int, **values: str) -> dict[str, Any]:
    """Read standard input under limits, and say what came of it."""
    limit(seconds, megabytes)
    try:
        return outcome(name, sys.stdin.buffer.read(), **values)
    except MemoryError:
        return {"failure": "memory"}


def outcome(
    name: str, data: bytes, *, encoding: str = "", genre: str = "", line_breaks: str = "", reader: str = ""
) -> dict[str, Any]:
    """What comes of reading a file, in a form that JSON can hold; ``reader`` names the module of the reader for it."""
    values: dict[str, Any] = {"genre": Genre(genre)} if genre else {}
    if line_breaks:
        values["line_breaks"] = LineBreaks(line_breaks)
    try:
        if reader:
            values["reader"] = import_module(reader)
        return {"reading": _json(readers.read(name, data, encoding, **values))}
    except UnreadableFileError as error:
        return _failure(error)
    except MemoryError:
        return {"failure": "memory"}
    except Exception as error:  # noqa: BLE001 - whatever a library raises over a hostile file is the file's fault
        traceback.print_exc()
        problem = f"{type(error).__name__}: {error}"
        broken = _("The reader broke down over this file (%(problem)s).")
        return _failure(UnreadableFileError(broken, SIMPLER, problem=problem))


def _failure(error: UnreadableFileError) -> dict[str, Any]:
    """A refusal as JSON; what of its parameters JSON has no form for is words."""
    params = {name: value if isinstance(value, int) else str(value) for name, value in error.params.items()}
    return {"failure": "unreadable", "sentences": error.sentences, "params": params}


def _main() -> None:
    # What a library prints must not get into the answer.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        json.dump(_child(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), **json.loads(sys.argv[4])), out)


if __name__ == "__main__":
    _main()
