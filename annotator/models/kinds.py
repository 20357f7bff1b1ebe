"""The kinds of contributions, by the names they have in addresses."""

from .annotation import Annotation
from .contribution import Contribution
from .cross_reference import CrossReference
from .tag import Tagging

CONTRIBUTION_KINDS: dict[str, type[Contribution]] = {
    "tagging": Tagging,
    "annotation": Annotation,
    "cross-reference": CrossReference,
}


def kind_of(thing: Contribution) -> str:
    """The kind's name in addresses."""
    return next(kind for kind, model in CONTRIBUTION_KINDS.items() if isinstance(thing, model))
