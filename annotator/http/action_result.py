"""How an action ended that a request asked for: carried out, done already, refused, or changed meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ObjectNotUpdated
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions.batch import is_repeat
from annotator.errors import AlreadyDone, BrokenOff, NotUpdatedError, Refused

# Somebody else wrote since this was read: ours, and what Django raises where a row to be saved is gone.
CHANGED_MEANWHILE = (NotUpdatedError, ObjectNotUpdated)

# What is told where a person would wonder that nothing was said.
ALREADY_DONE = gettext_lazy("This was sent twice and done once.")


@dataclass(frozen=True, slots=True)
class ActionResult[Value]:
    """How an action ended.

    ``value`` is what it returned; ``repeated`` says that the same request was carried out before and this one did
    nothing; ``changed`` that somebody else had saved meanwhile. ``problems`` are in words for the person, and ``field``
    is the form's field they belong to.
    """

    value: Value | None = None
    repeated: bool = False
    changed: bool = False
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


def result_of[Value](action: Callable[[], Value], *, by: User, request_id: UUID | None) -> ActionResult[Value]:
    """Carry out ``action``, which ``by`` asked for in the request with that id: 1 query more where it says no."""
    try:
        return ActionResult(action())
    except AlreadyDone:
        return ActionResult(repeated=True)
    except (Refused, *CHANGED_MEANWHILE) as no:
        # Sent twice: the first time it was this person who changed what it is about.
        if not isinstance(no, BrokenOff) and is_repeat(request_id, by):
            return ActionResult(repeated=True)
        if isinstance(no, Refused):
            return ActionResult(problems=tuple(no.messages), field=no.field)
        return ActionResult(changed=True, problems=(_("Somebody changed this meanwhile. Look again, then decide."),))


def carry_out[Value](
    request: HttpRequest, action: Callable[[], Value], form: BaseForm | None = None
) -> ActionResult[Value]:
    """Carry out ``action`` for the person who sent ``request``; where it does not succeed, ``form`` says why."""
    assert request.user.is_authenticated  # noqa: S101 - actions are for members
    result = result_of(action, by=request.user, request_id=uuid_in(request))
    if form is not None:
        result.say_in(form)
    return result


def sent_before(request: HttpRequest) -> bool:
    """Whether the same request was carried out before: for what may have taken away what it is about."""
    return is_repeat(uuid_in(request), request.user) if request.user.is_authenticated else False


def uuid_in(request: HttpRequest, name: str = "request_id") -> UUID | None:
    """The id sent under ``name``, ``None`` where there is none that can be read."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None
