"""The examples of docs/deploy are what the programs they are for understand, and name what is there."""

import configparser
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.postgres import free_port
from tests.support.starting import ROOT, start

FOLDER = ROOT / "docs" / "deploy"


def asked(port, address):
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", address, headers={"Host": "localhost"})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def test_gunicorn_serves_with_its_settings_and_reloads(data_folder, tmp_path):
    assert start(data_folder, ("manage.py", "collectstatic", "--noinput", "--verbosity", "0")).returncode == 0
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GLOSSATOR_")}
    environment |= {"GLOSSATOR_DATA": str(data_folder), "GLOSSATOR_BIND": f"127.0.0.1:{port}"}
    environment |= {"DATABASE_URL": "", "WEB_CONCURRENCY": "1", "HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir()
    command = [sys.executable, "-m", "gunicorn", "--config", str(FOLDER / "gunicorn.conf.py"), "annotator.config.wsgi"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
    try:
        while asked(port, "/readyz") != 200:
            assert server.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.1)
        server.send_signal(signal.SIGHUP)
        # While the workers change, requests wait for the new ones.
        assert {asked(port, "/healthz") for _time in range(20)} == {200}
    finally:
        server.terminate()
        server.wait(60)
    # No control socket in the account's home folder.
    assert list((tmp_path / "home").iterdir()) == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_unit(tmp_path):
    unit = (FOLDER / "glossator.service").read_text()
    # What is not on this machine.
    unit = re.sub(r"(?m)^(Exec\w+)=\S+", r"\1=/bin/true", unit).replace("User=glossator", "User=root")
    unit = re.sub(r"(?m)^WorkingDirectory=.*", "WorkingDirectory=/", unit)
    (tmp_path / "glossator.service").write_text(unit)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "glossator.service")],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert "glossator.service" not in done.stderr, done.stderr


def test_the_workers_unit_runs_what_is_there():
    unit = (FOLDER / "glossator-worker.service").read_text()
    assert re.search(r"(?m)^ExecStart=\S+ manage.py db_worker$", unit)
    assert "db_worker" in get_commands()


def test_the_unit_runs_what_is_there():
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read_string(re.sub(r"(?m)^#.*\n", "", (FOLDER / "glossator.service").read_text()))
    started = unit["Service"]["ExecStart"]
    assert (ROOT / started.partition("--config ")[2].split()[0]).exists()
    assert unit["Service"]["KillMode"] == "mixed"


@pytest.mark.skipif(
    shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None, reason="nginx is not installed"
)
def test_nginx_understands_its_settings(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=texts.example.org",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    version = subprocess.run([program, "-v"], check=True, capture_output=True, text=True).stderr
    site = (FOLDER / "nginx.conf").read_text()
    site = re.sub(r"ssl_certificate [^;]*", f"ssl_certificate {certificate}", site)
    site = re.sub(r"ssl_certificate_key [^;]*", f"ssl_certificate_key {key}", site)
    if tuple(map(int, re.search(r"(\d+)\.(\d+)\.(\d+)", version).groups())) < (1, 25, 1):
        site = site.replace("http2 on;", "")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; events {{}} http {{ {site} }}")
    done = subprocess.run(
        [program, "-t", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("caddy") is None, reason="Caddy is not installed")
def test_caddy_understands_its_settings():
    done = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", str(FOLDER / "Caddyfile")],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_container_is_made_of_what_is_there():
    made = (FOLDER / "Containerfile").read_text()
    for name in re.findall(r"(?m)^COPY ((?:\S+ )+)\./?$", made):
        for each in name.split():
            assert (ROOT / each).exists(), each
    assert "USER glossator" in made
    assert Path(FOLDER / "gunicorn.conf.py").name in made
