"""A download that breaks off does not look complete, with the real server."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import pytest

from tests.postgres import free_port


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("breaking")
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "2"]
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "tests.support.breaking_wsgi"],
        env=os.environ | {"GLOSSATOR_DATA": str(folder), "DATABASE_URL": f"sqlite:///{folder}/empty.sqlite3"},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port, process):
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("The server did not start.")


@contextmanager
def download(port, address):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", address)
        with connection.getresponse() as response:
            yield response


def test_a_whole_download_is_complete(server):
    with download(server, "/export/tags.csv?raw=1") as response:
        assert response.status == 200
        assert response.getheader("Transfer-Encoding") == "chunked"
        assert len(response.read()) == 20 * 65536


@pytest.mark.parametrize("address", ["/export/tags.csv", "/export/cross-references.csv"])
def test_one_that_breaks_off_is_an_error_for_the_client(server, address):
    with download(server, address) as response:
        assert response.status == 200
        with pytest.raises(http.client.IncompleteRead) as broken:
            response.read()
        assert broken.value.partial


def test_one_that_fails_before_its_first_byte_is_an_error_page(server):
    # There is no table in this database.
    with download(server, "/export/bundle.zip") as response:
        assert response.status == 503
