"""Tagging all hits of a search at once: the hits, which of them are ticked, and the form that tags these."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotator.actions import taggings
from annotator.actions.batch import is_repeat
from annotator.errors import AlreadyDone, Refused
from annotator.models import Origin, Tag, Tagging
from annotator.models.place import Place, range_of
from annotator.models.tag import names_from_string
from annotator.selectors.lines import Lines
from corpus import search
from corpus.models import Paragraph
from corpus.search.inverted import found_in

# Hits on one page: as many as a person can look through, and a page can hold.
MOST_HITS = 1000
# Taggings made at once: a minute's work for the database is nobody's intention.
MOST_TAGGINGS = 10_000
# Paragraphs that a message names one by one.
MOST_TOLD = 5
WORDS, PARAGRAPH = "words", "paragraph"

type Stretch = tuple[int | None, int | None]


@dataclass(eq=False)
class Hit:
    """One paragraph that was found.

    ``words`` are where the words wanted stand in it; ``mine`` the tags that the person has put on parts of it, and
    ``there`` those that are on all that would be tagged. ``tagged`` tells that nothing is left to do here; ``changed``
    that the text is another than the person saw.
    """

    paragraph: Paragraph
    words: list[tuple[int, int]]
    mine: dict[Stretch, set[Tag]] = field(default_factory=lambda: defaultdict(set))
    there: list[Tag] = field(default_factory=list)
    ticked: bool = True
    tagged: bool = False
    changed: bool = False

    @property
    def digest(self) -> str:
        """What is another value as soon as the text is."""
        return blake2b(self.paragraph.text.encode(), digest_size=8).hexdigest()

    @property
    def value(self) -> str:
        """What a form sends back for it."""
        return f"{self.paragraph.pk}:{self.digest}"

    def stretches(self, on: str) -> list[Stretch]:
        """What of it is tagged: the words found, wherever they occur, or all of it."""
        places = self.words if on == WORDS else [(None, None)]
        meant = (range_of(Place(self.paragraph, *place)) for place in places)
        return list(dict.fromkeys((each.start, each.end) for each in meant))

    def look(self, tags: Sequence[Tag], on: str) -> None:
        """See what is there of what would be tagged; what has all of ``tags`` is not ticked."""
        if self.mine:
            there = set.intersection(*(self.mine.get(stretch, set()) for stretch in self.stretches(on)))
            self.there = sorted(there, key=lambda tag: bytes(tag.sort_key))
        self.tagged = bool(tags) and {*tags} <= {*self.there}
        self.ticked = self.ticked and not self.tagged


def hits_in(paragraphs: QuerySet[Paragraph], query: search.Query, user: User, lines: Lines) -> tuple[list[Hit], bool]:
    """The first hits among ``paragraphs``, with the tags that are on them; and whether there are more: 2 queries.

    Where ``lines`` keeps none of the words found in one, it is no hit.
    """
    found = list(paragraphs[: MOST_HITS + 1])
    hits = {each.pk: Hit(each, _words_in(each, query, lines)) for each in found[:MOST_HITS]}
    if lines:
        hits = {pk: hit for pk, hit in hits.items() if hit.words}
    for tagging in Tagging.objects.by_author_on(user, hits):
        passage = tagging.content_object
        hits[passage.paragraph_id].mine[passage.start, passage.end].add(tagging.tag)
    return list(hits.values()), len(found) > MOST_HITS


def _words_in(paragraph: Paragraph, query: search.Query, lines: Lines) -> list[tuple[int, int]]:
    """Where the words wanted stand in ``paragraph``, as far as ``lines`` keeps them."""
    if not lines:
        return search.snippets(paragraph.text, query)
    return found_in(paragraph.text, query, lambda word: lines.keeps_beginning(paragraph.pk, word))


class BulkForm(forms.Form):
    """Put tags on the hits that are ticked.

    What is ticked comes back in ``chosen``, and in ``skipped`` what could not be ticked since it was tagged already;
    both with a digest of the text that the person saw. ``look`` in the data asks which hits other tags are on.
    """

    fields: dict[str, Any]
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        max_length=2000,
        help_text=gettext_lazy("Names from the codebook, separated by commas."),
        error_messages={"required": gettext_lazy("Choose at least one tag.")},
    )
    on = forms.ChoiceField(
        label=gettext_lazy("Put them on"),
        choices=[
            (WORDS, gettext_lazy("the words found, wherever they occur")),
            (PARAGRAPH, gettext_lazy("the whole paragraph")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what to put the tags on.")},
    )
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, hits: Sequence[Hit], query: search.Query, user: User, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.label_suffix = ""
        self.hits = hits
        self.user = user
        self.gone = 0
        self.unknown: Refused | None = None
        if not query.wanted:
            self.fields["on"].choices = self.fields["on"].choices[1:]
        self.wanted = self._tags()
        if data is not None:
            self._tick(data)
        for hit in hits:
            hit.look(self.wanted, self._on())

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with the tags, as the action would."""
        cleaned = super().clean() or {}
        if self.unknown and "tags" in cleaned:
            self.add_error("tags", self.unknown.messages)
        return cleaned

    def save(self) -> tuple[str, UUID]:
        """Do it; returns what to tell the person, and the batch's id. Raises ``Refused`` and ``AlreadyDone``."""
        # Asked before anything else: what was tagged by the same request cannot be ticked any more.
        if is_repeat(self.cleaned_data["request_id"], self.user):
            raise AlreadyDone
        ticked = [hit for hit in self.hits if hit.ticked]
        self._check(ticked)
        on = self.cleaned_data["on"]
        places = [Place(hit.paragraph, *stretch) for hit in ticked for stretch in hit.stretches(on)]
        wanted = len(places) * len(self.wanted)
        if wanted > MOST_TAGGINGS:
            raise Refused(
                _("That would make %(n)s taggings, and at most %(most)s are made at once. Tick fewer paragraphs.")
                % {"n": wanted, "most": MOST_TAGGINGS}
            )
        made, batch = taggings.tag(
            places=places,
            tags=self.wanted,
            by=self.user,
            origin=Origin.BULK,
            request_id=self.cleaned_data["request_id"],
        )
        message = ngettext("%(n)s tagging made.", "%(n)s taggings made.", len(made)) % {"n": len(made)}
        if there := wanted - len(made):
            message += " " + ngettext("%(n)s was there already.", "%(n)s were there already.", there) % {"n": there}
        return message, batch

    def _on(self) -> str:
        """What the tags are put on as the form says, also where the rest of it is wrong."""
        values = [value for value, _label in self.fields["on"].choices]
        said: str = self["on"].value()
        return said if said in values else values[0]

    def _tags(self) -> list[Tag]:
        """The tags named; none where one of them is unknown."""
        # The field refuses what no database takes; it must not be asked for all the same.
        typed = (self["tags"].value() or "").replace("\x00", "")
        try:
            return taggings.tags_named(names_from_string(typed))
        except Refused as refused:
            self.unknown = refused
            return []

    def _tick(self, data: QueryDict) -> None:
        """Tick what the person ticked, and note what is another text, or not there any more."""
        # Other tags may be missing where these were: what was tagged already is ticked again to look.
        names = ("skipped", "chosen") if "look" in data else ("chosen",)
        seen = dict(value.split(":", 1) for name in names for value in data.getlist(name) if ":" in value)
        for hit in self.hits:
            digest = seen.pop(str(hit.paragraph.pk), None)
            hit.ticked = digest is not None
            hit.changed = hit.ticked and digest != hit.digest
        self.gone = len(seen)

    def _check(self, ticked: Sequence[Hit]) -> None:
        """Raise ``Refused`` unless the hits ticked are there and say what they said when the person saw them."""
        problems = []
        if self.gone:
            problems.append(
                ngettext(
                    "%(n)s paragraph that you ticked is not there any more.",
                    "%(n)s paragraphs that you ticked are not there any more.",
                    self.gone,
                )
                % {"n": self.gone}
            )
        if changed := [hit.paragraph for hit in ticked if hit.changed]:
            named = ", ".join(f"{each.document.title_in_short} ¶ {each.key}" for each in changed[:MOST_TOLD])
            more = " …" if len(changed) > MOST_TOLD else ""
            problems.append(_("The text changed meanwhile: %(named)s.") % {"named": named + more})
        if problems:
            raise Refused(*problems, _("Nothing was tagged. Check the paragraphs as they are now and send again."))
        if not ticked:
            raise Refused(_("Nothing to tag is ticked. Tick at least one paragraph that does not have these tags yet."))
