"""The WSGI application that gunicorn serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.config.settings")
_site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site; a proxy may leave the path it is at in the address or take it off."""
    path = environ.get("PATH_INFO", "")
    if settings.PREFIX and f"{path}/".startswith(f"{settings.PREFIX}/"):
        environ["PATH_INFO"] = path.removeprefix(settings.PREFIX) or "/"
    return _site(environ, start_response)
