"""An import of a bundle as a page asks for it, or a worker does for it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.actions.imports.bundle import import_bundle
from annotator.forms.importing import ImportForm
from annotator.http.responses import DoneMessage
from corpus.importing.sources.files import Content


def sent_file(form: ImportForm) -> Content:
    """The file that was sent: a form without one is not valid."""
    return cast("Content", form.content("file"))


def bundle_asked(form: ImportForm) -> dict[str, Any]:
    """What the actions about a bundle take."""
    return {"by": form.user, "file": BytesIO(sent_file(form).data)}


def imported_bundle(form: ImportForm, kept: Callable[[int], None] = lambda _done: None) -> DoneMessage:
    """Import the bundle of a valid form; ``kept`` as the action has it, which raises what this raises."""
    plan, batch = import_bundle(**bundle_asked(form), request_id=form.cleaned_data["request_id"], kept=kept)
    if plan.empty:
        return DoneMessage(_("Everything in the bundle is here already. Nothing was changed."), onwards="import")
    message = imported(sum(plan.new.values()))
    if plan.waiting:
        waits = ngettext(
            "At %(number)d place of them the words are uncertain or lost since the text was revised. It waits under "
            "“Review”.",
            "At %(number)d places of them the words are uncertain or lost since the text was revised. They wait under "
            "“Review”.",
            plan.waiting,
        )
        message = f"{message} {waits % {'number': plan.waiting}}"
    return DoneMessage(message, batch, "activity")


def imported(number: int) -> str:
    """How many contributions were imported, in words."""
    message = ngettext("%(number)d contribution was imported.", "%(number)d contributions were imported.", number)
    return message % {"number": number}
