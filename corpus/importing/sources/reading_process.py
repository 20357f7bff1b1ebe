"""Reading many files in a process of its own, one after the other.

Plain Python. A file can be made to take all time or memory, or to crash the library that parses it, so none is read in
the process of the site. To start another costs more than to read a small text; so one is kept for texts, and one for
formats whose libraries may crash. Each ends with its parent, after a file that breaks it, and when it has had nothing
to do for a while. Run as a module this file is the child.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import IO, Any, cast

from corpus.blocks import Genre, LineBreaks, Reading
from corpus.importing.readers import reader_for
from corpus.importing.sources.sandbox import (
    BUSY,
    ROOT,
    answer_of,
    environment,
    limit,
    not_started,
    outcome,
    read_isolated,
    resource,
    too_slow,
)

IDLE_SECONDS = 60
WATCHED_EVERY = 0.5  # seconds
SECONDS, MEGABYTES = 30, 1024


class ReadingProcess:
    """A child process that reads one file after the other."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        # By the monotonic clock: when the file that is read is given up (0 while none is), and when one was read last.
        self._due = self._used = 0.0
        self._is_late = False

    def read(
        self,
        name: str,
        data: bytes,
        encoding: str = "",
        genre: Genre = Genre.UNKNOWN,
        *,
        line_breaks: LineBreaks = LineBreaks.UNKNOWN,
        seconds: int = SECONDS,
        megabytes: int = MEGABYTES,
        reader: str = "",
    ) -> Reading:
        """Read a file, as ``read_isolated`` does with the same arguments, which takes over while another file is read.

        ``reader`` is the name of the module that reads it, where that is known: no other need be imported.

        Raises:
            UnreadableFileError: the reader refuses the file, or the child ran out of time or memory, or crashed.
        """
        if not self._lock.acquire(blocking=False):
            return read_isolated(
                name, data, encoding, genre, line_breaks=line_breaks, seconds=seconds, megabytes=megabytes
            )
        try:
            values = {"encoding": encoding, "genre": genre.value, "line_breaks": line_breaks.value, "reader": reader}
            question: dict[str, Any] = {"name": name, "told": values, "length": len(data)}
            return self._answer_to(question | {"seconds": seconds, "megabytes": megabytes}, data)
        finally:
            self._lock.release()

    def end(self) -> None:
        """Stop the child, if there is one."""
        with self._lock:
            self._stop()

    def _answer_to(self, question: dict[str, Any], data: bytes) -> Reading:
        child, seconds = self._started(), question["seconds"]
        to_child, from_child = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
        self._is_late = False
        self._due = time.monotonic() + (seconds * BUSY if resource else seconds)
        answer = b""
        with suppress(BrokenPipeError):
            to_child.write(json.dumps(question).encode() + b"\n" + data)
            to_child.flush()
            answer = from_child.readline()
        self._due, self._used = 0.0, time.monotonic()
        if self._is_late:
            self._stop()
            raise too_slow(seconds)
        code = 0 if answer.endswith(b"\n") else child.wait()
        if code or b'"failure": "memory"' in answer[:40]:
            self._stop()
        return answer_of(subprocess.CompletedProcess([], code, answer, b""), seconds, question["megabytes"])

    def _started(self) -> "subprocess.Popen[bytes]":
        """The child, started where there is none; that of a process this one was forked from is not its own."""
        if self._child and (self._owner != os.getpid() or self._child.poll() is not None):
            self._stop()
        if self._child is None:
            command = [sys.executable, "-m", "corpus.importing.sources.reading_process"]
            try:
                self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment()
                )
            except OSError as error:
                raise not_started(error) from error
            self._owner = os.getpid()
            self._used = time.monotonic()
            # One thread for the child and not two timers for every file, which would cost as much as a small text.
            threading.Thread(target=self._watch, args=(self._child,), daemon=True).start()
        return self._child

    def _watch(self, child: "subprocess.Popen[bytes]") -> None:
        """Stop ``child`` when it takes too long over a file, or has had none for a while."""
        while self._child is child:
            time.sleep(WATCHED_EVERY)
            now = time.monotonic()
            if self._due and now > self._due:
                self._is_late = True
                child.kill()
                return
            if not self._due and now - self._used > IDLE_SECONDS and self._lock.acquire(blocking=False):
                try:
                    if self._child is child:
                        self._stop()
                finally:
                    self._lock.release()

    def _stop(self) -> None:
        if self._child is not None and self._owner == os.getpid():
            self._child.kill()
            self._child.communicate()
        self._child = None


_FOR_TEXTS, _FOR_OTHERS = ReadingProcess(), ReadingProcess()
atexit.register(_FOR_TEXTS.end)
atexit.register(_FOR_OTHERS.end)


def read_bounded(
    name: str,
    data: bytes,
    encoding: str = "",
    genre: Genre = Genre.UNKNOWN,
    *,
    line_breaks: LineBreaks = LineBreaks.UNKNOWN,
) -> Reading:
    """Read a file in one of the processes that are kept, by what it is.

    Raises:
        UnreadableFileError: the reader refuses the file, or the child ran out of time or memory, or crashed.
    """
    reader = reader_for(name, data)
    process = _FOR_OTHERS if reader.ISOLATED else _FOR_TEXTS
    return process.read(name, data, encoding, genre, line_breaks=line_breaks, reader=getattr(reader, "__name__", ""))


def _main() -> None:
    """Answer questions until there are no more."""
    # What a library prints must not get into the answers.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        while line := sys.stdin.buffer.readline():
            question = json.loads(line)
            limit(int(time.process_time()) + question["seconds"] + 1, question["megabytes"])
            try:
                data = sys.stdin.buffer.read(question["length"])
                values = outcome(question["name"], data, **question["told"])
            except MemoryError:
                values = {"failure": "memory"}
            out.write(json.dumps(values) + "\n")
            out.flush()


if __name__ == "__main__":
    _main()
