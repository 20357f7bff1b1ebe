"""Contributions and passages as pages show them: with what the viewer may do, and with notes as they may read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from annotator.models import Annotation, Contribution, Passage
from annotator.models.former_name import called
from annotator.models.kinds import kind_of
from annotator.permissions import Permission, can
from annotator.selectors.history import reasons_declined
from annotator.selectors.margin import Panel
from corpus.models.collection import Person

from .contribution_menu import menu_of
from .history import FieldChange
from .note_html import html_for_reader, titles_linked
from .proposed_change import proposed_changes

# What somebody has to do before anything else can come of a contribution.
LIKELY = ("publish", "confirm", "propose", "restore")


def person_name(user: User) -> str:
    """A person's name as others read it."""
    return user.get_full_name() or user.get_username()


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """The names as others read them of the accounts that are, or were, called so; what is nobody's stays as it is."""
    usernames = list(usernames)
    people = called(usernames)
    return {each: person_name(people[each]) if each in people else each for each in usernames}


@dataclass(frozen=True, slots=True)
class ContributionCard:
    """A contribution with what is shown around it, for ``viewer``.

    ``declined_because`` is the reason of a declined one; ``note_html`` a note's HTML as the viewer may read it, where
    the card shows notes in full, else ``titles`` are those of the documents it links to, by slug; ``proposed_change``
    what its author wants changed of it, for those who may know.
    """

    # Any: templates and callers read the fields of the kind it is.
    contribution: Any
    viewer: Person
    declined_because: str = ""
    note_html: str = ""
    proposed_change: Sequence[FieldChange] = ()
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind's name in addresses."""
        return kind_of(self.contribution)

    @property
    def id(self) -> str:
        """What a form sends for it, whatever kind it is."""
        return f"{self.kind}:{self.contribution.pk}"

    @property
    def may_edit(self) -> bool:
        """Whether the viewer is offered the form that changes it."""
        return self.contribution.withdrawn_at is None and can(self.viewer, Permission.EDIT, self.contribution)

    @property
    def menu(self) -> list[tuple[str, str]]:
        """The verbs that the viewer may apply to it now, each with its label."""
        return list(menu_of(self.contribution, self.viewer))

    @property
    def likely(self) -> tuple[str, str] | None:
        """The verb that the viewer is most likely here for, with its label; without one, that is editing it."""
        return next((act for act in self.menu if act[0] in LIKELY), None)

    @property
    def further(self) -> list[tuple[str, str]]:
        return [act for act in self.menu if act != self.likely]


@dataclass(frozen=True, slots=True)
class Thread:
    """A note with all the replies below it, in order of time."""

    note: ContributionCard
    replies: Sequence[ContributionCard]


@dataclass(frozen=True, slots=True)
class ReferenceCard:
    """A cross-reference as it looks from one of its ends: ``relation`` reads from there to ``other``."""

    card: ContributionCard
    other: Passage
    relation: str


@dataclass(frozen=True, slots=True)
class PassageCard:
    """A passage with everything on it: what opens in the margin."""

    passage: Passage
    hue: str
    taggings: Sequence[ContributionCard]
    threads: Sequence[Thread]
    references: Sequence[ReferenceCard]


def cards(contributions: Iterable[Contribution], viewer: Person, *, notes: bool = False) -> list[ContributionCard]:
    """The cards of ``contributions``, with ``notes`` in full: at most 3 queries.

    One tells why some were declined, one which links in notes the viewer may follow, one which places they may read
    that some are proposed to be moved to; none is asked where there are none.
    """
    shown = list(contributions)
    reasons = reasons_declined(shown)
    theirs = [each for each in shown if isinstance(each, Annotation)]
    html = html_for_reader(theirs, viewer) if notes else {}
    titles = {} if notes else titles_linked((note.body for note in theirs), viewer)
    changes = proposed_changes(shown, viewer)
    return [
        ContributionCard(
            each, viewer, reasons.get(each.pk, ""), html.get(each.pk, ""), changes.get(each.pk, ()), titles
        )
        for each in shown
    ]


def passage_cards(panels: Sequence[Panel], viewer: Person) -> list[PassageCard]:
    """The cards of passages with what stands on them: at most 3 queries, as ``cards``."""
    everything = [each for panel in panels for each in panel.contributions()]
    of = {card.contribution.pk: card for card in cards(everything, viewer, notes=True)}
    return [
        PassageCard(
            passage=panel.passage,
            hue=panel.hues[0],
            taggings=[of[tagging.pk] for tagging in panel.taggings],
            threads=[Thread(of[note.pk], [of[reply.pk] for reply in replies]) for note, replies in panel.threads],
            references=[ReferenceCard(of[link.reference.pk], link.other, link.relation) for link in panel.references],
        )
        for panel in panels
    ]
