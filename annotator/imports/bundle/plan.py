"""What loading a bundle would do, after everything in it was checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.exports.kinds import EXPORT_KINDS
from annotator.imports.problems import ImportProblem, ImportRefused
from annotator.models import Passage, Tag
from annotator.selectors.filters import Viewer
from corpus.models import Document

from .contributions import Context, Contributions, Keep
from .ledger import Ledger
from .package import BundlePackage, opened
from .parallels import Parallels
from .people import People
from .places import BundlePlaces
from .replies import check_replies
from .rows import BundleRow, BundleRows
from .tags import Tags

# What is made from a row of each, in this order. The other files say what is there: texts come from their sources, and
# the history of another site speaks of its own keys.
CONTRIBUTIONS = ("tags", "annotations", "cross-references")


@dataclass(frozen=True, kw_only=True)
class BundlePlan:
    """What would be made, nothing of it saved yet; what is here already; and what should be known.

    ``new`` and ``already`` are numbers and go by the names of the files. ``documents`` are those that anything stands
    in. ``people`` have placeholders for keys. ``waiting``: of how many places of what is new the words are uncertain or
    lost, in texts that were revised since.
    """

    people: list[User]
    tags: list[Tag]
    new: dict[str, int]
    already: dict[str, int]
    documents: list[Document]
    warnings: list[ImportProblem]
    waiting: int

    @property
    def empty(self) -> bool:
        return not self.tags and not any(self.new.values())


def plan_bundle(file: BinaryIO, viewer: Viewer, ledger: Ledger, keep: Keep | None = None) -> BundlePlan:
    """Check everything in ``file``, which can be read at any place, as far as ``viewer`` sees what it speaks of.

    Reads in chunks: memory holds one, and the number of queries grows with the chunks, not with the rows. What is to be
    written is given to ``keep`` chunk by chunk, the tags first.

    Raises:
        ImportRefused: with every problem there is, in the order of the files and lines.

    """
    problems: list[ImportProblem] = []
    with opened(file, ledger, problems) as package:
        plan = _Check(package, viewer, ledger, problems).plan(keep)
    if problems:
        order = list(EXPORT_KINDS)
        problems.sort(key=lambda each: (order.index(each.file.removesuffix(".csv")), each.line or 0))
        raise ImportRefused(problems)
    return plan


class _Check:
    """Goes through the files of a bundle."""

    def __init__(self, package: BundlePackage, viewer: Viewer, ledger: Ledger, problems: list[ImportProblem]) -> None:
        self._package = package
        self._ledger = ledger
        self._problems = problems
        self._people = People(ledger)
        self._places = BundlePlaces(viewer, ledger)
        self._warnings: list[ImportProblem] = []

    def plan(self, keep: Keep | None) -> BundlePlan:
        """Read everything; without problems, the plan is sound."""
        documents = {row.values["slug"]: row for row in self._read(self._package.rows(EXPORT_KINDS["documents"]))}
        self._places.stated.update(
            {slug: (row.values["current__number"], row.values["current__sha256"]) for slug, row in documents.items()}
        )
        for name in ("paragraphs", "events"):
            for _row in self._read(self._package.rows(EXPORT_KINDS[name])):
                pass
        if self._package.version > 1:
            self._people.read(self._read(self._package.rows(EXPORT_KINDS["people"])))
        codebook = self._package.rows(EXPORT_KINDS["codebook"])
        tags = Tags(self._read(codebook), codebook.line_of, self._problems)
        context = Context(self._people, self._places, tags, self._ledger, self._problems, self._warnings, keep)
        context.keep_new(tags.new)
        tables: dict[str, Contributions | Parallels] = {
            name: self._contributions(name, context) for name in CONTRIBUTIONS
        }
        if self._package.version > 1:
            tables["parallels"] = self._parallels(context)
        self._compare_texts(documents)
        return BundlePlan(
            people=self._people.new,
            tags=tags.new,
            new={name: each.new for name, each in tables.items()},
            already={"codebook": tags.already} | {name: each.already for name, each in tables.items()},
            documents=[document for document in self._places.documents.values() if document is not None],
            warnings=self._warnings,
            waiting=sum(became[state] for became in self._places.became.values() for state in Passage.UNSETTLED),
        )

    def _read(self, rows: BundleRows) -> Iterator[BundleRow]:
        return self._package.read(rows)

    def _contributions(self, name: str, context: Context) -> Contributions:
        rows = self._package.rows(EXPORT_KINDS[name])
        contributions = Contributions(rows.kind, context)
        contributions.read(self._read(rows))
        if name == "annotations":
            check_replies(rows, self._ledger, self._problems)
        return contributions

    def _parallels(self, context: Context) -> Parallels:
        rows = self._package.rows(EXPORT_KINDS["parallels"])
        parallels = Parallels(rows.kind, context, EXPORT_KINDS["cross-references"].file)
        parallels.read(self._read(rows))
        return parallels

    def _compare_texts(self, rows: dict[str, BundleRow]) -> None:
        """Say which documents are missing or another text."""
        places = self._places
        places.look_up_documents(rows)
        for slug, (standing, number) in places.missing.items():
            reason = ngettext(
                "There is no document “%(slug)s” here, and %(number)d line of the bundle stands in it. Load it "
                "first: manage.py load_documents FILE --slug %(slug)s",
                "There is no document “%(slug)s” here, and %(number)d lines of the bundle stand in it. Load it "
                "first: manage.py load_documents FILE --slug %(slug)s",
                number,
            )
            message = reason % {"slug": slug, "number": number}
            if self._package.restores:
                message += " " + _("Into an empty site, the texts come with the bundle: manage.py restore FILE.zip")
            self._problems.append(rows.get(slug, standing).problem(message))
        for slug, row in rows.items():
            document = places.documents[slug]
            if document is None:
                if slug not in places.missing:
                    reason = _("There is no document “%s” here. Nothing of the bundle stands in it.")
                    self._warnings.append(row.problem(reason % slug))
            elif places.is_revised(slug):
                self._say_revised(row, slug)
            elif document.current is None or document.current.sha256 != row.values["current__sha256"]:
                self._say_other_text(row, slug)

    def _say_revised(self, row: BundleRow, slug: str) -> None:
        misfits, became = self._places.misfits[slug], self._places.became[slug]
        if misfits:
            reason = ngettext(
                "“%(slug)s” was revised here since, and %(number)d place has its words in no revision of it. Take the "
                "bundle as it was exported, or export again after the texts are alike.",
                "“%(slug)s” was revised here since, and %(number)d places have their words in no revision of it. Take "
                "the bundle as it was exported, or export again after the texts are alike.",
                misfits,
            )
            self._problems.append(row.problem(reason % {"slug": slug, "number": misfits}))
        elif became:
            states = ", ".join(f"{became[state]} {state.label}" for state in Passage.State if became[state])
            reason = _(
                "“%(slug)s” was revised here since. What is new stands where its words are now: %(states)s. What is "
                "uncertain or lost waits to be decided about, under “Review”."
            )
            self._warnings.append(row.problem(reason % {"slug": slug, "states": states}))

    def _say_other_text(self, row: BundleRow, slug: str) -> None:
        misfits = self._places.misfits[slug]
        if misfits:
            reason = ngettext(
                "“%(slug)s” was loaded from another file than here (its SHA-256 digest differs), and %(number)d place "
                "does not fit. Load that file, or export again after the texts are alike.",
                "“%(slug)s” was loaded from another file than here (its SHA-256 digest differs), and %(number)d places "
                "do not fit. Load that file, or export again after the texts are alike.",
                misfits,
            )
            self._problems.append(row.problem(reason % {"slug": slug, "number": misfits}))
        else:
            reason = _("“%s” was loaded from another file than here. All passages of the bundle have their words here.")
            self._warnings.append(row.problem(reason % slug))
