"""What fetching promises: the bytes, or an error that says why; and never a way into a private network."""

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from corpus.importing.sources import fetch as fetch_module
from corpus.importing.sources.fetch import FetchError, fetch, file_name

BODY = "<p>Wörter</p>".encode()


PACKED = gzip.compress(BODY)
GZIP = {"Content-Encoding": "gzip"}
PAGES = {
    "page": (200, BODY, {"Content-Type": "Text/HTML; charset=utf-8"}),
    "untyped": (200, BODY),
    "packed": (200, PACKED, GZIP | {"Content-Type": "text/html"}),
    "bomb": (200, gzip.compress(b"\0" * 1_000_000), GZIP),
    "spoilt": (200, b"no gzip", GZIP),
    "half-packed": (200, PACKED[:-12], GZIP),
    "strange": (200, BODY, {"Content-Encoding": "br"}),
    "large": (200, b"x" * 5000, {"Content-Length": ""}),
    "half": (200, BODY, {"Content-Length": "1000"}),
    "moved": (302, b"", {"Location": "/page"}),
    "circle": (302, b"", {"Location": "/circle"}),
    "to-file": (302, b"", {"Location": "file:///etc/hostname"}),
}


class Pages(BaseHTTPRequestHandler):
    """A site with one page of every kind."""

    def log_message(self, *args):
        """Say nothing."""

    def answer(self, status=200, body=BODY, headers=()):
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | dict(headers)).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        kind = self.path.partition("?")[0].strip("/")
        if kind in PAGES:
            self.answer(*PAGES[kind])
        elif kind == "outside":
            self.answer(302, b"", {"Location": f"http://localhost:{self.server.server_port}/page"})
        elif kind == "%C3%A9%20x":
            self.answer(body=self.path.encode())
        elif kind == "slow":
            time.sleep(1.5)
        elif kind == "drip":
            self.drip()
        elif kind == "slow-head":
            self.drip_head()
        elif kind == "far":
            self.endless_redirect()
        else:
            self.answer(int(kind), b"no")

    def drip(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(15):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def drip_head(self):
        """Each byte of the headers comes in time, and they never end."""
        self.send_response(200)
        self.flush_headers()
        for _ in range(100):
            self.wfile.write(b"X-Y: z\r\n")
            time.sleep(0.1)

    def endless_redirect(self):
        self.send_response(302)
        self.send_header("Location", "/page")
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)

    def handle(self):
        """A client that hangs up is what some of the tests are about."""
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def get(url, **options):
    return fetch(url, allow_private=True, **options)


def test_the_bytes_and_the_media_type_come_back(site):
    assert get(f"{site}/page") == (BODY, "text/html")
    assert get(f"{site}/untyped") == (BODY, "")


def test_a_redirect_is_followed(site):
    assert get(f"{site}/moved") == (BODY, "text/html")


def test_a_page_the_server_packed_unasked_is_unpacked(site):
    assert get(f"{site}/packed") == (BODY, "text/html")


def test_letters_beyond_ascii_in_an_address_are_encoded_and_encoded_ones_left_alone(site):
    assert get(f"{site}/é x?q=ü")[0] == b"/%C3%A9%20x?q=%C3%BC"
    assert get(f"{site}/%C3%A9%20x?q=%C3%BC#part")[0] == b"/%C3%A9%20x?q=%C3%BC"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("404", "no such page"),
        ("410", "no such page"),
        ("403", r"refused \(403\)"),
        ("500", r"refused \(500\)"),
        ("circle", "in a circle"),
        ("to-file", "no web page"),
        ("bomb", "larger than 4000 bytes"),
        ("large", "larger than 4000 bytes"),
        ("strange", "packed as “br”"),
        ("spoilt", "damaged"),
        ("half-packed", "only part"),
        ("half", "broke off"),
    ],
)
def test_what_cannot_be_had_is_an_error_that_says_why(site, path, words):
    with pytest.raises(FetchError, match=words):
        get(f"{site}/{path}", limit=4000)


