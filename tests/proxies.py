"""``python -m tests.proxies [nginx] [caddy]``: the examples in docs/deploy, in front of a real site.

Each is taken as it stands there; only ports, the certificate and the path are put in the place of those of a server. A
program that is not installed is said and left out (``apt-get install nginx-light caddy``); where neither is, that fails.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "docs" / "deploy"
HOST = "texts.example.org"
NGINX = """daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""
CADDY = """{{
    admin off
    http_port {http}
    https_port {https}
    local_certs
    skip_install_trust
}}
{site}
"""


class Site:
    """A site behind a proxy, at ``prefix``; its log is JSON."""

    def __init__(self, folder: Path, prefix: str, https: int) -> None:
        self.port, self.log, self.prefix = free_port(), folder / "log", prefix
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GLOSSATOR_")}
        self.environment = kept | {
            "GLOSSATOR_DATA": str(folder / "data"),
            "DATABASE_URL": "",
            "GLOSSATOR_HOSTS": HOST,
            "GLOSSATOR_HTTPS": "true",
            "GLOSSATOR_PROXIES": "1",
            "GLOSSATOR_TRUSTED_ORIGINS": f"https://{HOST}:{https}",
            "GLOSSATOR_PREFIX": prefix,
            "GLOSSATOR_LOG": "json",
            "GLOSSATOR_BIND": f"127.0.0.1:{self.port}",
            "WEB_CONCURRENCY": "1",
        }

    def manage(self, *asked: str) -> None:
        """Run a command."""
        subprocess.run([sys.executable, "manage.py", *asked], cwd=ROOT, env=self.environment, check=True)

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serve it."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        make = (
            "from django.contrib.auth.models import User; User.objects.create_user('ada', password='four random words')"
        )
        self.manage("shell", "--no-imports", "-c", make)
        server = ["-m", "gunicorn", "--config", str(DEPLOY / "gunicorn.conf.py"), "annotator.config.wsgi"]
        with running([sys.executable, *server], self.environment, self.log):
            until(lambda: curl(f"http://127.0.0.1:{self.port}{self.prefix}/healthz").status == 200, self.log)
            yield


class Answer:
    """What came back: the status, the headers by their names in small letters, and the body."""

    def __init__(self, text: str) -> None:
        head, _line, self.body = text.partition("\n\n")
        first, *lines = head.splitlines()
        self.version, status = first.split()[:2]
        self.status = int(status)
        self.headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}


def curl(*asked: str) -> Answer:
    """Ask with curl; status 0 where nothing answers."""
    done = subprocess.run(
        ["curl", "--silent", "--insecure", "--include", "--max-time", "60", "--header", "Expect:", *asked],
        check=False,
        capture_output=True,
    )
    text = done.stdout.decode(errors="replace").replace("\r\n", "\n")
    return Answer(text if text.startswith("HTTP/") else "HTTP/0 0\n\n")


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    """A program, which is ended afterwards."""
    with log.open("ab") as out:
        program = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        yield
    finally:
        program.terminate()
        program.wait(60)


def until(true: Callable[[], object], log: Path) -> None:
    """Wait until ``true()``, a minute at the most."""
    for _turn in range(300):
        if true():
            return
        time.sleep(0.2)
    raise SystemExit(log.read_text()[-3000:])


def put_in(text: str, *pairs: tuple[str, str]) -> str:
    """``text`` with each first of the pairs, which has to be there, replaced by the other."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(folder: Path, site: Site, http: int, https: int) -> Iterator[Path]:
    """nginx with its example; ``nginx -t`` first."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    live = "/etc/letsencrypt/live/texts.example.org"
    text = put_in(
        (DEPLOY / "nginx.conf").read_text(),
        ("listen 80;", f"listen 127.0.0.1:{http};"),
        ("listen 443 ", f"listen 127.0.0.1:{https} "),
        (f"{live}/fullchain.pem", f"{folder}/cert.pem"),
        (f"{live}/privkey.pem", f"{folder}/key.pem"),
        ("https://$host$request_uri", f"https://$host:{https}$request_uri"),
        ("127.0.0.1:8000", f"127.0.0.1:{site.port}"),
        ("Host $host;", "Host $http_host;"),
    )
    if site.prefix:
        text = put_in(text, ("location / {", f"location {site.prefix}/ {{"), ("= /readyz", f"= {site.prefix}/readyz"))
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, site=text))
    checked = subprocess.run(["nginx", "-t", "-c", str(config)], check=False, capture_output=True, text=True)
    print("  nginx -t:", checked.stderr.strip().splitlines()[-1])
    if checked.returncode:
        raise SystemExit(checked.stderr)
    with running(["nginx", "-c", str(config)], dict(os.environ), folder / "proxy.log"):
        yield folder / "error.log"


