"""Anchoring: where the marks of a document are in a new revision of it, on texts whose outcome is known.

First how well, in parts of all marks of three revisions of each kind: on other words though nothing says so (must be
none); of words that stand, found without doubt; of words that changed, found where they are; lost although they stand
or others stand between their neighbours. Then how long it takes to align the paragraphs of a long text and to follow
its marks, beside the limit: the time in which every paragraph of both texts is taken apart into words.
"""

import time
from argparse import Namespace
from statistics import median

from tests.support.revision_texts import FORMULAS, Revised, chapter, formulaic, prose, repeated, verses

from .measuring import Table, database

TABLE = Table(
    "text",
    figures=["marks", "wrong", "standing sure", "changed right", "lost", "ends right", "seconds", "limit"],
    width=32,
)
SEEDS = (1, 2, 3)
TIMES = 3


def measure(options: Namespace) -> None:
    """Print the quality for each kind of text, then the seconds for two long ones; once, for no database is asked."""
    from tests.support.anchoring_quality import quality

    if database() != "sqlite":
        return
    kinds = {kind: [formulaic(kind, seed) for seed in SEEDS] for kind in FORMULAS}
    kinds |= {make.__name__: [make(seed) for seed in SEEDS] for make in (prose, chapter, repeated)}
    for name, revisions in kinds.items():
        counted = quality(*revisions)
        parts = (counted.standing_sure, counted.changed_right, counted.lost_though_there, counted.uncertain_exact)
        TABLE.row(name, f"{counted.marks:,}", len(counted.wrong), *(f"{part:.2%}" for part in parts), "", "")
    size = options.paragraphs
    for share, marks in ((0.85, size // 5), (1.0, 0)):
        name = f"{size:,} paragraphs, {share:.0%} edited"
        _seconds(name, verses(1, size, share=share, marks=marks))


def _seconds(name: str, revised: Revised) -> None:
    from tests.support.anchoring_quality import found

    took, limits = [], []
    for _turn in range(TIMES):
        start = time.perf_counter()
        found(revised)
        took.append(time.perf_counter() - start)
        start = time.perf_counter()
        for para in (*revised.old, *revised.new):
            len(para.text.split())
        limits.append(time.perf_counter() - start)
    TABLE.row(name, f"{len(revised.marks):,}", *[""] * 5, f"{median(took):.1f}", f"{median(limits):.1f}")
