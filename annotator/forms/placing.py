"""What somebody decided about a passage whose words are lost or uncertain."""

import re
from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.anchoring.quote_selector import MisplacedWordsError
from annotator.errors import Refused
from annotator.models import Passage
from annotator.models.place import Place, range_of
from annotator.selectors.waiting_passages import home_of
from corpus.models import Paragraph

LET_GO, WORDS = "let-go", "words"
_PLACE = re.compile(r"(\d{1,9})(?::(\d{1,9}):(\d{1,9}))?")


class PlacingForm(forms.Form):
    """One of the places offered, a selection, words that were typed, or that the passage is let go.

    ``choice`` is the place as ``KEY:START:END`` (``KEY`` alone for the whole paragraph), or ``words``, or ``let-go``.
    """

    choice = forms.CharField(max_length=40, error_messages={"required": gettext_lazy("Choose a place, or let it go.")})
    seen = forms.CharField(max_length=64)
    key = forms.IntegerField(
        label=gettext_lazy("¶"), required=False, min_value=1, help_text=gettext_lazy("Empty: the paragraph shown.")
    )
    words = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        strip=False,
        max_length=1_000_000,
        help_text=gettext_lazy("As they stand in the text. Empty: the whole paragraph."),
    )
    request_id = forms.UUIDField(required=False)

    def __init__(self, data: Any = None, *, passage: Passage, user: Any) -> None:
        super().__init__(data, auto_id="placing-%s")
        self.passage = passage
        self.user = user
        self.place: Place | None = None
        # Where the words that were typed stand, if in several places.
        self.occurrences: list[tuple[str, str]] = []

    @property
    def lets_go(self) -> bool:
        return bool(self.cleaned_data["choice"] == LET_GO)

    @property
    def confirms(self) -> bool:
        current = (self.passage.paragraph_id, self.passage.start, self.passage.end)
        return (
            self.passage.confirmable
            and self.place is not None
            and not self.place.quote
            and (self.place.paragraph.pk, self.place.start, self.place.end) == current
        )

    def clean(self) -> dict[str, Any]:
        """Find the place meant, with a message where it cannot be found."""
        cleaned = super().clean() or {}
        choice = cleaned.get("choice")
        if choice is None or choice == LET_GO or self.errors:
            return cleaned
        try:
            self.place = self._place(choice)
            range_of(self.place)
        except Refused as refused:
            self.add_error("words" if choice == WORDS else None, refused.messages)
            if isinstance(refused.__cause__, MisplacedWordsError) and self.place:
                key = self.place.paragraph.key
                self.occurrences = [
                    (f"{key}:{at.start}:{at.end}", at.in_context) for at in refused.__cause__.occurrences
                ]
        return cleaned

    def _place(self, choice: str) -> Place:
        if choice == WORDS:
            key = self.cleaned_data.get("key") or home_of(self.passage).key
            return Place(self._paragraph(key), quote=self.cleaned_data.get("words", "").replace("\r\n", "\n"))
        match = _PLACE.fullmatch(choice)
        if match is None:
            raise Refused(_("The selection could not be read. Select the words again."))
        start, end = (None if each is None else int(each) for each in (match[2], match[3]))
        return Place(self._paragraph(int(match[1])), start, end)

    def _paragraph(self, key: int) -> Paragraph:
        try:
            return Paragraph.objects.for_reading(self.user, self.passage.paragraph.document.slug, key)
        except Http404:
            raise Refused(_("There is no ¶ %(key)s in this text. Choose another.") % {"key": key}) from None