@contextmanager
def caddy(folder: Path, site: Site, http: int, https: int) -> Iterator[Path]:
    """Caddy with its example, with a certificate of its own making."""
    text = (DEPLOY / "Caddyfile").read_text()
    if site.prefix:
        first, _part, below = text.partition("# www.example.org {")
        text = re.sub(r"^# ?", "", f"# www.example.org {{{below}", flags=re.MULTILINE)
        text = put_in(text, ("www.example.org", HOST), ("127.0.0.1:8001", f"127.0.0.1:{site.port}"))
        assert first
    else:
        text = put_in(text, ("127.0.0.1:8000 {", f"127.0.0.1:{site.port} {{"))
    config = folder / "Caddyfile"
    config.write_text(CADDY.format(http=http, https=https, site=text))
    environment = os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    with running(
        ["caddy", "run", "--config", str(config), "--adapter", "caddyfile"], environment, folder / "proxy.log"
    ):
        yield folder / "proxy.log"


def questions(site: Site, name: str, http: int, https: int, folder: Path) -> Iterator[tuple[str, bool]]:
    """What has to hold behind a proxy, and whether it does."""
    base, jar = f"https://{HOST}:{https}{site.prefix}", str(folder / "jar")
    to = ["--resolve", f"{HOST}:{https}:127.0.0.1", "--resolve", f"{HOST}:{http}:127.0.0.1"]

    def ask(path: str, *more: str) -> Answer:
        return curl(*to, "--cookie", jar, "--cookie-jar", jar, *more, f"{base}{path}")

    front = ask("/")
    yield "a page over HTTP/2", (front.status, front.version) == (200, "HTTP/2")
    yield "HSTS", "max-age=31536000" in front.headers.get("strict-transport-security", "")
    yield "a strict policy", "require-trusted-types-for" in front.headers.get("content-security-policy", "")
    there = curl(*to, f"http://{HOST}:{http}{site.prefix}/")
    yield "http leads to https", there.status in {301, 308} and there.headers["location"].startswith("https://")
    static = re.search(r'href="([^"]*/site\.[^"]*css)"', front.body)
    yield "static files below the path", bool(static) and static[1].startswith(f"{site.prefix}/static/")
    yield "static files", bool(static) and ask(static[1].removeprefix(site.prefix)).status == 200

    answer = ask("/help/", "--header", "X-Request-ID: forged-by-a-visitor")
    given = answer.headers.get("x-request-id", "")
    if not site.prefix or name == "nginx":
        yield "a request has an id of the proxy's", bool(given) and given != "forged-by-a-visitor"
        yield "the log has it too", given in site.log.read_text()

    def log_in(password: str, *more: str) -> Answer:
        ask("/accounts/login/", *more)
        token = re.search(r"csrftoken\t(\S+)", Path(jar).read_text())
        typed = ["--data-urlencode", "login=ada", "--data-urlencode", f"password={password}"]
        typed += ["--data-urlencode", f"csrfmiddlewaretoken={token[1] if token else ''}"]
        return ask("/accounts/login/", "--header", f"Referer: {base}/accounts/login/", *typed, *more)

    cookies = log_in("four random words")
    yield "a log-in", cookies.status == 302 and "Secure" in cookies.headers.get("set-cookie", "")
    yield (
        "the cookies are the site's alone",
        all(
            line.split("\t")[2] == f"{site.prefix}/"
            for line in Path(jar).read_text().splitlines()
            if "sessionid" in line
        ),
    )
    Path(jar).unlink()
    # Whatever a visitor says of itself, the limit counts where it comes from.
    for turn in range(6):
        last = log_in("wrong", "--header", f"X-Forwarded-For: 192.0.2.{turn}")
    yield "wrong passwords are limited by address", "Too many" in last.body or last.status == 429
    elsewhere = log_in("four random words", "--interface", "127.0.0.2")
    yield "and another address is not", elsewhere.status == 302
    large = folder / "large"
    with large.open("wb") as file:
        file.truncate(68_000_000)
    if not site.prefix or name == "nginx":
        # Caddy 2.6 tells it as a fault between itself and the site.
        said = ask("/load/", "--form", f"file=@{large}").status
        yield f"68 MB are refused ({said})", said in ({413} if name == "nginx" else {413, 502})
    if name == "nginx":
        yield "/readyz for the machine itself", curl(*to, f"{base}/readyz").status == 200
        yield "and for nobody else", curl(*to, "--interface", "127.0.0.2", f"{base}/readyz").status == 403


def main() -> int:
    """Ask all questions of each proxy that is there; 1 where one is answered wrongly."""
    wrong, tried = 0, 0
    for name, started in (("nginx", nginx), ("caddy", caddy)):
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        if shutil.which(name) is None:
            print(f"{name}: left out, it is not installed")
            continue
        tried += 1
        for prefix in ("", "/texts"):
            with tempfile.TemporaryDirectory(prefix="glossator-proxy-") as base:
                folder, http, https = Path(base), free_port(), free_port()
                folder.chmod(0o755)
                site = Site(folder, prefix, https)
                print(f"{name}, the site at {prefix or '/'}")
                with site.served(), started(folder, site, http, https) as log:
                    address = f"https://{HOST}:{https}{prefix}/healthz"
                    until(
                        lambda at=address, port=https: curl("--resolve", f"{HOST}:{port}:127.0.0.1", at).status == 200,
                        log,
                    )
                    for what, holds in questions(site, name, http, https, folder):
                        wrong += not holds
                        print(f"  {'yes' if holds else 'NO '}  {what}")
    if not tried:
        print("Neither is installed: apt-get install nginx-light caddy")
    return 1 if wrong or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
