"""A source file from its address.

Plain Python on ``urllib``. The address may have been typed by anybody who may load a document, so the server that
fetches it must not be turned into a way into the network it stands in: only http and https, only addresses of the
public Internet. The rule is kept where the connection is opened, for every redirect anew and for the very address
that is connected to, so that a name which resolves differently the second time cannot slip through. Proxies named
in the environment are not used, because a proxy would resolve the name out of sight of this rule.
"""

import contextlib
import http.client
import ipaddress
import mimetypes
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Self, override
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from corpus.sentences import SentenceError
from corpus.sentences import gettext_noop as _

if TYPE_CHECKING:
    from http.client import HTTPMessage

MEGABYTE = 1024 * 1024
LIMIT = 32 * MEGABYTE
SECONDS = 30
PIECE = 64 * 1024
SCHEMES = frozenset({"http", "https"})
# What may stand in a path or a query as it is; everything else, non-ASCII letters among it, is percent-encoded.
PLAIN = "/%:@!$&'()*+,;=~-._?"
USER_AGENT = "Mozilla/5.0 (compatible; Glossator)"
# IPv6 addresses of single machines on the public Internet; all others are local, reserved or for groups.
UNICAST = ipaddress.IPv6Network("2000::/3")
# NAT64's prefix (RFC 6052) and the old "compatible" one: the last 32 bits are the IPv4 address that is reached.
ENDS_IN_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
# The third quarter of an ISATAP address (RFC 5214), whose last is an IPv4 address.
ISATAP = (0x0000_5EFE, 0x0200_5EFE)


class FetchError(SentenceError):
    """An address could not be fetched; the sentence says why and what to do."""


def fetch(url: str, *, limit: int = LIMIT, seconds: int = SECONDS, allow_private: bool = False) -> tuple[bytes, str]:
    """Get the bytes behind an address.

    Args:
        url: an http or https address.
        limit: the most bytes that are accepted, before and after decompression.
        seconds: how long the whole of it may take: connecting, redirects, headers and body together.
        allow_private: also connect to loopback and private addresses (tests, an intranet).

    Returns:
        The bytes, and the media type the server states, lower case and without parameters ("" if it states none).

    Raises:
        FetchError: wrong scheme, no network, private address, refused by the server, too large, too slow.
    """
    request = urllib.request.Request(_checked(url), headers={"User-Agent": USER_AGENT, "Accept": "*/*"})  # noqa: S310 - _checked() lets http and https through, nothing else
    with _Clock(seconds) as clock:
        try:
            with _opener(clock, allow_private=allow_private).open(request, timeout=seconds) as response:
                data = b"".join(_pieces(response, url, limit, clock))
                return _decompressed(data, response.headers, url, limit), _media_type(response.headers)
        except FetchError:
            raise
        except urllib.error.HTTPError as error:
            error.close()
            raise _refusal(url, error.code) from error
        except (http.client.HTTPException, ssl.SSLError, OSError) as error:
            if clock.rung or TimeoutError in {type(error), type(getattr(error, "reason", None))}:
                raise _too_slow(url) from error
            raise _not_reached(url, error) from error


def file_name(url: str, media_type: str) -> str:
    """The name a fetched file would have, with a suffix that tells its format.

    The last part of the address where that has a suffix, else that part and the suffix of the media type.
    """
    name = PurePosixPath(unquote(urlsplit(url).path)).name or "index"
    if PurePosixPath(name).suffix:
        return name
    return name + (mimetypes.guess_extension(media_type) or "")


