"""What a message calls the things that something was done to."""

from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext as _

from annotator.models import Contribution, Tagging

from .quotation import quoted

# Letters of the words in a message, which has a line.
LONGEST = 60


def passage_label(key: int, words: str) -> str:
    """The words of a passage in the paragraph ``key``, which is itself named where it is meant as a whole."""
    return quoted(truncatechars(words, LONGEST)) if words else f"¶\u00a0{key}"


def contribution_label(thing: Contribution) -> str:
    """A contribution with the words that it is on: "note on “all parties”"."""
    passage = thing.passages[0]
    words = passage_label(passage.paragraph.key, "" if passage.whole else passage.quote)
    if isinstance(thing, Tagging):
        return _("%(tag)s on %(words)s") % {"tag": thing.tag.name, "words": words}
    if getattr(thing, "in_reply_to_id", None):
        return _("reply on %(words)s") % {"words": words}
    kind = thing._meta.verbose_name  # noqa: SLF001 - Django's public API
    return _("%(kind)s on %(words)s") % {"kind": kind, "words": words}
