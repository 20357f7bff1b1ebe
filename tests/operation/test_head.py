"""Who asks for the head alone, as monitors do, gets no body with it."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler


def ask(method, path):
    """The status, the headers and the body as the server gets them."""
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    told = []
    body = b"".join(WSGIHandler()(environ, lambda status, headers: told.extend((status, dict(headers)))))
    return *told, body


@pytest.mark.django_db
@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/healthz", "/", "/no/such/page/"])
def test_head_has_no_body(path):
    status, headers, body = ask("HEAD", path)
    assert body == b""
    got, _headers, whole = ask("GET", path)
    assert (status, int(headers["Content-Length"])) == (got, len(whole))
