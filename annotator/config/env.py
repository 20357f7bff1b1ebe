"""Typed environment variables. A value that cannot be meant is refused with the name of its variable."""

import os
import re
import secrets
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LAST_PORT = 65_535
LEAST_SECRET = 32
TLS = ("sslmode", "sslrootcert")
SQLITE_OPTIONS = {
    # A read that turns into a write fails at once under the default mode; IMMEDIATE waits its turn.
    "transaction_mode": "IMMEDIATE",
    # Seconds that a writer waits for another: one that stands still must not take all threads for good.
    "timeout": 10,
    # In WAL mode "NORMAL" does not wait for the disk at each commit, only now and then for many together. What was
    # acknowledged survives a crash of the program; where the power fails, the last of it may be gone, and the database
    # is sound all the same. A site that must not lose those either runs on PostgreSQL, which waits for each.
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

    def port(self, name: str, default: int) -> int:
        """The number of a port, 1 to 65535."""
        value = self.text(name)
        if not value:
            return default
        if not value.isascii() or not value.isdigit() or not 0 < int(value[:6]) <= LAST_PORT:
            raise ImproperlyConfigured(f"{name} is {value!r}. Write the number of a port, 1 to {LAST_PORT}.")
        return int(value)

    def one_of(self, name: str, default: str, allowed: Collection[str], example: str) -> str:
        """One of the values ``allowed``; ``example`` says in a message what to write."""
        value = self.text(name) or default
        if value not in allowed:
            raise ImproperlyConfigured(f"{name} is {value!r}. Write {example}.")
        return value

    def words(self, name: str, default: tuple[str, ...], pattern: re.Pattern[str], example: str) -> list[str]:
        """A list separated by commas, each of which matches ``pattern``; ``example`` says what to write."""
        value = self.text(name)
        words = [word.strip() for word in value.split(",") if word.strip()]
        for word in words:
            if not pattern.fullmatch(word):
                raise ImproperlyConfigured(f"{name} has {word!r} in it. Write {example}.")
        return words or list(default)

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
        without the variable, SQLite at ``default``. ``?pool=no`` opens a PostgreSQL connection for each request;
        ``host``, ``sslmode`` and ``sslrootcert`` are those of libpq.
        """
        address = self.text(name)
        if not address:
            return _sqlite(str(default))
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {error}.") from error
        path = unquote(parts.path.removeprefix("/"))
        if parts.scheme == "sqlite" and path and not parts.netloc:
            return _sqlite(path)
        if parts.scheme not in {"postgresql", "postgres"} or not path:
            raise ImproperlyConfigured(
                f"{name} is not a database address. Write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE."
            )
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        # One that is passed over would leave a connection unencrypted that was meant to be safe.
        unknown = sorted(options.keys() - {"pool", "host", *TLS})
        if unknown or options.get("pool", "yes") not in {"yes", "no"}:
            raise ImproperlyConfigured(
                f"{name} ends in an option that is not known. Write pool=yes or pool=no, host, sslmode, sslrootcert."
            )
        connection: dict[str, object] = {key: options[key] for key in TLS if key in options}
        if options.get("pool") != "no":
            connection["pool"] = {"min_size": 1, "max_size": 16, "timeout": 20}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": path,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(options.get("host", parts.hostname or "")),
            "PORT": str(port or ""),
            # A pool hands out dead connections unless they are checked and given back after each request.
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": connection,
        }

    def secret(self, name: str, file: Path) -> str:
        """A secret: the variable, else the content of ``file``, which is made once with a fresh one."""
        value = self.text(name)
        if 0 < len(value) < LEAST_SECRET:
            raise ImproperlyConfigured(
                f"{name} has {len(value)} characters. Write at least {LEAST_SECRET}, or leave it out to have one made."
            )
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


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Kept open from request to request. Opening costs as much as several queries, and each time the last one is
        # closed, SQLite writes its log back into the file and deletes it while everybody else waits.
        "CONN_MAX_AGE": None,
        "OPTIONS": SQLITE_OPTIONS,
    }
