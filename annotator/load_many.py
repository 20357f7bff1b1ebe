"""Loading many documents at once, each on its own: what ``load_documents`` does, without its words on the screen.

One document that cannot be loaded does not keep the others from it; every document ends as one ``Result``.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from annotator.actions.collections import readers_in_words
from annotator.actions.documents.load import Outcome, Status, load_document, preview_document, unchanged
from annotator.actions.documents.reanchor_plan import Move
from annotator.errors import Refused
from annotator.outages import WORDS, outage_in
from corpus.blocks import Metadata
from corpus.importing.errors import LoadRefusedError
from corpus.importing.notices import describe
from corpus.importing.plan import Plan
from corpus.importing.sources.fetch import FetchError
from corpus.importing.sources.files import (
    Content,
    Source,
    content_from_address,
    content_of,
    how_to_get,
    refuse_changed,
    sources_at,
)
from corpus.importing.sources.manifest import NAME as MANIFEST
from corpus.importing.sources.manifest import ListedCollection, ManifestError
from corpus.models import Collection, Document

logger = logging.getLogger(__name__)

SKIPPED = "skipped"
REFUSED = "refused"
DEFAULT_COLLECTION = ListedCollection("documents", "Documents")


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are loaded; ``collection``, ``slug``, ``encoding``: "" where the manifest or the file decides."""

    by: User | None = None
    collection: str = ""
    slug: str = ""
    look_in: Sequence[Path] = ()
    accept_changed: bool = False
    revise: bool = False
    dry_run: bool = False
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document; ``label`` is the file or address it came from."""

    label: str
    status: str
    slug: str = ""
    revision: int | None = None
    metadata: Metadata = field(default_factory=Metadata)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    message: str = ""
    plan: Plan | None = None
    changes: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    adrift: Sequence[Move] = ()

    @property
    def whole_message(self) -> str:
        """The message with the file it is about, where something went wrong with that; else the message."""
        return f"{self.label}: {self.message}" if self.status in {REFUSED, SKIPPED} else self.message

    def row(self) -> dict[str, Any]:
        """The result as ``--json`` prints it."""
        kept = asdict(self.metadata)
        day = self.metadata.published_on
        facts = {name: kept[name] for name in ("title", "subtitle", "author", "publisher")}
        return {
            "slug": self.slug,
            "status": str(self.status),
            "revision": self.revision,
            **facts,
            "published_on": day.isoformat() if day else None,
            "language": self.metadata.language,
            "paragraphs": self.counts,
            "changes": self.changes,
            "marks": self.marks,
            "notices": [
                {"code": one.code, "params": dict(one.params), "text": describe(one)}
                for one in (self.plan.notices if self.plan else ())
            ],
            "seconds": round(self.seconds, 3),
            "message": self.whole_message,
        }


def find_sources(paths: Iterable[Path], look_in: Sequence[Path]) -> tuple[list[Source], list[Result]]:
    """The sources at ``paths``, and a result for each path that has none to offer."""
    found: list[Source] = []
    refused: list[Result] = []
    for path in paths:
        try:
            found += sources_at(path, look_in)
        except LoadRefusedError as error:
            refused.append(Result(str(path), REFUSED, message=str(error)))
        except ManifestError as error:
            label = str(path if path.name == MANIFEST else path / MANIFEST)
            refused.append(Result(label, REFUSED, message=str(error).removeprefix(f"{label}: ")))
    return found, refused


def load_all(found: Iterable[Source], options: Options, announce: Callable[[str], None]) -> Iterator[Result]:
    """Load ``found`` one by one; ``announce`` is told the label of each before its turn."""
    for source in found:
        announce(source.label)
        begun = perf_counter()
        result = _load(source, options)
        yield replace(result, seconds=perf_counter() - begun)


def _load(source: Source, options: Options) -> Result:
    """Load one source; whatever goes wrong with it becomes its result."""
    listed = source.listed
    slug = options.slug or listed.slug

    def refused(message: str) -> Result:
        return Result(source.label, REFUSED, slug, metadata=listed.metadata, message=message)

    if source.skipped:
        return Result(source.label, SKIPPED, slug, message=source.skipped)
    try:
        return _loaded(source, slug, options)
    except FetchError as error:
        return Result(
            source.label, SKIPPED, slug, metadata=listed.metadata, message=how_to_get(listed, str(error).rstrip("."))
        )
    except (LoadRefusedError, Refused, PermissionDenied) as error:
        return refused(str(error))
    except Exception as error:  # a fault of ours in one document must not keep the others out
        if (outage := outage_in(error)) is not None:
            return refused(f"{WORDS[outage].title}. {WORDS[outage].message}")
        logger.exception("Loading %s broke down.", source.label)
        return refused(f"Loading it broke down ({type(error).__name__}: {error}). Nothing of it was kept; report this.")


def _loaded(source: Source, slug: str, options: Options) -> Result:
    listed = source.listed
    if source.path is None:
        known = Document.objects.select_related("current").filter(slug=slug, current__isnull=False).first()
        if known is not None:
            # Not fetched again: a page changes with its menus, and a site must come up without a network.
            note = "loaded before; its file is not on this machine, so nothing was compared"
            return _result(source, unchanged(known), note)
        if not listed.metadata.source_url:
            return Result(source.label, SKIPPED, slug, metadata=listed.metadata, message=how_to_get(listed))
    content = content_from_address(listed) if source.path is None else content_of(source.path)
    notes = [content.note, "" if options.accept_changed else refuse_changed(listed, content)]
    collection = _collection(source, options)
    is_new = collection.pk is None
    outcome = _act(source, content, collection, slug, options)
    if is_new and outcome.status == Status.CREATED:
        # A slip of the pen in --collection opens a text to readers it was not meant for.
        notes.append(f"in the new collection “{collection.slug}”, read by {readers_in_words(collection.access)}")
    if outcome.status == Status.REVISED and outcome.document and outcome.document.collection != collection:
        notes.append(f"it stays in the collection “{outcome.document.collection.slug}”")
    return _result(source, outcome, "; ".join(filter(None, notes)))


def _result(source: Source, outcome: Outcome, message: str) -> Result:
    return Result(
        label=source.label,
        status=outcome.status,
        slug=outcome.slug,
        revision=outcome.revision or None,
        metadata=outcome.metadata,
        counts=outcome.counts,
        message=message,
        plan=outcome.plan,
        changes=outcome.changes,
        marks=outcome.marks,
        adrift=outcome.adrift,
    )


def _act(source: Source, content: Content, collection: Collection, slug: str, options: Options) -> Outcome:
    listed = source.listed
    if options.dry_run:
        return preview_document(
            by=options.by,
            name=content.name,
            data=content.data,
            slug=slug,
            metadata=listed.metadata,
            even_if_other=options.revise,
            encoding=options.encoding,
        )
    return load_document(
        by=options.by,
        name=content.name,
        data=content.data,
        collection=collection,
        slug=slug,
        metadata=listed.metadata,
        even_if_other=options.revise,
        encoding=options.encoding,
    )


def _collection(source: Source, options: Options) -> Collection:
    """The collection a source goes to: the one named, else its manifest's; not saved yet where there is none."""
    slug = options.collection or source.listed.collection or DEFAULT_COLLECTION.slug
    existing = Collection.objects.filter(slug=slug).first()
    if existing:
        return existing
    known = (source.collection, DEFAULT_COLLECTION)
    asked = next((one for one in known if one and one.slug == slug), None)
    if asked is None and not options.collection:
        # Made from a slip of the pen, it would be open to all.
        raise LoadRefusedError(
            f"The manifest puts it into the collection “{slug}”, which it does not list and which is not here. "
            "Add a [[collection]] for it, or name another with --collection."
        )
    asked = asked or ListedCollection(slug)
    return Collection(
        slug=asked.slug,
        title=asked.title or asked.slug.replace("-", " ").replace("_", " ").capitalize(),
        description=asked.description,
        access=asked.access or Collection.Access.PUBLIC,
        review=bool(asked.review),
    )
