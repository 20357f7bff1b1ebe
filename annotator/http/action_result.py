"""How an action ended that a request asked for: carried out, done already, refused, or changed meanwhile."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.core.exceptions import ObjectNotUpdated
from django.db import OperationalError
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions.batch import SENT, is_repeat
from annotator.errors import AlreadyDone, BrokenOff, NotUpdatedError, Refused, SentOtherwise
from annotator.uploads import named

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# Somebody else wrote since this was read: ours, and what Django raises where a row to be saved is gone.
CHANGED_MEANWHILE = (NotUpdatedError, ObjectNotUpdated)

# What is told where a person would wonder that nothing was said.
ALREADY_DONE = gettext_lazy("This was sent twice and done once.")
# What a form carries with it and nobody chose: in a page that is shown again it may be another.
NO_CONTENT = {"csrfmiddlewaretoken", "request_id", "next", "seen", "version"}
# Where a form names a file that was kept: under another token it may be the same.
TOKENS = {"token", "codebook_token"}


@dataclass(frozen=True, slots=True)
class ActionResult[Value]:
    """How an action ended.

    ``value`` is what it returned; ``repeated`` says that the same request was carried out before and this one did
    nothing; ``changed`` that somebody else had saved meanwhile; ``other`` that the request was carried out before with
    other content. ``problems`` are in words for the person, and ``field``
    is the form's field they belong to.
    """

    value: Value | None = None
    repeated: bool = False
    changed: bool = False
    other: bool = False
    problems: tuple[str, ...] = ()
    field: str | None = None

    @property
    def succeeded(self) -> bool:
        """Whether what was asked for is done, now or before."""
        return not self.problems

    def say_in(self, form: BaseForm) -> None:
        """Put the problems beside their field of ``form``, or above it."""
        if self.problems:
            form.add_error(self.field if self.field in form.fields else None, list(self.problems))
        if self.other:
            # Sent again it is another request.
            data = cast("QueryDict", form.data).copy()
            data["request_id"] = str(uuid4())
            form.data = data


def result_of[Value](action: Callable[[], Value], *, by: User, request_id: UUID | None) -> ActionResult[Value]:
    """Carry out ``action``, which ``by`` asked for in the request with that id: 1 query more where it says no."""
    try:
        return ActionResult(action())
    except AlreadyDone:
        return ActionResult(repeated=True)
    except OperationalError:
        # Sent twice: the second waited in vain for the first.
        if is_repeat(request_id, by):
            return ActionResult(repeated=True)
        raise
    except (Refused, *CHANGED_MEANWHILE) as no:
        # Sent twice: the first time it was this person who changed what it is about.
        if not isinstance(no, BrokenOff) and is_repeat(request_id, by):
            return ActionResult(repeated=True)
        if isinstance(no, Refused):
            other = isinstance(no, SentOtherwise)
            return ActionResult(problems=tuple(no.messages), field=no.field, other=other)
        return ActionResult(changed=True, problems=(_("Somebody changed this meanwhile. Look again, then decide."),))


def carry_out[Value](
    request: HttpRequest, action: Callable[[], Value], form: BaseForm | None = None
) -> ActionResult[Value]:
    """Carry out ``action`` for the person who sent ``request``; where it does not succeed, ``form`` says why."""
    assert request.user.is_authenticated  # noqa: S101 - actions are for members
    with content_of(request):
        result = result_of(action, by=request.user, request_id=uuid_in(request))
    if form is not None:
        result.say_in(form)
    return result


def sent_before(request: HttpRequest) -> bool:
    """Whether the same request was carried out before: for what may have taken away what it is about."""
    with content_of(request):
        return is_repeat(uuid_in(request), request.user) if request.user.is_authenticated else False


@contextmanager
def content_of(request: HttpRequest) -> Iterator[None]:
    """Inside, a request is taken for the same one only where it has the content of ``request``."""
    fields = sorted(
        (name, [named(value) for value in values] if name in TOKENS else values)
        for name, values in request.POST.lists()
        if name not in NO_CONTENT
    )
    files = sorted((name, file.name, _digest_of(file)) for name, some in request.FILES.lists() for file in some)
    digest = sha256(json.dumps([request.path, fields, files]).encode()).hexdigest()
    token = SENT.set(digest)
    try:
        yield
    finally:
        SENT.reset(token)


def _digest_of(file: "UploadedFile[bytes]") -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def uuid_in(request: HttpRequest, name: str = "request_id") -> UUID | None:
    """The id sent under ``name``, ``None`` where there is none that can be read."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None
