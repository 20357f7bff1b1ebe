"""A load of a document as its pages show it: what it would do, and what it did; the site's and the admin's."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.actions.documents.load import LoadOutcome, Outcome
from annotator.actions.parallels.propose import Proposed, is_too_long, propose_for_document
from annotator.errors import Refused
from annotator.forms.documents import FACTS, LoadForm
from annotator.models import Passage
from annotator.presenters.cards import names_of
from annotator.progress import Cancelled
from corpus.importing.notices import describe
from corpus.importing.plan import PlannedParagraph
from corpus.models import Change, Document, Paragraph

logger = logging.getLogger(__name__)

# Blocks shown of a file: more of them make a page that no browser likes; of longer files both ends are shown.
MOST_SHOWN = 5000
SHOWN_AT_THE_END = 500
# Characters of each.
FIRST_WORDS = 100


def in_words(outcome: Outcome) -> str:
    """What a load did, in a sentence."""
    document = outcome.document
    assert document is not None  # noqa: S101 - the one just loaded
    if outcome.status == LoadOutcome.CREATED:
        return _("“%(title)s” was loaded.") % {"title": document.title}
    if outcome.status != LoadOutcome.REVISED:
        return _("This exact file is already loaded. Nothing was changed.")
    message = _("“%(title)s” is now at revision %(number)s.")
    return message % {"title": document.title, "number": outcome.revision}


def say_loaded(request: HttpRequest, outcome: Outcome) -> Document:
    """Tell the person what a load did; the document."""
    document = outcome.document
    assert document is not None  # noqa: S101 - the one just loaded
    summary = in_words(outcome)
    if outcome.status not in {LoadOutcome.CREATED, LoadOutcome.REVISED}:
        messages.info(request, summary)
        return document
    messages.success(request, summary)
    _look_for_parallels(request, document)
    return document


def say_marks(request: HttpRequest, outcome: Outcome) -> None:
    """Tell the person what a revision made of whose marks, where they are led elsewhere than to the page of these."""
    if outcome.marks:
        address = reverse("revision_marks", args=[outcome.slug, outcome.revision])
        message = _("Marked passages: %(marks)s.") % {"marks": _in_words(outcome.marks)}
        people = format_html_join(
            " ", "{}: {}.", ((_("Marked by %s") % name, numbers) for name, numbers in _people(outcome))
        )
        link = format_html('<a href="{}">{}</a>', address, _("What became of the marks"))
        messages.info(request, format_html("{} {} {}", message, people, link))


def _look_for_parallels(request: HttpRequest, document: Document) -> None:
    """Put the parallels of what was loaded into the queue, unless it is so long that nobody should wait for that."""
    assert request.user.is_authenticated  # noqa: S101 - whoever loads is logged in
    looked = parallels_found(document, request.user)
    message = looked.message
    if looked.new:
        address = f"{reverse('parallels')}?document={document.slug}"
        message = format_html('{} <a href="{}">{}</a>', message, address, _("Judge them"))
    if message:
        messages.info(request, message)


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking for parallels: how many are new, what to say of it, and whether it was done."""

    new: int
    message: str
    done: bool = True


def parallels_found(document: Document, by: User) -> Looked:
    """Look for the parallels of ``document``, which ``by`` loaded: it stays so, whatever comes of this."""
    if settings.JOBS == "worker" and is_too_long(document):
        return Looked(0, _("This text is long: “Find parallels” has a worker look for those that it has."))
    try:
        new = propose_for_document(document=document, by=by).new
    except Refused as refused:
        return Looked(0, " ".join(refused.messages))
    except Cancelled:
        message = _("Looking for its parallels was cancelled. “Find parallels” begins again.")
        return Looked(0, message, done=False)
    except Exception:
        logger.exception("Looking for the parallels of %s failed", document.slug)
        message = _("Looking for its parallels failed; the text is loaded all the same. “Find parallels” begins again.")
        return Looked(0, message, done=False)
    message = ngettext(
        "%(n)d proposed parallel waits to be judged.", "%(n)d proposed parallels wait to be judged.", new
    )
    return Looked(new, message % {"n": new} if new else "")


def in_the_queue(proposed: Collection[Proposed]) -> str:
    """How many pairs are new in the queue of proposed parallels, and how many of those known wait there still."""
    new, still = sum(each.new for each in proposed), sum(each.still for each in proposed)
    parts = [
        ngettext("%(n)d new pair waits to be judged.", "%(n)d new pairs wait to be judged.", new) % {"n": new}
        if new
        else _("No new pairs were found.")
    ]
    if still:
        again = ngettext("%(n)d that was found before still waits.", "%(n)d that were found before still wait.", still)
        parts.append(again % {"n": still})
    return " ".join(parts)


def _people(outcome: Outcome) -> list[tuple[str, str]]:
    """What becomes of the marks of each person, by their names."""
    names = names_of(outcome.by_person)
    return [(names[person], _in_words(numbers)) for person, numbers in outcome.by_person.items()]


def preview_of(outcome: Outcome) -> dict[str, Any]:
    """What the preview draws: the metadata, the numbers, the outline, and the beginning of every block."""
    plan = outcome.plan
    assert plan is not None  # noqa: S101 - the file was read
    paragraphs = plan.paragraphs
    left_out = max(0, len(paragraphs) - MOST_SHOWN)
    head = paragraphs[: MOST_SHOWN - SHOWN_AT_THE_END] if left_out else paragraphs
    tail = paragraphs[-SHOWN_AT_THE_END:] if left_out else ()
    labels = dict(Paragraph.Kind.choices)
    return {
        "loadable": outcome.status != "unchanged",
        "facts": [(LoadForm.base_fields[name].label, _shown(getattr(outcome.metadata, name))) for name in FACTS],
        "counts": [(labels[kind], number) for kind, number in outcome.counts.items()],
        "changes": [(_change_in_words(change), number) for change, number in outcome.changes.items()],
        "marks": [(Passage.State(state).label, number) for state, number in outcome.marks.items()],
        "people": _people(outcome),
        "edited": outcome.edited[:MOST_SHOWN],
        "unsettled": outcome.unsettled[:MOST_SHOWN],
        "notices": [describe(notice, _) for notice in plan.notices],
        "headings": [_line(heading) for heading in plan.outline[:MOST_SHOWN]],
        "head": [_line(paragraph) for paragraph in head],
        "tail": [_line(paragraph) for paragraph in tail],
        "left_out": left_out,
    }


def _in_words(states: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {Passage.State(state).label}" for state, number in states.items())


def _shown(fact: object) -> object:
    """``fact`` as pages say it: a date as everywhere."""
    return date_format(fact, "j F Y") if isinstance(fact, date) else fact


def _change_in_words(change: str) -> str:
    return str(Change.What(change).label if change in Change.What.values else _("the same"))


def _line(paragraph: PlannedParagraph) -> dict[str, Any]:
    words = paragraph.text[:FIRST_WORDS]
    return {
        "key": paragraph.key,
        "kind": Paragraph.Kind(paragraph.kind.value).label,
        "depth": max(1, min(paragraph.level, 7)),
        "number": paragraph.number,
        "words": f"{words}…" if len(paragraph.text) > FIRST_WORDS else words,
    }
