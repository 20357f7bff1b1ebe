"""Where a contribution goes: words chosen in a paragraph, or a passage that is typed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotator.anchoring.quote_selector import MisplacedWordsError
from annotator.errors import Refused
from annotator.models import Contribution, Passage
from annotator.models.place import Place, range_of
from annotator.presenters.labels import passage_label
from annotator.selectors.typed_references import new_place, ref_of, stretch_meant
from corpus.models import Document, FormerText, Paragraph

from .action_form import ActionForm

# Paragraphs that one selection may run over.
MOST_PLACES = 200
# Characters of what a paragraph says by now.
SHOWN = 300
UNREADABLE = {
    name: gettext_lazy("The selection could not be read. Select the words again.")
    for name in ("invalid", "min_value", "max_length")
}
FURTHER = re.compile(r"(\d{1,9}):(\d{1,9}):(\d{1,9})")


def draft_field() -> forms.BooleanField:
    return forms.BooleanField(label=gettext_lazy("Keep as a draft that only I see"), required=False)


def passage_field(label: Any) -> forms.CharField:
    """A passage, cited or found by its words: never a list of all of them."""
    return forms.CharField(
        label=label,
        max_length=2000,
        help_text=gettext_lazy("Its citation or address, or words of its text."),
        widget=forms.TextInput({"data-complete": reverse_lazy("find_passages"), "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say which passage: paste its citation or address, or type words.")},
    )


def words_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        max_length=1_000_000,
        help_text=gettext_lazy("Exactly as in the text. Empty: the whole passage."),
    )


class PassagesForm[Kind: Contribution](ActionForm[Kind]):
    """A contribution whose passages are typed: a new one, or a change to ``thing``.

    ``ends`` names the fields of passages, each with its field of words.
    """

    ends: ClassVar[Mapping[str, str]] = {"passage": "words"}
    version = forms.IntegerField(widget=forms.HiddenInput)
    draft = draft_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.thing is not None:
            del self.fields["draft"]

    @staticmethod
    def as_shown(thing: Any) -> Any:
        """As it would be with the change that is proposed already."""
        return thing.as_proposed()

    @classmethod
    def values_of(cls, thing: Any) -> dict[str, Any]:
        """The passages as refs."""
        return {end: ref_of(getattr(thing, end)) for end in cls.ends}

    @property
    def unchanged(self) -> bool:
        """Whether what was sent says what is there already, so that there is nothing to save."""
        if self.thing is None or self.thing.proposed_change is not None:
            return False
        current = {name: str(value) for name, value in self.values_of(self.thing).items() if name in self.fields}
        values = {name: self.data.get(name, "").replace("\r\n", "\n").strip() for name in current}
        # Nothing typed as the passage is the passage where it is.
        values |= {end: current[end] for end in self.ends if end in current and not values[end]}
        is_same = all(values[name] == value.strip() for name, value in current.items())
        return is_same and not any(self.data.get(words) for words in self.ends.values())

    def clean(self) -> dict[str, Any]:
        """Find the places meant, with a message beside the field where one cannot be found."""
        cleaned = super().clean() or {}
        if self.thing is not None and self.thing.withdrawn_at is not None:
            self.add_error(None, _("This was withdrawn meanwhile. Bring it back first, then save again."))
        for end, words in self.ends.items():
            if {end, words} <= cleaned.keys():
                try:
                    cleaned[end] = self._place(end, cleaned[end], cleaned[words].replace("\r\n", "\n"))
                except Refused as refused:
                    self.add_error(words if refused.field == "quote" else end, refused.messages)
        return cleaned

    def _place(self, end: str, typed: str, words: str) -> Place | Passage:
        """The place meant; of a thing that is there its passage, where nothing was typed over that."""
        if self.thing is None:
            return stretch_meant(typed, words, self.user)
        return new_place(getattr(self.thing.as_proposed(), end), typed, words, self.user)


class PassageForm[Kind: Contribution](PassagesForm[Kind]):
    """What stands on one passage, and can be put on another: where its words are gone, or were the wrong ones."""

    passage = passage_field(gettext_lazy("Passage"))
    words = words_field(gettext_lazy("Words"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.thing is not None:
            self.fields["passage"].required = False
            self.fields["passage"].help_text = _(
                "To move it: a citation, an address, or words of the text. Empty: it stays."
            )


def words_match(place: Place) -> bool:
    """Whether the words of ``place`` are given and stand at its offsets."""
    try:
        range_of(place)
    except Refused:
        return False
    return bool(place.quote.strip())


class SelectionForm(ActionForm[Contribution]):
    """The words meant: offsets in code points, or the words themselves, or neither for the whole paragraph.

    ``further`` lists the other paragraphs of a selection over several, as ``KEY:START:END`` separated by spaces.
    ``occurrence`` is the choice offered where the words stand there more than once. ``typed`` says that the person
    could change the words: offsets that came with them count only where the words still stand there. ``revision`` is
    the one whose text the person has read: where no words are sent with a place, it alone tells what was meant.
    """

    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput, error_messages=UNREADABLE)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput, error_messages=UNREADABLE)
    further = forms.CharField(
        required=False, widget=forms.HiddenInput, max_length=MOST_PLACES * 30, error_messages=UNREADABLE
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput, error_messages=UNREADABLE)
    quote = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        strip=False,
        max_length=1_000_000,
        help_text=gettext_lazy("Exactly as in the paragraph. Empty: the whole paragraph."),
    )
    occurrence = forms.RegexField(
        regex=r"^\d{1,9}-\d{1,9}$", required=False, widget=forms.HiddenInput, error_messages=UNREADABLE
    )
    typed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    draft = draft_field()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        paragraph: Paragraph,
        user: User,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, user=user, initial=initial)
        self.auto_id = f"{self.prefix_id}-%s"
        self.paragraph = paragraph
        self.places: list[Place] = []
        self.occurrences: list[tuple[str, str]] = []

    # Before each field's id: the three forms stand on one page.
    prefix_id = "place"
    # Whether it was filled in, and is shown again.
    was_filled_in = False
    # What save() made.
    made: Sequence[Contribution] = ()

    @property
    def message(self) -> str:
        """What to tell the person once it is saved."""
        raise NotImplementedError

    @property
    def revision_read(self) -> object:
        """The revision that the person has read when this is shown; what became of a paragraph is told once."""
        if self.is_bound:
            return self["revision"].value() if self["further"].value() else self.paragraph.document.current_id
        return self.initial.get("revision") or self.paragraph.document.current_id

    @property
    def where(self) -> str:
        """The words meant, for that message: the first of them, and of how many paragraphs more there are some."""
        first, *more = self.places
        start, end = range_of(first)
        words = passage_label(first.paragraph.key, "" if start is None else first.paragraph.text[start:end])
        further = ngettext("%(words)s and %(n)s paragraph more", "%(words)s and %(n)s paragraphs more", len(more))
        return further % {"words": words, "n": len(more)} if more else words

    def clean(self) -> dict[str, Any]:
        """Find the places meant; a message beside the words where they cannot be found."""
        cleaned = super().clean() or {}
        if not self.errors.keys().isdisjoint({"start", "end", "further", "quote", "occurrence"}):
            return cleaned
        start, end = cleaned.get("start"), cleaned.get("end")
        if cleaned.get("occurrence"):
            start, end = (int(part) for part in cleaned["occurrence"].split("-"))
            cleaned["quote"] = ""
        quote = cleaned.get("quote", "").replace("\r\n", "\n")
        first = Place(self.paragraph, start, end, quote)
        if cleaned.get("typed") and not cleaned.get("occurrence") and not words_match(first):
            first = Place(self.paragraph, quote=quote)
        try:
            self.places = [first, *self._further(cleaned.get("further", ""))]
            for place in self.places:
                range_of(place)
            if self._changed_since(cleaned.get("revision")):
                self.add_error(None, self._changed_text())
        except Refused as refused:
            if isinstance(refused.__cause__, MisplacedWordsError):
                self.occurrences = list(self._choices(refused.__cause__))
            self.add_error("quote", refused.messages)
        return cleaned

    def _further(self, listed: str) -> list[Place]:
        """The further places of a selection over several paragraphs, which must be of the same document."""
        parts = listed.split()
        if not parts:
            return []
        matches = [match for part in parts if (match := FURTHER.fullmatch(part))]
        if len(matches) < len(parts):
            raise Refused(str(UNREADABLE["invalid"]), field="quote")
        keys = {int(match[1]) for match in matches}
        document: Document = self.paragraph.document
        paragraphs = {each.key: each for each in Paragraph.objects.standing().filter(document=document, key__in=keys)}
        if len(paragraphs) < len(keys):
            raise Refused(_("Part of the selection is no longer in the text. Select the words again."))
        for each in paragraphs.values():
            each.document = document
        return [Place(paragraphs[int(m[1])], int(m[2]), int(m[3])) for m in matches]

    def _changed_since(self, read: int | None) -> bool:
        """Whether a place is sent without words, and its paragraph had others in the revision ``read``."""
        document: Document = self.paragraph.document
        if read is None or read == document.current_id:
            return False
        without_quote = [place.paragraph for place in self.places if not place.quote.strip()]
        return FormerText.objects.changed_since(document, read, without_quote)

    def _changed_text(self) -> str:
        if len(self.places) > 1:
            return _("The text has changed since you selected these words. Select them again.")
        return _(
            "¶ %(key)s has changed since you opened it. It says now: “%(text)s” Your input is kept: check it and send "
            "again."
        ) % {"key": self.paragraph.key, "text": Truncator(self.paragraph.text).chars(SHOWN)}

    def _choices(self, error: MisplacedWordsError) -> list[tuple[str, str]]:
        """The occurrences to choose from, each with what stands around it."""
        return [(f"{occurrence.start}-{occurrence.end}", occurrence.in_context) for occurrence in error.occurrences]
