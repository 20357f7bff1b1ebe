"""The WSGI application that gunicorn serves."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.config.settings")
# Whoever watches a site asks the machine or the container, by its address and not by a name of the site.
WATCHED = {"/healthz", "/readyz", "/metrics"}
_site = get_wsgi_application()
# A server that forks its workers from one process (gunicorn --preload) shares with them what is there by then: the
# views too, which Django imports with the first request. Frozen, it is not copied for the collector's marks.
_views = get_resolver().url_patterns
gc.collect()
gc.freeze()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site; a proxy may leave the path it is at in the address or take it off."""
    path = environ.get("PATH_INFO", "")
    if settings.PREFIX and f"{path}/".startswith(f"{settings.PREFIX}/"):
        path = environ["PATH_INFO"] = path.removeprefix(settings.PREFIX) or "/"
    if path in WATCHED and settings.ALLOWED_HOSTS:
        environ["HTTP_HOST"] = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    return _site(environ, start_response)