def _checked(url: str) -> str:
    """The address in the form that can be sent, or the error that says what is wrong with it."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise FetchError(_("“%(address)s” is not an address. Check its spelling."), address=url) from error
    if parts.scheme not in SCHEMES:
        raise FetchError(
            _("“%(address)s” cannot be fetched: only addresses that begin with http:// or https:// are."), address=url
        )
    if not host:
        raise FetchError(_("“%(address)s” names no host. Check its spelling."), address=url)
    if parts.username is not None:
        raise FetchError(
            _("“%(host)s”: an address with a user name or password in it is not fetched. Leave them out."), host=host
        )
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise FetchError(_("“%(host)s” is not a host name. Check its spelling."), host=host) from error
    bracketed = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc = bracketed if port is None else f"{bracketed}:{port}"
    return urlunsplit((parts.scheme, netloc, quote(parts.path, PLAIN) or "/", quote(parts.query, PLAIN), ""))


class _Clock:
    """Ends a fetch when its time is up, whatever it waits for: a server may send a byte now and then for ever.

    A socket's own time-out begins anew with every byte; so the connection is taken away from whoever reads it.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self.rung = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()

    @property
    def left(self) -> float:
        """The seconds that are left. Raises ``TimeoutError`` where none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def watch(self, connection: socket.socket) -> None:
        """End ``connection`` when the time is up. Raises ``TimeoutError`` where it is."""
        with self._lock:
            if self.rung:
                raise TimeoutError
            self._open.append(connection)

    def _ring(self) -> None:
        with self._lock:
            self.rung = True
            for connection in self._open:
                # Not the method of a TLS socket, which would go on in the clear.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _opener(clock: _Clock, *, allow_private: bool) -> urllib.request.OpenerDirector:
    """What opens an address: our own connections, redirects, and nothing else (no file, ftp, data, no proxy)."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        _HTTP(clock, allow_private=allow_private),
        _HTTPS(clock, allow_private=allow_private),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Redirects under the same rule as the address itself; a loop ends after the library's ten."""

    @override
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: "HTTPMessage",
        newurl: str,
    ) -> urllib.request.Request | None:
        """The request for the next address, once that has been checked."""
        # The library would read what came with the redirect to its end, which may be far.
        fp.close()
        return super().redirect_request(req, fp, code, msg, headers, _checked(newurl))


class _Connection(http.client.HTTPConnection):
    """A connection that is only opened to an address the rule allows."""

    def __init__(self, host: str, *, clock: _Clock, allow_private: bool, **options: Any) -> None:
        super().__init__(host, **options)
        self.clock = clock
        self.allow_private = allow_private

    @override
    def connect(self) -> None:
        """Connect to the first address of the host that answers."""
        self.sock = _connected(self.host, self.port, self.clock, allow_private=self.allow_private)


class _SecureConnection(http.client.HTTPSConnection):
    """The same with TLS, the certificate checked against the host's name."""

    def __init__(
        self, host: str, *, clock: _Clock, allow_private: bool, context: ssl.SSLContext, **options: Any
    ) -> None:
        super().__init__(host, context=context, **options)
        self.clock = clock
        self.allow_private = allow_private
        self.tls = context

    @override
    def connect(self) -> None:
        """Connect to the first address of the host that answers, then agree on keys."""
        plain = _connected(self.host, self.port, self.clock, allow_private=self.allow_private)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.clock.watch(self.sock)
        self.sock.do_handshake()


class _HTTP(urllib.request.HTTPHandler):
    def __init__(self, clock: _Clock, *, allow_private: bool) -> None:
        super().__init__()
        self.clock = clock
        self.allow_private = allow_private

    @override
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Connection, clock=self.clock, allow_private=self.allow_private), req)


class _HTTPS(urllib.request.HTTPSHandler):
    def __init__(self, clock: _Clock, *, allow_private: bool) -> None:
        super().__init__()
        self.clock = clock
        self.allow_private = allow_private

    @override
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        context = ssl.create_default_context()
        connection = partial(_SecureConnection, context=context, clock=self.clock, allow_private=self.allow_private)
        return self.do_open(connection, req)


def _connected(host: str, port: int, clock: _Clock, *, allow_private: bool) -> socket.socket:
    """A socket to ``host``; every address it resolves to is checked, then they are tried in turn."""
    resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [entry[4] for entry in resolved]
    if not allow_private and not all(_is_public(str(address[0])) for address in addresses):
        raise FetchError(
            _(
                "“%(host)s” is an address inside a private network, and is not fetched. "
                "Save the file and load it from your computer."
            ),
            host=host,
        )
    failure: OSError = OSError(f"{host} has no address")
    for address in addresses:
        left = clock.left
        try:
            connected = socket.create_connection((str(address[0]), port), left)
        except OSError as error:
            failure = error
        else:
            clock.watch(connected)
            return connected
    raise failure


