"""What loading highlights would do: where the words of each stand in the documents that are here."""

import re
from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import PurePath

from django.utils.translation import gettext as _

from annotator.anchoring.across_paragraphs import MOST_PLACES, DocumentText, NumberedParagraph
from annotator.models import Tag
from annotator.models.place import Place
from annotator.models.tag import name_of_several
from annotator.models.tag_names import key_of
from corpus.importing.plan import cut
from corpus.models import Document, Paragraph

from .codebook_plan import CodebookPlan, NewTag
from .problems import ImportProblem, ImportRefused
from .taguette import Highlight, Highlights

FIRST_WORDS = 80
_BETWEEN = re.compile(r"[\W_]+")


class HighlightMatches(StrEnum):
    """How often the words of a highlight were found."""

    ONCE = "once"
    SEVERAL = "several"
    NOT = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """A highlight and the places its words have, each of one or several paragraphs; ``reason`` where there is none."""

    highlight: Highlight
    places: Sequence[Sequence[Place]] = ()
    reason: str = ""

    @property
    def outcome(self) -> HighlightMatches:
        if not self.places:
            return HighlightMatches.NOT
        return HighlightMatches.ONCE if len(self.places) == 1 else HighlightMatches.SEVERAL

    @property
    def words(self) -> str:
        return cut(" ".join(self.highlight.content.split()), FIRST_WORDS)

    def row(self) -> dict[str, object]:
        """The match as ``--json`` prints it."""
        return {
            "line": self.highlight.line,
            "id": self.highlight.name,
            "document": self.highlight.document,
            "content": self.highlight.content,
            "tags": list(self.highlight.tags),
            "found": str(self.outcome),
            "reason": self.reason,
            "places": [
                [
                    {"document": part.paragraph.document.slug, "paragraph": part.paragraph.key}
                    | {"start": part.start, "end": part.end}
                    for part in place
                ]
                for place in self.places
            ],
        }


@dataclass(frozen=True, slots=True)
class HighlightsPlan:
    """What loading a file of highlights does: those found once are made, the others are only told of.

    ``left_out``: the lines that cannot be taken, which the others do not wait for.
    """

    name: str
    matches: list[Match]
    codebook: CodebookPlan | None = None
    left_out: Sequence[ImportProblem] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do. Taggings that its person made before count as something to do."""
        return not self.pairs and (self.codebook is None or self.codebook.empty)

    def matched(self, outcome: HighlightMatches) -> list[Match]:
        """The matches with ``outcome``."""
        return [match for match in self.matches if match.outcome == outcome]

    @property
    def untagged(self) -> int:
        """How many were found once but carry no tag: nothing is made of them."""
        return sum(not match.highlight.tags for match in self.matched(HighlightMatches.ONCE))

    @property
    def pairs(self) -> list[tuple[Place, str]]:
        """What is to be made, each once: places with the names of tags."""
        pairs = [
            (part, tag)
            for match in self.matched(HighlightMatches.ONCE)
            for part in match.places[0]
            for tag in match.highlight.tags
        ]
        return list(dict.fromkeys(pairs))

    @property
    def documents(self) -> list[Document]:
        """Those that something is to be made in."""
        return list({place.paragraph.document_id: place.paragraph.document for place, _tag in self.pairs}.values())

    def row(self) -> dict[str, object]:
        """The plan as ``--json`` prints it."""
        return {
            "codebook": self.codebook.row() if self.codebook else None,
            **{str(outcome): len(self.matched(outcome)) for outcome in HighlightMatches},
            "untagged": self.untagged,
            "left_out": [str(problem) for problem in self.left_out],
            "highlights": [match.row() for match in self.matches],
        }


def plan_highlights(
    highlights: Highlights,
    documents: Iterable[Document],
    *,
    only: AnyOf[str] = (),
    codebook: CodebookPlan | None = None,
) -> HighlightsPlan:
    """Find the words of ``highlights`` in ``documents``: 2 queries for the tags and 1 for each document in question.

    Args:
        highlights: what was read from the file.
        documents: those to look in, with collection and newest revision.
        only: slugs; where there are any, the words are looked for in these documents, whatever the file calls theirs.
        codebook: what is to be made of the codebook they are loaded with.

    Raises:
        ImportRefused: a slug is unknown, or no row can be taken: it cannot be read, or no codebook has its tag.

    """
    untakable = _untakable_tags(highlights, codebook.new if codebook else ())
    left_out = [*highlights.problems, *untakable.values()]
    left_out.sort(key=lambda problem: problem.line or 0)
    matches = [
        replace(each, tags={tag: line for tag, line in each.tags.items() if key_of(tag) not in untakable})
        for each in highlights.highlights
    ]
    library = _Library(documents, only)
    problems = [] if any(each.tags for each in matches) else left_out
    if library.unknown:
        reason = _("There is no document “%(slugs)s” that you may read. Give the name in its address.")
        problems.append(ImportProblem(highlights.name, None, reason % {"slugs": "”, “".join(library.unknown)}))
    if problems:
        raise ImportRefused(sorted(problems, key=lambda problem: problem.line or 0))
    return HighlightsPlan(highlights.name, [library.match(each) for each in matches], codebook, left_out)


def _untakable_tags(highlights: Highlights, brought: Sequence[NewTag]) -> dict[str, ImportProblem]:
    """By key, the tags that are in no codebook or that may be several, each with its first line."""
    lines: dict[str, tuple[int, str]] = {}
    for highlight in highlights.highlights:
        for tag, line in highlight.tags.items():
            lines.setdefault(key_of(tag), (line, tag))
    tags = Tag.objects.named(tag for _line, tag in lines.values())
    reason = _("There is no tag “%(tag)s” in the codebook. Load the codebook it is from with this file, or before it.")
    problems: dict[str, ImportProblem] = {}
    for key, (line, tag) in lines.items():
        meant = {each.path for each in tags.get(key, ())} | {new.path for new in brought if new.called(tag)}
        if not meant:
            problems[key] = ImportProblem(highlights.name, line, reason % {"tag": tag})
        elif len(meant) > 1 and key not in map(key_of, meant):
            problems[key] = ImportProblem(highlights.name, line, name_of_several(tag, sorted(meant)))
    return problems


class _Text:
    """The paragraphs of a document, read when they are first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._known: dict[str, list[list[Place]]] = {}

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        paragraphs = list(Paragraph.objects.standing().filter(document=self.document).order_by("position"))
        for paragraph in paragraphs:
            paragraph.document = self.document
        return paragraphs

    @cached_property
    def words(self) -> DocumentText:
        furniture = Paragraph.Kind.FURNITURE
        return DocumentText(
            [NumberedParagraph(each.number, each.text, each.kind == furniture) for each in self.paragraphs]
        )

    def places(self, quote: str) -> list[list[Place]]:
        """Where ``quote`` stands in it."""
        if quote not in self._known:
            self._known[quote] = [
                [Place(self.paragraphs[part.index], part.start, part.end) for part in spread]
                for spread in self.words.places(quote)
            ]
        return self._known[quote]


