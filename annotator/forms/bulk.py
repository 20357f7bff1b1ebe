"""Tagging all hits of a search at once: the hits, which of them are ticked, and the form that tags these."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Self
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
from annotator.models.tag_names import names_from_string
from annotator.selectors.lines import ChosenLines
from corpus import search
from corpus.models import Paragraph
from corpus.search.inverted import found_in

# Hits that are tagged at once: as many as a person can look through, some on a page.
MOST_HITS = 1000
# Taggings made at once: a minute's work for the database is nobody's intention.
MOST_TAGGINGS = 10_000
# Paragraphs that a message names one by one.
MOST_NAMED = 5
WORDS, PARAGRAPH = "words", "paragraph"

type Stretch = tuple[int | None, int | None]


@dataclass(eq=False)
class BulkHit:
    """One paragraph that was found.

    ``words`` are where the words wanted stand in it; ``mine`` the tags that the person has put on parts of it, and
    ``other_tags`` those that are on all that would be tagged. ``tagged``: nothing is left to do here; ``changed``:
    the text is another than the person saw.
    """

    paragraph: Paragraph
    words: list[tuple[int, int]]
    mine: dict[Stretch, set[Tag]] = field(default_factory=lambda: defaultdict(set))
    other_tags: list[Tag] = field(default_factory=list)
    ticked: bool = True
    tagged: bool = False
    changed: bool = False

    @property
    def digest(self) -> str:
        """What is another value as soon as the text is."""
        return digest_of(self.paragraph.text)

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
            common = set.intersection(*(self.mine.get(range_, set()) for range_ in self.stretches(on)))
            self.other_tags = sorted(common, key=lambda tag: bytes(tag.sort_key))
        self.tagged = bool(tags) and {*tags} <= {*self.other_tags}
        self.ticked = self.ticked and not self.tagged


def digest_of(text: str) -> str:
    """A short value that is another one as soon as ``text`` is."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def found_to_tag(paragraphs: QuerySet[Paragraph], query: search.Query, lines: ChosenLines) -> tuple[list[int], bool]:
    """The primary keys of the first hits among ``paragraphs``, in their order; and whether there are more: 1 query.

    Where ``lines`` keeps none of the words found in one, it is no hit: 1 more.
    """
    primary_keys = list(paragraphs.values_list("pk", flat=True)[: MOST_HITS + 1])
    keys = primary_keys[:MOST_HITS]
    if touched := {*keys} & {*lines.dismissed, *(lines.chosen or ())}:
        texts = Paragraph.objects.filter(pk__in=touched).values_list("pk", "text")
        without_words = {pk for pk, text in texts if not _words_in(pk, text, query, lines)}
        keys = [pk for pk in keys if pk not in without_words]
    return keys, len(primary_keys) > MOST_HITS


def hits_of(keys: Sequence[int], query: search.Query, user: User, lines: ChosenLines) -> list[BulkHit]:
    """The hits of ``keys`` in their order, with the tags of ``user`` that are on them: 2 queries."""
    paragraphs = Paragraph.objects.select_related("document__collection").in_bulk(keys)
    hits = {pk: BulkHit(each, _words_in(pk, each.text, query, lines)) for pk in keys if (each := paragraphs.get(pk))}
    for tagging in Tagging.objects.by_author_on(user, hits):
        passage = tagging.content_object
        hits[passage.paragraph_id].mine[passage.start, passage.end].add(tagging.tag)
    return list(hits.values())


def _words_in(paragraph: int, text: str, query: search.Query, lines: ChosenLines) -> list[tuple[int, int]]:
    """Where the words wanted stand in the ``text`` of a paragraph, as far as ``lines`` keeps them."""
    if not lines:
        return search.snippets(text, query)
    return found_in(text, query, lambda word: lines.keeps_beginning(paragraph, word))


@dataclass(frozen=True)
class Ticks:
    """What is ticked of the hits ``keys``, on the page of the form and on those that were looked at before it.

    ``chosen`` has the digests of the texts that the person saw, by primary key; ``seen`` are the hits that were shown.
    Those that never were are ticked by ``rest``, all together.
    """

    keys: Sequence[int]
    page: frozenset[int]
    chosen: Mapping[int, str]
    missing: int = 0
    seen: frozenset[int] = frozenset()
    rest: str | None = None

    @classmethod
    def sent(cls, data: QueryDict | None, keys: Sequence[int], page: frozenset[int]) -> Self:
        """As a form said it that showed some other page where ``turn`` is in its data, else this one.

        ``look`` asks which hits other tags are on.
        """
        if data is None:
            return cls(keys, page, {}, rest="")
        # Other tags may be missing where these were: what was tagged already is ticked again to look.
        names = ("chosen", "elsewhere", *(["skipped"] if {"look", "turn"} & data.keys() else []))
        values = [each for name in names for value in data.getlist(name) for each in value.split() if ":" in each]
        fields = dict(each.split(":", 1) for each in values)
        shown = {each for value in data.getlist("seen") for each in value.split()}
        chosen = {pk: fields.pop(str(pk)) for pk in keys if str(pk) in fields}
        seen = frozenset(pk for pk in keys if str(pk) in shown)
        return cls(keys, page, chosen, len(fields), seen if "turn" in data else seen | page, data.get("rest"))

    @property
    def unseen(self) -> list[int]:
        """Those that were on no page yet."""
        return [pk for pk in self.keys if pk not in self.page and pk not in self.seen]

    @property
    def rest_value(self) -> str:
        """What ``rest`` is where these and no others are meant."""
        return digest_of(" ".join(map(str, self.unseen)))

    @property
    def all_seen(self) -> str:
        """The hits shown so far, as a form carries them."""
        return " ".join(str(pk) for pk in self.keys if pk in self.page or pk in self.seen)

    @property
    def meant(self) -> list[int]:
        """Those that the form is about: of its page, ticked on others, and the rest."""
        unseen = self.unseen if self.rest is not None else ()
        keys = {*self.page, *self.chosen, *unseen}
        return [pk for pk in self.keys if pk in keys]

    def put_on(self, hit: BulkHit) -> None:
        """Tick ``hit`` as the person did; what was not seen yet is ticked, too."""
        pk = hit.paragraph.pk
        hit.ticked = pk in self.chosen or pk not in self.seen
        hit.changed = pk in self.chosen and self.chosen[pk] != hit.digest


