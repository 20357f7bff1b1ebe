"""Where a contribution goes: the fields that every contributing form shares."""

import re
from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.anchoring.quote_selector import MisplacedWordsError
from annotator.errors import Refused
from annotator.models import Contribution
from annotator.models.place import Place, stretch_of
from corpus.models import Document, Paragraph

# Paragraphs that one selection may run over.
MOST_PLACES = 200
UNREADABLE = {
    name: gettext_lazy("The selection could not be read. Select the words again.")
    for name in ("invalid", "min_value", "max_length")
}
FURTHER = re.compile(r"(\d{1,9}):(\d{1,9}):(\d{1,9})")


def stands_there(place: Place) -> bool:
    """Whether the words of ``place`` are given and stand at its offsets."""
    try:
        stretch_of(place)
    except Refused:
        return False
    return bool(place.quote.strip())


class PlaceForm(forms.Form):
    """The words meant: offsets in code points, or the words themselves, or neither for the whole paragraph.

    ``further`` lists the other paragraphs of a selection over several, as ``KEY:START:END`` separated by spaces.
    ``occurrence`` is the choice offered where the words stand there more than once. ``typed`` says that the person
    could change the words: offsets that came with them count only where the words still stand there.
    """

    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput, error_messages=UNREADABLE)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput, error_messages=UNREADABLE)
    further = forms.CharField(
        required=False, widget=forms.HiddenInput, max_length=MOST_PLACES * 30, error_messages=UNREADABLE
    )
    quote = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        strip=False,
        max_length=1_000_000,
        help_text=gettext_lazy("As they stand in the paragraph. Empty: the whole paragraph."),
    )
    occurrence = forms.RegexField(
        regex=r"^\d{1,9}-\d{1,9}$", required=False, widget=forms.HiddenInput, error_messages=UNREADABLE
    )
    typed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    draft = forms.BooleanField(label=gettext_lazy("Keep as a draft that only I see"), required=False)

    def __init__(self, *args: object, paragraph: Paragraph, user: object, **kwargs: object) -> None:
        super().__init__(*args, auto_id=f"{self.prefix_id}-%s", **kwargs)
        self.paragraph = paragraph
        self.user = user
        self.places: list[Place] = []
        self.occurrences: list[tuple[str, str]] = []

    # Before each field's id: the three forms stand on one page.
    prefix_id = "place"
    # Whether it was filled in, and is shown again.
    asked = False
    # What save() made.
    made: Sequence[Contribution] = ()

    def save(self) -> tuple[str, UUID]:
        """Carry it out, by an action: what to say of it, and the batch."""
        raise NotImplementedError

    def clean(self) -> dict:
        """Find the places meant; a message beside the words where they cannot be found."""
        cleaned = super().clean()
        if not self.errors.keys().isdisjoint({"start", "end", "further", "quote", "occurrence"}):
            return cleaned
        start, end = cleaned.get("start"), cleaned.get("end")
        if cleaned.get("occurrence"):
            start, end = (int(part) for part in cleaned["occurrence"].split("-"))
            cleaned["quote"] = ""
        quote = cleaned.get("quote", "").replace("\r\n", "\n")
        first = Place(self.paragraph, start, end, quote)
        if cleaned.get("typed") and not cleaned.get("occurrence") and not stands_there(first):
            first = Place(self.paragraph, quote=quote)
        try:
            self.places = [first, *self._further(cleaned.get("further", ""))]
            for place in self.places:
                stretch_of(place)
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
        found = [FURTHER.fullmatch(part) for part in parts]
        if not all(found):
            raise Refused(UNREADABLE["invalid"], field="quote")
        keys = {int(match[1]) for match in found}
        document: Document = self.paragraph.document
        paragraphs = {each.key: each for each in Paragraph.objects.standing().filter(document=document, key__in=keys)}
        if len(paragraphs) < len(keys):
            raise Refused(_("A paragraph of the selection is not there any more. Select the words again."))
        for each in paragraphs.values():
            each.document = document
        return [Place(paragraphs[int(m[1])], int(m[2]), int(m[3])) for m in found if m]

    def _choices(self, error: MisplacedWordsError) -> list[tuple[str, str]]:
        """The occurrences to choose from, each with what stands around it."""
        return [(f"{found.start}-{found.end}", found.in_context) for found in error.occurrences]