@dataclass
class _Library:
    """The documents to look in, by all they may be called."""

    documents: Iterable[Document]
    only: AnyOf[str]
    unknown: list[str] = field(init=False)

    def __post_init__(self) -> None:
        documents = list(self.documents)
        slugs = {document.slug for document in documents}
        self.unknown = [slug for slug in self.only if slug not in slugs]
        self._texts = [_Text(document) for document in documents if not self.only or document.slug in self.only]
        self._named: dict[str, list[_Text]] = {}
        self._alike: dict[str, list[_Text]] = {}
        for text in self._texts:
            names = names_of(text.document)
            for called in names:
                self._named.setdefault(called, []).append(text)
            for called in {_loosely(name) for name in names}:
                self._alike.setdefault(called, []).append(text)

    def match(self, highlight: Highlight) -> Match:
        """Where the words of ``highlight`` stand."""
        if not highlight.content:
            return Match(highlight, reason=_("It has no words."))
        texts = self._called(highlight.document)
        if not texts and self.only:
            texts = self._texts
        if not texts:
            return Match(highlight, reason=_("There is no document of that name. Name the one it is in."))
        if len(texts) > 1 and not self.only:
            slugs = ", ".join(text.document.slug for text in texts)
            return Match(highlight, reason=_("Several documents have that name: %(slugs)s.") % {"slugs": slugs})
        places = [place for text in texts for place in text.places(highlight.content)][:MOST_PLACES]
        return Match(highlight, places, "" if places else _("The words are not in the text."))

    def _called(self, name: str) -> list[_Text]:
        suffix = PurePath(name).suffix
        # "1. Introduction" is a name, and "introduction.docx" that of a file.
        bare = name if " " in suffix else name.removesuffix(suffix)
        for called, among in ((key_of, self._named), (_loosely, self._alike)):
            if texts := among.get(called(name)) or among.get(called(bare)):
                return texts
        return []


def _loosely(name: str) -> str:
    """``name`` whatever stands between its words: "minutes-2023" is "Minutes_2023"."""
    return _BETWEEN.sub("-", key_of(name)).strip("-")


def names_of(document: Document) -> set[str]:
    """All that other programs may call ``document``: its slug, its title, its file's name with and without ending."""
    file = document.current.source_name if document.current else ""
    return {key_of(name) for name in (document.slug, document.title, file, PurePath(file).stem) if name}