class BulkForm(forms.Form):
    """Put tags on the hits that are ticked.

    What is ticked comes back in ``chosen``, of other pages in ``elsewhere``, and in ``skipped`` what could not be
    ticked since it was tagged already; each with a digest of the text that the person saw.
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
        self,
        data: QueryDict | None,
        *,
        hits: Sequence[BulkHit],
        ticks: Ticks,
        query: search.Query,
        user: User,
        **kwargs: Any,
    ) -> None:
        """``hits``: all that may be tagged; where they are only looked at, those of the page will do."""
        super().__init__(data, **kwargs)
        self.label_suffix = ""
        self.every = hits
        self.ticks = ticks
        self.user = user
        self.unknown: Refused | None = None
        if not query.wanted:
            self.fields["on"].choices = self.fields["on"].choices[1:]
        self.wanted = self._tags()
        for hit in hits:
            ticks.put_on(hit)
            hit.look(self.wanted, self._on())

    @property
    def hits(self) -> list[BulkHit]:
        return [hit for hit in self.every if hit.paragraph.pk in self.ticks.page]

    @property
    def elsewhere(self) -> list[str]:
        """Those ticked on other pages, as a form sends them back: what was told of their texts is known by now."""
        digests = {pk: digest for pk, digest in self.ticks.chosen.items() if pk not in self.ticks.page}
        digests |= {hit.paragraph.pk: hit.digest for hit in self.every if hit.paragraph.pk in digests}
        return [f"{pk}:{digest}" for pk, digest in digests.items()]

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
        ticked = [hit for hit in self.every if hit.ticked]
        self._check(ticked)
        on = self.cleaned_data["on"]
        places = [Place(hit.paragraph, *range_) for hit in ticked for range_ in hit.stretches(on)]
        asked_for = len(places) * len(self.wanted)
        if asked_for > MOST_TAGGINGS:
            raise Refused(
                _("That would make %(n)s taggings, and at most %(most)s are made at once. Tick fewer paragraphs.")
                % {"n": asked_for, "most": MOST_TAGGINGS}
            )
        made_now, batch = taggings.tag(
            places=places,
            tags=self.wanted,
            by=self.user,
            origin=Origin.BULK,
            request_id=self.cleaned_data["request_id"],
        )
        message = ngettext("%(n)s tagging made.", "%(n)s taggings made.", len(made_now)) % {"n": len(made_now)}
        if already := asked_for - len(made_now):
            message += " " + ngettext("%(n)s was there already.", "%(n)s were there already.", already) % {"n": already}
        return message, batch

    def _on(self) -> str:
        """What the tags are put on as the form says, also where the rest of it is wrong."""
        values = [value for value, _label in self.fields["on"].choices]
        chosen: str = self["on"].value()
        return chosen if chosen in values else values[0]

    def _tags(self) -> list[Tag]:
        """The tags named; none where one of them is unknown."""
        # The field refuses what no database takes; it must not be asked for all the same.
        typed = (self["tags"].value() or "").replace("\x00", "")
        try:
            return taggings.tags_named(names_from_string(typed), by=self.user)
        except Refused as refused:
            self.unknown = refused
            return []

    def _check(self, ticked: Sequence[BulkHit]) -> None:
        """Raise ``Refused`` unless the hits ticked are there and say what they said when the person saw them."""
        problems = []
        if missing := self.ticks.missing:
            problems.append(
                ngettext(
                    "%(n)s paragraph that you ticked is not there any more.",
                    "%(n)s paragraphs that you ticked are not there any more.",
                    missing,
                )
                % {"n": missing}
            )
        if self.ticks.rest not in {None, self.ticks.rest_value}:
            problems.append(_("Other paragraphs are found by now than those that you have not looked at."))
        if changed := [hit.paragraph for hit in ticked if hit.changed]:
            named = ", ".join(f"{each.document.title_in_short} ¶ {each.key}" for each in changed[:MOST_NAMED])
            more = " …" if len(changed) > MOST_NAMED else ""
            problems.append(_("The text changed meanwhile: %(named)s.") % {"named": named + more})
        if problems:
            raise Refused(*problems, _("Nothing was tagged. Check the paragraphs as they are now and send again."))
        if not ticked:
            raise Refused(_("Nothing to tag is ticked. Tick at least one paragraph that does not have these tags yet."))
