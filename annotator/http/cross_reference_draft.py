"""The start of a cross-reference that waits, across pages, for its other end."""

from annotator.models.place import Place, range_of
from corpus.citation.reference import Ref, format_ref

from . import Request

KEY = "waiting_end"


def waiting_end(request: Request) -> dict[str, str] | None:
    """The end that waits, as its ``ref``, ``title``, ``words`` and ``address``; ``None`` where none does."""
    return request.session.get(KEY) if request.user.is_authenticated else None


def forget(request: Request) -> None:
    """The reference was made, or the person changed their mind."""
    request.session.pop(KEY, None)


def keep(request: Request, place: Place) -> None:
    """Let ``place`` wait as the start of a cross-reference."""
    document, paragraph = place.paragraph.document, place.paragraph
    range_ = range_of(place)
    words = paragraph.text[slice(*range_)]
    request.session[KEY] = {
        "ref": format_ref(Ref(document.slug, paragraph.key, *range_)),
        "title": f"{document.title_in_short}, ¶\u00a0{paragraph.key}",
        "words": words[:160],
        "address": paragraph.get_absolute_url(),
    }
