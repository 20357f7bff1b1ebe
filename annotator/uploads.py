"""Files on their way in: kept between the preview of a load and the load, so that they are sent once.

A file lies under ``DATA_DIR/uploads`` by person and digest. The page gets a signed token that names it; the token is
worth nothing to anybody else, after a day, or for other bytes.
"""

import contextlib
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.utils.translation import gettext as _

from annotator.errors import Refused
from corpus.importing.sources.files import LARGEST, MEGABYTE

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

SALT = "annotator.uploads"
KEPT_SECONDS = 24 * 60 * 60


class Upload(NamedTuple):
    """A file a person sent: its name, its bytes, and the token that finds it again."""

    name: str
    data: bytes
    token: str


def keep(file: "UploadedFile[bytes]", by: User) -> Upload:
    """Keep ``file`` for a day. Raises ``Refused`` where it is too large."""
    if (file.size or 0) > LARGEST:
        raise Refused(
            _("The file is larger than %(most)s MB. Divide the text into several documents.")
            % {"most": LARGEST // MEGABYTE},
            field="file",
        )
    data = file.read()
    digest = sha256(data).hexdigest()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    forget_old()
    path = _path(by.pk, digest)
    try:
        path.write_bytes(data)
    except OSError:
        # Where the disk is full, part of a file would only take more of it.
        path.unlink(missing_ok=True)
        raise
    return Upload(file.name or "", data, signing.dumps([by.pk, digest, file.name], salt=SALT))


def kept(token: str, by: User) -> Upload:
    """The file that ``token`` names. Raises ``Refused`` where it is not there any more, or is not the person's."""
    gone = _("The file is not here any more. Choose it again.")
    try:
        owner, digest, name = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
        if owner != by.pk:
            raise Refused(gone, field="file")
        data = _path(owner, digest).read_bytes()
    except (signing.BadSignature, OSError) as error:
        raise Refused(gone, field="file") from error
    if sha256(data).hexdigest() != digest:
        raise Refused(gone, field="file")
    return Upload(name, data, token)


def named(token: str) -> object:
    """What ``token`` names, whenever it was given and whether that is still there; ``token`` itself if it is none."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return token


def forget(upload: Upload, by: User) -> None:
    """Remove a file that was loaded; where it is gone already, nothing."""
    _path(by.pk, sha256(upload.data).hexdigest()).unlink(missing_ok=True)


def forget_old() -> None:
    """Remove files nobody came back for."""
    oldest = time.time() - KEPT_SECONDS
    for path in _folder().iterdir():
        # Somebody else's request may be removing the same one.
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


def _path(owner: int, digest: str) -> Path:
    return _folder() / f"{owner}-{digest}"
