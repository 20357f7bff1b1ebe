"""What all processes of a site on one machine count together, in files."""

import fcntl
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class SharedFiles(FileBasedCache):
    """Django's cache in files, in which of several that add the same key at once one succeeds."""

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Set ``key`` where it is not there; whether it was set. allauth's locks are made of this."""
        self._createdir()  # type: ignore[attr-defined] # not in the stubs
        with Path(self._dir, "lock").open("a") as turn:  # type: ignore[attr-defined] # not in the stubs
            fcntl.flock(turn, fcntl.LOCK_EX)
            return super().add(key, value, timeout, version)
