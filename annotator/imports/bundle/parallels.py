"""The proposed parallels of a bundle, held against what is here: what was decided here stays."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from annotator.exports.kinds import ExportKind
from annotator.models import CrossReference, ProposedParallel, Verdict

from .cells import CellError
from .contributions import CHUNK, Context
from .revised import Cited
from .rows import BundleRow

REASON = {"sentence": str, "plural": str, "params": dict, "number": int}
"""What a reason has, as it is kept."""
PLACE = re.compile(r"%\((\w+)\)s")
"""A place in its sentence."""


class Parallels:
    """The pairs. ``new``: how many the import makes; ``already``: how many are here, whatever was decided there."""

    def __init__(self, kind: ExportKind, context: Context, references: str) -> None:
        """``references`` is the file of the cross-references, which was read before."""
        self.new = self.already = 0
        self._kind = kind
        self._context = context
        self._references = references

    def read(self, rows: Iterable[BundleRow]) -> None:
        """Check ``rows``: a few queries for each chunk of them; what is new is kept."""
        context = self._context
        for chunk in batched(rows, CHUNK):
            context.people.look_up(name for row in chunk if (name := row.values["judged_by__username"]))
            context.places.look_up(Cited.of(row, end) for row in chunk for end in ProposedParallel.PLACES)
            stored = ProposedParallel.objects.in_bulk([row.values["pk"] for row in chunk])
            keys = {row.values["reference_id"] for row in chunk} - {None}
            references = set(CrossReference.objects.filter(pk__in=keys).values_list("pk", flat=True))
            read = [pair for row in chunk if row.values["pk"] not in stored and (pair := self._read(row, references))]
            pairs = self._pairs_here(read)
            new = [pair for pair in read if frozenset((pair.one_id, pair.other_id)) not in pairs]
            self.already += len(stored) + len(read) - len(new)
            self.new += len(new)
            context.keep_new(new)

    def _read(self, row: BundleRow, references: set[UUID]) -> ProposedParallel | None:
        """What ``row`` tells of, unless something is wrong with it."""
        context, values = self._context, row.own()
        if not context.places.are_here(row, ProposedParallel.PLACES):
            return None
        by = row.values["judged_by__username"]
        reference = values["reference_id"]
        if reference not in references and context.ledger.line_of(self._references, (reference,)) is None:
            values["reference_id"] = None
        try:
            ends = {end: context.places.passage(row, end) for end in ProposedParallel.PLACES}
            judge = context.people.named(by) if by else None
        except CellError as error:
            context.problems.append(row.problem(str(error)))
            return None
        changed = any(end.unsettled or end.quote != row.values[f"{name}__quote"] for name, end in ends.items())
        if values["verdict"] == Verdict.OPEN and context.places.follows(row, ends) and changed:
            # As a revision has it.
            reason = _("Since the text was revised its words are others. It is left out: look for parallels anew.")
            context.warnings.append(row.problem(reason))
            return None
        reasons = list(_wrong_with(values, ends["one"] == ends["other"]))
        key = sorted(passage.pk for passage in ends.values())
        first = context.ledger.first_line(f"pairs: {self._kind.file}", key, row.line)
        if first != row.line:
            reasons.append(_("Line %d has the same two passages. Keep one of the two.") % first)
        context.problems.extend(row.problem(reason) for reason in reasons)
        return None if reasons else ProposedParallel(**values, **ends, judged_by=judge)

    def _pairs_here(self, pairs: Iterable[ProposedParallel]) -> set[frozenset[int]]:
        """The pairs of passages here that are a proposed parallel already: 1 query."""
        ends = {end for pair in pairs for end in (pair.one_id, pair.other_id)}
        rows = ProposedParallel.objects.filter(Q(one__in=ends) & Q(other__in=ends)).order_by()
        return {frozenset(pair) for pair in rows.values_list("one", "other")}


def _wrong_with(values: dict[str, Any], is_same: bool) -> Iterator[str]:  # noqa: FBT001 - what was found of the ends
    if is_same:
        yield _("A passage is no parallel of itself. Choose another end.")
    reasons = values["reasons"]
    if not isinstance(reasons, list) or not all(map(_is_complete, reasons)):
        yield _("The reasons are not as an export has them. Export it again.")


def _is_complete(reason: Any) -> bool:
    """Whether ``reason`` is one as it is kept, all of whose places are filled."""
    return (
        isinstance(reason, dict)
        and reason.keys() == REASON.keys()
        and all(isinstance(reason[name], kind) for name, kind in REASON.items())
        and all(isinstance(value, str | int | float) for value in reason["params"].values())
        and all(_is_filled(reason[name], reason["params"]) for name in ("sentence", "plural"))
    )


def _is_filled(sentence: str, params: Collection[str]) -> bool:
    """Whether each place of ``sentence`` is one that words or numbers stand in, and has its own among ``params``."""
    return "%" not in PLACE.sub("", sentence) and all(name in params for name in PLACE.findall(sentence))
