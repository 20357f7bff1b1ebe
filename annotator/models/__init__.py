"""The work on the texts as records."""

from .annotation import Annotation
from .contribution import Contribution, Origin, Status
from .cross_reference import CrossReference, Relation
from .event import Event
from .former_name import FormerName
from .former_place import FormerPlace
from .invitation import Invitation
from .job import Job
from .notification import MailChoice, Notification
from .passage import Passage
from .place import Place
from .proposed_parallel import Agreement, ProposedParallel, Verdict
from .saved_search import SavedSearch, SearchSeen
from .sentence_vector import SentenceVector
from .submission import Submission
from .tag import Tag, TagAlias, Tagging
from .tag_in_document import Recount, TagInDocument
from .unfinished_undo import UnfinishedUndo

__all__ = [
    "Agreement",
    "Annotation",
    "Contribution",
    "CrossReference",
    "Event",
    "FormerName",
    "FormerPlace",
    "Invitation",
    "Job",
    "MailChoice",
    "Notification",
    "Origin",
    "Passage",
    "Place",
    "ProposedParallel",
    "Recount",
    "Relation",
    "SavedSearch",
    "SearchSeen",
    "SentenceVector",
    "Status",
    "Submission",
    "Tag",
    "TagAlias",
    "TagInDocument",
    "Tagging",
    "UnfinishedUndo",
    "Verdict",
]
