"""Typed environment variables. A value that cannot be meant is refused with the name of its variable."""

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LAST_PORT = 65_535
LEAST_SECRET = 32
ORIGIN = re.compile(r"https?://[^/\s]+")
ADDRESS = re.compile(r"https?://[^/\s?#]+(/[^\s?#]*)?")
TLS = ("sslmode", "sslrootcert")
POSTGRESQL_OPTIONS = {
    # Seconds until a server that does not answer is taken to be down; libpq knows no shorter time.
    "connect_timeout": 2,
    # Milliseconds that what was sent may stay without a receipt: a machine that is gone says no more.
    "tcp_user_timeout": 2000,
}
SQLITE_OPTIONS = {
    # A read that turns into a write fails at once under the default mode; IMMEDIATE waits its turn.
    "transaction_mode": "IMMEDIATE",
    # Seconds that a writer waits for another; how many wait at once is bounded in ``annotator.config.sqlite3``.
    "timeout": 10,
    # "FULL" waits for the disk at each commit: what was acknowledged survives a power cut, as it does on PostgreSQL.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;",
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

    def number(self, name: str, default: int, *, least: int, most: int, of: str) -> int:
        """A whole number from ``least`` to ``most``; ``of`` says in a message what it is the number of."""
        value = self.text(name)
        if not value:
            return default
        if not value.isascii() or not value.isdigit() or not least <= int(value[:9]) <= most:
            raise ImproperlyConfigured(f"{name} is {value!r}. Write the number of {of}, {least} to {most}.")
        return int(value)

    def port(self, name: str, default: int) -> int:
        return self.number(name, default, least=1, most=LAST_PORT, of="a port")

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

    def origin(self, name: str) -> str:
        """The scheme and the host of a site, with a port where it has one; nothing where it is not set."""
        return self.address(name, ORIGIN, "https://texts.example.org")

    def address(
        self, name: str, pattern: re.Pattern[str] = ADDRESS, example: str = "https://login.example.org/team"
    ) -> str:
        """The address of another service, without a slash at its end; nothing where it is not set."""
        value = self.text(name).rstrip("/")
        if value and not pattern.fullmatch(value):
            raise ImproperlyConfigured(f"{name} is {value!r}. Write an address such as {example}.")
        return value

    def name(self, name: str, default: str = "") -> str:
        """A word of ASCII letters, digits, - and _ that begins with a letter."""
        value = self.text(name) or default
        if value and not re.fullmatch(r"[A-Za-z][\w-]*", value, re.ASCII):
            raise ImproperlyConfigured(f"{name} is {value!r}. Write a word such as texts, of letters, digits, - and _.")
        return value

    def path(self, name: str) -> str:
        """The path of an address, without a slash at its end, such as ``/texts``; nothing for the top of a host."""
        value = self.text(name).rstrip("/")
        if value and not re.fullmatch(r"(/[A-Za-z][\w-]*)+", value, re.ASCII):
            raise ImproperlyConfigured(f"{name} is {value!r}. Write a path such as /texts.")
        return value

    def folder(self, name: str, default: Path) -> Path:
        """A folder that only its owner may look into, made if it is not there."""
        folder = Path(self.text(name) or default).expanduser().resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _keep_private(folder)
        except OSError as error:
            raise ImproperlyConfigured(f"{name}: the folder {folder} cannot be made ({error}).") from error
        return folder

    def database(self, name: str, default: Path) -> dict[str, object]:
        """Django's database settings from an address.

        ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or ``postgresql://user:password@host:port/database``;
        without the variable, SQLite at ``default``. ``?pool=no`` opens a PostgreSQL connection for each request, else
        each thread keeps its own; ``host``, ``sslmode`` and ``sslrootcert`` are those of libpq.
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
        return {
            "ENGINE": "annotator.config.postgresql",
            "NAME": path,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(options.get("host", parts.hostname or "")),
            "PORT": str(port or ""),
            # Kept by the server's threads and looked at before each request, so the site is back as soon as the
            # database is. A pool would try again at longer and longer intervals.
            "CONN_MAX_AGE": 0 if options.get("pool") == "no" else None,
            "CONN_HEALTH_CHECKS": True,
            # No settings of a session: PgBouncer refuses them at the start, and in transaction mode a session is
            # several people's. How long a writer waits is said in each transaction (``corpus.db.lock_timeout``).
            "OPTIONS": POSTGRESQL_OPTIONS | {key: options[key] for key in TLS if key in options},
        }

    def secret(self, name: str, file: Path) -> str:
        """A secret: the variable, else the content of ``file``, which is made once with a fresh one.

        An empty secret, given or found, is refused: whatever is signed with it can be forged.
        """
        if name in self.variables or f"{name}_FILE" in self.variables:
            value = self.text(name)
            if len(value) < LEAST_SECRET:
                least = f"Write at least {LEAST_SECRET}, or leave it out to have one made."
                raise ImproperlyConfigured(f"{name} has {len(value)} characters. {least}")
            return value
        try:
            if not file.exists():
                _write_once(file, secrets.token_urlsafe(50))
            value = file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name} is not set and {file} cannot be written and read ({error}).") from error
        if len(value) < LEAST_SECRET:
            raise ImproperlyConfigured(
                f"{name} is not set and {file} is empty or cut short. Put the secret back from a backup; or delete the "
                "file to have a new one made, which ends everybody's login."
            )
        return value


def origin_of(address: str) -> str:
    return "/".join(address.split("/")[:3])


def _keep_private(folder: Path) -> None:
    """Let nobody but the owner into ``folder`` and at its files; where they are somebody else's, leave them."""
    for path, mode in ((folder, 0o700), *((each, 0o600) for each in folder.iterdir() if each.is_file())):
        with contextlib.suppress(PermissionError, FileNotFoundError):
            if path.stat().st_mode & 0o077:
                path.chmod(mode)


def _write_once(file: Path, content: str) -> None:
    """Write ``file`` as a whole or not at all, and only where it is not there: of many at once, one writes it."""
    with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=file.parent, prefix=f"{file.name}-") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
        # A link, as it does not replace what somebody else has put there meanwhile.
        with contextlib.suppress(FileExistsError):
            os.link(written.name, file)
    descriptor = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "annotator.config.sqlite3",
        "NAME": path,
        # Kept open from request to request. Opening costs as much as several queries, and each time the last one is
        # closed, SQLite writes its log back into the file and deletes it while everybody else waits.
        "CONN_MAX_AGE": None,
        "OPTIONS": SQLITE_OPTIONS,
    }