def _is_public(address: str) -> bool:
    """Whether an IP address belongs to the public Internet, IPv4 addresses inside an IPv6 one included."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    inside = _ipv4_in(ip)
    if not all(_is_public(str(one)) for one in inside):
        return False
    translated = ip.ipv4_mapped is not None or ip in ENDS_IN_IPV4[0]
    return translated or (ip in UNICAST and ip.is_global)


def _ipv4_in(ip: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that a way to ``ip`` may end at: mapped, 6to4, Teredo, NAT64 and ISATAP."""
    yield from (one for one in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())) if one is not None)
    if any(ip in network for network in ENDS_IN_IPV4) or int(ip) >> 32 & 0xFFFF_FFFF in ISATAP:
        yield ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)


def _pieces(response: http.client.HTTPResponse, url: str, limit: int, clock: _Clock) -> Iterator[bytes]:
    """The body piece by piece, stopped as soon as it is too long or too slow."""
    size = 0
    while piece := response.read1(PIECE):
        size += len(piece)
        if size > limit:
            raise _too_large(url, limit)
        yield piece
    # Where the time was up, what came so far looks like an end.
    if clock.rung:
        raise _too_slow(url)
    # read1() ends quietly where a connection breaks off, and half a text must not be taken for the whole.
    if response.length:
        raise FetchError(
            _("%(address)s: the connection broke off after %(size)s bytes. Try again."), address=url, size=size
        )


def _decompressed(data: bytes, headers: "HTTPMessage", url: str, limit: int) -> bytes:
    """The body as it was before the server packed it; some servers pack without having been asked."""
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        return data
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise FetchError(
            _("%(address)s: the server sent the file packed as “%(packing)s”. Save it in a browser and load that."),
            address=url,
            packing=encoding,
        )
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        unpacked = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise FetchError(
            _("%(address)s: the server sent a damaged file (%(problem)s). Try again."), address=url, problem=error
        ) from error
    if len(unpacked) > limit:
        raise _too_large(url, limit)
    if not unpacker.eof:
        raise FetchError(_("%(address)s: the server sent only part of the file. Try again."), address=url)
    return unpacked


def _media_type(headers: "HTTPMessage") -> str:
    return headers.get_content_type() if headers.get("Content-Type") else ""


def _refusal(url: str, status: int) -> FetchError:
    if status in {http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE}:
        sentence = _(
            "%(address)s: the server has no such page (%(status)s). "
            "Check the address, or load the file from your computer."
        )
    elif status < http.HTTPStatus.BAD_REQUEST:
        sentence = _(
            "%(address)s: the server sends the request in a circle, or to what is no web page (%(status)s). "
            "Open it in a browser, save the page and load the file."
        )
    else:
        sentence = _(
            "%(address)s: the server refused (%(status)s). Open it in a browser, save the page and load the file."
        )
    return FetchError(sentence, address=url, status=int(status))


def _too_large(url: str, limit: int) -> FetchError:
    return FetchError(
        _("%(address)s: the file is larger than %(size)s MB. Save it and load the file from your computer.")
        if limit >= MEGABYTE
        else _("%(address)s: the file is larger than %(size)s bytes. Save it and load the file from your computer."),
        address=url,
        size=limit // MEGABYTE if limit >= MEGABYTE else limit,
    )


def _too_slow(url: str) -> FetchError:
    return FetchError(
        _("%(address)s: the server did not answer in time. Try again, or load the file from your computer."),
        address=url,
    )


def _not_reached(url: str, error: Exception) -> FetchError:
    return FetchError(
        _(
            "%(address)s: not reached (%(problem)s). "
            "Check the network and the address, or load the file from your computer."
        ),
        address=url,
        problem=getattr(error, "reason", None) or error,
    )
