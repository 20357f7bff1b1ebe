"""Typed environment variables. A value that cannot be meant is refused with the name of its variable."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    # A read that turns into a write fails at once under the default mode; IMMEDIATE waits its turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;",
}


class Environment:
    """Reads settings from ``variables`` (``os.environ`` unless told otherwise).

    Each reader takes the variable's name and a default and raises ``ImproperlyConfigured`` naming the variable
    when its value is not of the type. ``NAME_FILE`` names a file to take the value of ``NAME`` from.
    """

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        """The value of ``name``, from the variable or from the file that ``NAME_FILE`` names."""
        file = self.variables.get(f"{name}_FILE")
        if file and name in self.variables:
            raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set. Keep one of them.")
        if not file:
            return self.variables.get(name, default)
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE: {file} cannot be read ({error}).") from error

    def boolean(self, name: str, *, default: bool) -> bool:
        """``true`` or ``false`` (or 1 and 0); anything else is refused, "yes" too."""
        value = self.text(name).casefold()
        if not value:
            return default
        if value in {"true", "1"}:
            return True
        if value in {"false", "0"}:
            return False
        raise ImproperlyConfigured(f"{name} is {value!r}. Write true or false.")

    def integer(self, name: str, default: int, *, least: int = 0) -> int:
        """A whole number, at least ``least``."""
        value = self.text(name)
        if not value:
            return default
        if not value.isascii() or not value.isdigit() or int(value) < least:
            raise ImproperlyConfigured(f"{name} is {value!r}. Write a whole number, at least {least}.")
        return int(value)

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """A list separated by commas."""
        value = self.text(name)
        return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)

    def folder(self, name: str, default: Path) -> Path:
        """A folder, made if it is not there."""
        folder = Path(self.text(name) or default).expanduser().resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(f"{name}: the folder {folder} cannot be made ({error}).") from error
        return folder

    def database(self, name: str, default: Path) -> dict[str, object]:
        """Django's database settings from an address.

        ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or ``postgresql://user:password@host:port/database``;
        without the variable, SQLite at ``default``. ``?pool=no`` opens a PostgreSQL connection for each request.
        """
        address = self.text(name)
        if not address:
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default), "OPTIONS": SQLITE_OPTIONS}
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {error}.") from error
        path = unquote(parts.path.removeprefix("/"))
        if parts.scheme == "sqlite" and path and not parts.netloc:
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": SQLITE_OPTIONS}
        if parts.scheme not in {"postgresql", "postgres"} or not path:
            raise ImproperlyConfigured(
                f"{name} is not a database address. Write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE."
            )
        options = parse_qs(parts.query)
        pooled = options.get("pool", ["yes"])[0] != "no"
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": path,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(options.get("host", [parts.hostname or ""])[0]),
            "PORT": str(port or ""),
            # A pool hands out dead connections unless they are checked and given back after each request.
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 16, "timeout": 20}} if pooled else {},
        }

    def secret(self, name: str, file: Path) -> str:
        """A secret: the variable, else the content of ``file``, which is made once with a fresh one."""
        value = self.text(name)
        if value:
            return value
        try:
            # Exclusive creation: of two processes that start together one writes and both read the same secret.
            with file.open("x", encoding="ascii") as handle:
                file.chmod(0o600)
                handle.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
        except OSError as error:
            raise ImproperlyConfigured(f"{name} is not set and {file} cannot be written ({error}).") from error
        return file.read_text(encoding="ascii")
