"""Paragraphs and their margins as HTML.

Plain strings and no templates: the one thing of which a page may have ten thousand (``docs/decisions``, 10).
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from django.conf import settings
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from annotator.models import Annotation, Passage, Status
from annotator.selectors.margin import Chip, MarginEntry, MarginReference, ShownPassage
from corpus.models import Document, Paragraph

from .cards import person_name
from .markdown import brief
from .paragraph import ParagraphView
from .quotation import first_words, quoted, unquoted

# What frames a text and is not read with it, unless the whole source is asked for or something stands on it.
AROUND = frozenset({Paragraph.Kind.FURNITURE, Paragraph.Kind.FRONT})


class ParagraphWriter:
    """Writes paragraphs of ``document`` for one page; what does not differ from one to another is looked up once.

    ``whole_source`` writes furniture and front matter too, which otherwise are there only where something is on them.
    ``scripted`` says that a script has asked, which makes the panel of an entry, and what closes it, by itself when
    somebody opens it (live.js). ``folded`` leaves out the entries that are folded to a count, which it fetches when
    they come near the screen (crowds.js). ``focus`` puts the focus on the paragraph that the page is about.
    """

    def __init__(
        self,
        document: Document,
        *,
        whole_source: bool = False,
        scripted: bool = False,
        folded: bool = False,
        focus: bool = False,
    ) -> None:
        self._whole_source, self._folded, self._focus = whole_source, folded, focus
        self._address = reverse("document", args=[document.slug])
        self._direction = document.direction
        self._language, self._paragraph = escape(document.language), escape(_("Paragraph"))
        language = get_language() or settings.LANGUAGE_CODE
        direction = "rtl" if get_language_bidi() else "ltr"
        # Beside a text in another language people write in that of the page.
        self._in_language = "" if document.language == language else f' lang="{language}" dir="{direction}"'
        self._on = _("on")
        self._days: dict[object, str] = {}
        self._close = "" if scripted else f'<span class="shut">{escape(_("Close"))}</span>'
        self._open = "" if scripted else escape(_("Open"))

    def pieces(self, views: Iterable[ParagraphView]) -> SafeString:
        """All of ``views``, each piece of the text in an element of its own."""
        written = [
            f'<div class="piece" data-page="{number}">\n{"".join(map(self._whole, piece))}</div>\n'
            for number, piece in groupby(views, key=lambda view: view.paragraph.piece_number)
        ]
        return mark_safe("".join(written))  # noqa: S308 - what is not ours was escaped where it was written

    def paragraphs(self, views: Iterable[ParagraphView]) -> SafeString:
        return mark_safe("".join(map(self._whole, views)))  # noqa: S308 - as above

    def margins(self, views: Iterable[ParagraphView]) -> SafeString:
        return mark_safe("".join(map(self._margin, views)))  # noqa: S308 - as above

    def folded(self, view: ParagraphView) -> SafeString:
        """What stands beside a paragraph, behind a count, by itself; nothing where there is nothing."""
        written = self._behind_count(
            view, "".join([self._entry(each, view.repeated, view.titles) for each in view.entries])
        )
        return mark_safe(written if view.entries else "")  # noqa: S308 - as above

    def _whole(self, view: ParagraphView) -> str:
        """The paragraph: its number, its words, its margin."""
        para, kind = view.paragraph, view.paragraph.kind
        around = kind in AROUND
        if around and not (self._whole_source or view.here or view.entries):
            return ""
        key, label = para.key, f' data-label="{escape(para.get_kind_display())}"' if around else ""
        tag = f"h{para.heading_rank}" if kind == Paragraph.Kind.HEADING else "p"
        level, here = f" level-{para.level}" if para.level else "", " here" if view.here else ""
        focus = " autofocus" if view.here and self._focus else ""
        against = f' dir="{para.direction}"' if para.direction != self._direction else ""
        number = f'<span class="mark">{escape(para.number)} </span>' if para.number else ""
        lines = " in-lines" if para.in_lines else ""
        return (
            f'<section class="para {kind}{level}{here}" id="p{key}" data-key="{key}" '
            f'data-cite="{escape(view.citation)}">\n<a class="num" href="{self._address}{key}/" '
            f'aria-label="{self._paragraph} {key}"{focus}>{key}</a>\n'
            f'<{tag} class="text"{against}{label}>{number}<span class="words{lines}">'
            f"{view.marked_words or escape(para.text)}</span></{tag}>\n{self._margin(view)}</section>\n"
        )

    def _margin(self, view: ParagraphView) -> str:
        """What stands beside a paragraph; nothing at all in an empty one, for the style sheet asks for that."""
        if not view.entries:
            return f'<div class="margin" id="m{view.paragraph.key}"{self._in_language}></div>\n'
        left_out = self._folded and view.is_crowded
        repeated = frozenset() if left_out else view.repeated
        entries = "" if left_out else "".join([self._entry(entry, repeated, view.titles) for entry in view.entries])
        if view.is_crowded:
            entries = self._behind_count(view, entries, later=left_out)
        return f'<div class="margin" id="m{view.paragraph.key}"{self._in_language}>{entries}</div>\n'

    def _behind_count(self, view: ParagraphView, entries: str, *, later: bool = False) -> str:
        """``entries`` of ``view`` behind their number, that of the notes, and the tags; ``later``: they are fetched."""
        number = len(view.entries)
        message = escape(ngettext("%(n)s passage with marks", "%(n)s passages with marks", number) % {"n": number})
        if number := view.notes:
            message += escape(", " + ngettext("%(n)s note", "%(n)s notes", number) % {"n": number})
        if number := view.changing:
            waits = ngettext("%(n)s change proposed", "%(n)s changes proposed", number) % {"n": number}
            message += f', <span class="state proposed">{escape(waits)}</span>'
        if number := view.adrift:
            lost = ngettext("%(n)s with words lost or uncertain", "%(n)s with words lost or uncertain", number)
            message += f', <span class="unsettled">{escape(lost % {"n": number})}</span>'
        chips = "".join(map(self._counted, view.tags))
        waiting = " data-later" if later else ""
        return (
            f'<details class="crowd"{waiting}><summary>{message}<span class="chips">{chips}</span></summary>'
            f'<div class="entries">{entries}</div></details>'
        )

    @staticmethod
    def _counted(chip: Chip) -> str:
        """A tag in the summary of a folded margin."""
        times = f" ×{chip.number}" if chip.number > 1 else ""
        tag = chip.tag
        return f'<span class="chip hue-{tag.colour}">{escape(tag.name)}{times}</span>'

    def _entry(self, entry: MarginEntry, repeated: frozenset[object], titles: Mapping[str, str]) -> str:
        passage = entry.passage
        named = not passage.whole and passage.state != Passage.State.LOST
        attributes = f' data-start="{passage.start}" data-end="{passage.end}"' if named else ""
        # Chips of a tag that stands on several passages of the paragraph need words to be told apart.
        words = description = ""
        if not passage.whole:
            description = f' aria-description="{escape(f"{self._on} {quoted(first_words(passage.quote, 8))}")}"'
        if not passage.whole and not repeated.isdisjoint(entry.tags):
            words = f' <span class="on">{escape(first_words(passage.quote, 5))}</span>'
        parts = [self._made_on(passage)] if passage.unsettled else []
        parts += [
            f"{self._chip(chip, changing=pk in entry.changing)}{words if pk in repeated else ''}\n"
            for pk, chip in entry.tags.items()
        ]
        if entry.notes:
            parts += [self._note(note, replies, entry.changing, titles) for note, replies in entry.threads]
        parts += [self._reference(link, changing=link.reference.pk in entry.changing) for link in entry.references]
        panel = (
            f'<div class="panel"><a href="{reverse("passage", args=[passage.pk])}">{self._open}</a></div>\n'
            if self._open
            else ""
        )
        return (
            f'<details class="entry" data-passage="{passage.pk}"{attributes} data-hues="{" ".join(entry.hues)}">'
            f"<summary{description}>{self._close}{''.join(parts)}</summary>{panel}</details>\n"
        )

    @staticmethod
    def _chip(chip: Chip, *, changing: bool) -> str:
        tag, people = chip.tag, ", ".join(chip.people)
        times = f" ×{chip.number}" if chip.number > 1 else ""
        return (
            f'<span class="chip hue-{tag.colour}" title="{escape(people)}">'
            f"{escape(tag.name)}{times}{_state(chip.status, ' ', changing=changing)}</span>"
        )

    def _note(
        self, note: Annotation, replies: Sequence[Annotation], changing: Container[object], titles: Mapping[str, str]
    ) -> str:
        if note.withdrawn_at is not None:
            message = _("A note that stood here was withdrawn.")
            answers = ngettext("%(n)s reply", "%(n)s replies", len(replies)) % {"n": len(replies)}
            return f'<span class="brief"><span class="by">{escape(message)} · {escape(answers)}</span></span>\n'
        made_on = localtime(note.created_at).date()
        if made_on not in self._days:
            self._days[made_on] = date_format(made_on, "j\u00a0M")
        by, further = escape(person_name(note.author)), [self._days[made_on]]
        if note.resolved_at:
            further.append(_("resolved"))
        if number := len(replies):
            further.append(ngettext("%(n)s reply", "%(n)s replies", number) % {"n": number})
        day, *parts = map(escape, further)
        waits = any(each.pk in changing for each in (note, *replies))
        after = "".join(f" · {each}" for each in parts)
        words = escape(brief(note.body, titles))
        return (
            f'<span class="brief{" resolved" if note.resolved_at else ""}"><span class="say">{words}'
            f'</span> <span class="by">{by} · {day}{_state(note.status, " · ", changing=waits)}{after}</span></span>\n'
        )

    @staticmethod
    def _reference(link: MarginReference, *, changing: bool) -> str:
        other, reference = link.other.paragraph, link.reference
        state = _state(reference.status, " · ", changing=changing)
        if link.other.unsettled:
            message = _("words %(state)s") % {"state": link.other.get_state_display()}
            state += f' · <span class="unsettled">{escape(message)}</span>'
        return (
            f'<span class="brief ref"><span class="arrow" aria-hidden="true">{"↗" if link.outgoing else "↙"}</span> '
            f"{escape(link.relation)} <cite>{escape(other.document.title_in_short)} ¶\u00a0{other.key}</cite> "
            f'<span class="by">{escape(person_name(reference.author))}{state}</span></span>\n'
        )

    def _made_on(self, passage: ShownPassage) -> str:
        """The words that a passage was made on, which are gone, or may be others."""
        uncertain = passage.state == Passage.State.UNCERTAIN
        sign = '<span class="sign" aria-hidden="true">?</span> ' if uncertain else ""
        message = _("Uncertain, made on:") if uncertain else _("Words lost:")
        kind = "unsettled"
        if passage.let_go:
            kind, message = "let-go", _("Let go, its words were:")
        return (
            f'<span class="{kind}">{sign}{escape(message)} <q{unquoted(passage.quote)} lang="{self._language}" '
            f'dir="{self._direction}">'
            f"{escape(truncatechars(passage.quote, 120))}</q></span>\n"
        )


def _state(status: str, before: str, *, changing: bool) -> str:
    """How far something that is not published has come, after ``before``; of what is, that a change of it waits."""
    parts = [] if status == Status.PUBLISHED else [(status, str(Status(status).label))]
    parts += [(Status.PROPOSED, _("change proposed"))] if changing else []
    return "".join(f'{before}<span class="state {kind}">{escape(label)}</span>' for kind, label in parts)