def test_what_comes_with_a_redirect_is_not_read(site):
    assert get(f"{site}/far", seconds=20) == (BODY, "text/html")


@pytest.mark.parametrize("path", ["slow", "drip", "slow-head"])
def test_a_server_that_takes_too_long_is_given_up(site, path):
    with pytest.raises(FetchError, match="in time"):
        get(f"{site}/{path}", seconds=1)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/hostname", "only addresses that begin with"),
        ("ftp://example.org/x", "only addresses that begin with"),
        ("page.html", "only addresses that begin with"),
        ("http://", "names no host"),
        ("http://[::1", "not an address"),
        ("http://example.org:port/", "not an address"),
        ("http://me:secret@example.org/", "user name"),
        (f"http://{'ü' * 70}.example/", "not a host name"),
    ],
)
def test_what_is_no_web_address_is_refused_before_any_connection(monkeypatch, url, words):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **o: pytest.fail("a name was looked up"))
    with pytest.raises(FetchError, match=words) as caught:
        fetch(url)
    assert "secret" not in str(caught.value)


def test_no_network_is_an_error_that_says_so(monkeypatch):
    def offline(*args, **options):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    with pytest.raises(FetchError, match=r"Temporary failure.*Check the network"):
        fetch("http://example.org/")


def test_a_closed_port_is_an_error_that_says_so():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="not reached"):
        get(f"http://127.0.0.1:{port}/")


def test_a_private_address_is_refused(site):
    with pytest.raises(FetchError, match="private network"):
        fetch(f"{site}/page")


def test_a_name_is_refused_if_any_of_its_addresses_is_private(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", resolving("8.8.8.8", "10.0.0.1"))
    monkeypatch.setattr(socket, "create_connection", lambda *a, **o: pytest.fail("a connection was opened"))
    with pytest.raises(FetchError, match="private network"):
        fetch("https://example.org/")


def test_a_redirect_into_a_private_network_is_refused(monkeypatch, site):
    allowed = fetch_module._is_public
    real = socket.getaddrinfo
    monkeypatch.setattr(fetch_module, "_is_public", lambda address: address == "127.0.0.1" or allowed(address))

    def lookup(host, *args, **options):
        return resolving("10.0.0.1")() if host == "localhost" else real(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    assert fetch(f"{site}/page")[0] == BODY
    with pytest.raises(FetchError, match="“localhost” is an address inside a private network"):
        fetch(f"{site}/outside")


def test_a_proxy_named_in_the_environment_is_not_used(monkeypatch, site):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert get(f"{site}/page")[0] == BODY


def resolving(*addresses):
    def lookup(*args, **options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]

    return lookup


PRIVATE = """
    127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255
    ::1 :: fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1::
    64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::8.8.8.8 2002:a00:1:: 2002:c0a8:101::1
    2001:0:4136:e378:8000:63bf:f5ff:fffe 2001:0:a00:1:8000:63bf:3fff:fdd2 ::127.0.0.1 ::10.0.0.1 ::8.8.8.8
    2606:4700::5efe:10.0.0.1 2606:4700::200:5efe:192.168.0.1 fec0::1 4000::1 2001:db8::1 100::1
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_addresses_that_are_not_public_are_known(address):
    assert not fetch_module._is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_public_addresses_are_known(address):
    assert fetch_module._is_public(address)


@pytest.mark.parametrize(
    ("url", "media_type", "name"),
    [
        ("http://a.example/x/page.html?q=1", "text/plain", "page.html"),
        ("http://a.example/x/page", "text/html", "page.html"),
        ("http://a.example/", "text/html", "index.html"),
        ("http://a.example/%E6%96%87.txt", "", "文.txt"),
        ("http://a.example/page", "", "page"),
    ],
)
def test_a_fetched_file_gets_a_name_that_tells_its_format(url, media_type, name):
    assert file_name(url, media_type) == name
