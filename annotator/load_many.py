"""Loading many documents at once, each on its own: what ``load_documents`` does, without its words on the screen.

One document that cannot be loaded does not keep the others from it; every document ends as one ``Result``.
"""

import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b, sha256
from pathlib import Path, PurePath
from time import perf_counter
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from annotator.actions.collections import readers_in_words
from annotator.actions.documents.load import LoadOutcome, Outcome, load_document, preview_document, unchanged
from annotator.actions.documents.parse import LONGEST_SLUG, PLAIN_ENDINGS, clean_name, slug_from_path
from annotator.errors import Refused, UnaskedRevision
from annotator.outages import WORDS, outage_in
from corpus.blocks import Genre
from corpus.db.statistics import sparingly
from corpus.importing.errors import LoadRefusedError
from corpus.importing.notices import describe
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

EACH = "*"  # no slug
DEFAULT_COLLECTION = ListedCollection("documents", "Documents")


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are loaded.

    ``collection``, ``access``, ``slug``, ``encoding`` and ``genre`` are empty where the manifest or the file decides.
    ``revise`` is the slug of the document that the file is a new text of, or ``EACH`` where every file is one of the
    document at its own slug; without it, no document is revised because of the name of a file.
    """

    by: User | None = None
    collection: str = ""
    access: str = ""
    slug: str = ""
    genre: Genre = Genre.UNKNOWN
    look_in: Sequence[Path] = ()
    accept_changed: bool = False
    revise: str = ""
    dry_run: bool = False
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document; ``label`` is the file or address it came from."""

    label: str
    outcome: Outcome
    message: str = ""
    seconds: float = 0.0

    @property
    def is_loaded(self) -> bool:
        return self.outcome.status not in {LoadOutcome.REFUSED, LoadOutcome.SKIPPED}

    @property
    def whole_message(self) -> str:
        """The message with the file it is about, where something went wrong with that; else the message."""
        return self.message if self.is_loaded else f"{self.label}: {self.message}"

    def row(self) -> dict[str, Any]:
        """The result as ``--json`` prints it."""
        outcome = self.outcome
        known = outcome.metadata
        notices = [{"code": one.code, "params": dict(one.params), "text": describe(one)} for one in outcome.notices]
        return {
            "slug": outcome.slug,
            "status": str(outcome.status),
            "revision": outcome.revision or None,
            "title": known.title,
            "subtitle": known.subtitle,
            "author": known.author,
            "publisher": known.publisher,
            "published_on": known.published_on.isoformat() if known.published_on else None,
            "language": known.language,
            "paragraphs": outcome.counts,
            "changes": outcome.changes,
            "edited": list(outcome.edited),
            "marks": outcome.marks,
            "marks_by_person": outcome.by_person,
            "notices": notices,
            "seconds": round(self.seconds, 3),
            "message": self.whole_message,
        }


def find_sources(paths: Iterable[Path], look_in: Sequence[Path]) -> tuple[list[Source], list[Result]]:
    """The sources at ``paths``, and a result for each path that has none to offer."""
    sources: list[Source] = []
    refused: list[Result] = []
    for path in paths:
        try:
            sources += sources_at(path, look_in)
        except LoadRefusedError as error:
            refused.append(_refused(str(path), str(error)))
        except ManifestError as error:
            label = str(path if path.name == MANIFEST else path / MANIFEST)
            refused.append(_refused(label, str(error).removeprefix(f"{label}: ")))
    return sources, refused


def _refused(label: str, message: str) -> Result:
    return Result(label, Outcome(LoadOutcome.REFUSED, ""), message)


def load_all(all_sources: Iterable[Source], options: Options, announce: Callable[[str], None]) -> Iterator[Result]:
    """Load ``all_sources`` one by one; ``announce`` is told the label of each before its turn."""
    sources = list(all_sources)
    load = _Load(options, _derived_slugs(sources))
    with sparingly():
        for source in sources:
            announce(source.label)
            begun = perf_counter()
            result = load.one(source)
            yield replace(result, seconds=perf_counter() - begun)


def _derived_slugs(sources: Sequence[Source]) -> dict[PurePath, str]:
    """A slug for each source that is given none, by the path that tells it from others, "" where that makes none.

    Files given by paths from the root of the machine count by their names; where several have the same, by their
    paths below the folder they have in common. What still has the slug of another gets its ending and, where these are
    the same as well ("a b.txt" and "a-b.txt"), a digest of its path. A slug stays with the file it was loaded from.
    """
    paths = {_key(source): source.path_given for source in sources if not source.skipped}
    for group in _same_slugs({key: slug_from_path(path) for key, path in paths.items()}):
        bare = [key for key in group if key.is_absolute() and paths[key] == PurePath(key.name)]
        if len(bare) > 1:
            folder = os.path.commonpath([key.parent for key in bare])
            paths |= {key: key.relative_to(folder) for key in bare}
    slugs = {key: slug_from_path(path) for key, path in paths.items()}
    for group in _same_slugs(slugs):
        plainest = sorted(
            group, key=lambda key: (key.suffix.lower() not in PLAIN_ENDINGS, key.suffix.lower() != ".txt", str(key))
        )
        first = _holder(slugs[group[0]], plainest)
        slugs |= {key: slug_from_path(paths[key], with_ending=True) for key in group if key != first}
    for group in _same_slugs(slugs):
        first = _holder(slugs[group[0]], sorted(group))
        for key in group:
            if key != first:
                digest = blake2b(str(paths[key]).encode(errors="replace"), digest_size=3).hexdigest()
                slugs[key] = f"{slugs[key][: LONGEST_SLUG - len(digest) - 1].rstrip('-_')}-{digest}"
    return slugs


def _holder(slug: str, paths: Sequence[PurePath]) -> PurePath:
    """Which of ``paths`` has ``slug``: the file that the document there was loaded from, else the first of them.

    Files of the same name are told apart by their bytes.
    """
    document = Document.objects.select_related("current").filter(slug=slug, current__isnull=False).first()
    if document is None or document.current is None:
        return paths[0]
    named = [path for path in paths if clean_name(path.name) == document.current.source_name]
    if len(named) > 1:
        named = [path for path in named if _digest(path) == document.current.sha256] or named
    return (named or paths)[0]


def _digest(path: PurePath) -> str:
    try:
        return sha256(content_of(Path(path)).data).hexdigest()
    except LoadRefusedError:
        return ""  # its own turn says why


def _key(source: Source) -> PurePath:
    return source.path or source.path_given


def _same_slugs(slugs: Mapping[PurePath, str]) -> list[list[PurePath]]:
    """The paths that have their slug in common with others."""
    groups: dict[str, list[PurePath]] = defaultdict(list)
    for key, slug in slugs.items():
        groups[slug].append(key)
    return [group for slug, group in groups.items() if slug and len(group) > 1]


class _Load:
    """A load of many documents, and what came of those so far."""

    def __init__(self, options: Options, derived: Mapping[PurePath, str]) -> None:
        self._options = options
        self._derived = derived
        self._done: dict[str, tuple[str, Result]] = {}  # the digest of each slug's bytes, and what came of them
        self._collections: dict[str, Collection] = {}
        self._made: set[str] = set()  # collections; in a dry run, those that would be

    def one(self, source: Source) -> Result:
        """Load one source; whatever goes wrong with it becomes its result."""
        listed = source.listed
        to_revise = "" if self._options.revise == EACH else self._options.revise
        slug = self._options.slug or to_revise or listed.slug or self._derived.get(_key(source), "")

        def result(status: LoadOutcome, message: str) -> Result:
            return Result(source.label, Outcome(status, slug, listed.metadata), message)

        if source.skipped:
            return Result(source.label, Outcome(LoadOutcome.SKIPPED, ""), source.skipped)
        if to_revise and not Document.objects.filter(slug=to_revise).exists():
            sentence = f"There is no document “{to_revise}” to revise. Correct --revise, or load it with --slug."
            return result(LoadOutcome.REFUSED, sentence)
        try:
            return self._loaded(source, slug)
        except FetchError as error:
            return result(LoadOutcome.SKIPPED, how_to_get(listed, str(error).rstrip(".")))
        except (LoadRefusedError, Refused, PermissionDenied) as error:
            return result(LoadOutcome.REFUSED, _as_options(error))
        except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not keep the others out
            return result(LoadOutcome.REFUSED, _broken(source, error))

    def _loaded(self, source: Source, slug: str) -> Result:
        listed, options = source.listed, self._options
        if source.path is None:
            known = Document.objects.select_related("current").filter(slug=slug, current__isnull=False).first()
            if known is not None:
                # Not fetched again: a page changes with its menus, and a site must come up without a network.
                note = "loaded before; its file is not on this machine, so nothing was compared"
                return Result(source.label, unchanged(known), note)
            if not listed.metadata.source_url:
                return Result(source.label, Outcome(LoadOutcome.SKIPPED, slug, listed.metadata), how_to_get(listed))
        content = content_from_address(listed) if source.path is None else content_of(source.path)
        notes = [content.note, "" if options.accept_changed else refuse_changed(listed, content)]
        digest = sha256(content.data).hexdigest()
        if slug in self._done:
            return self._again(source, slug, digest)
        collection = self._collection(source)
        outcome = self._act(source, content, collection, slug)
        result = Result(source.label, outcome, "; ".join(filter(None, [*notes, *self._notes(outcome, collection)])))
        if outcome.slug in self._done:
            return self._again(source, outcome.slug, digest)
        self._done[outcome.slug] = digest, result
        return result

    def _collection(self, source: Source) -> Collection:
        """The collection of a source, asked for once in a load."""
        slug = self._options.collection or source.listed.collection or DEFAULT_COLLECTION.slug
        if slug not in self._collections:
            collection = _collection(source, self._options)
            if collection.pk is None:
                return collection
            self._collections[slug] = collection
        return self._collections[slug]

    def _again(self, source: Source, slug: str, digest: str) -> Result:
        """The result of a source whose slug another one of this load has: the same bytes, or it is refused."""
        before, result = self._done[slug]
        if before != digest:
            raise LoadRefusedError(
                f"{result.label} has the slug “{slug}” in this load already. Load one of them with a slug of its own."
            )
        same = replace(result.outcome, status=LoadOutcome.UNCHANGED, revision=result.outcome.revision or 1)
        return replace(result, label=source.label, outcome=same, message="")

    def _notes(self, outcome: Outcome, collection: Collection) -> Iterator[str]:
        """What a person might not expect."""
        if outcome.status == LoadOutcome.CREATED and self._is_new(collection):
            # A slip of the pen in --collection opens a text to readers it was not meant for.
            self._made.add(collection.slug)
            yield f"in the new collection “{collection.slug}”, read by {readers_in_words(collection.access)}"
        elif outcome.status == LoadOutcome.CREATED and self._options.access not in {"", collection.access}:
            readers = readers_in_words(collection.access, collection.groups.all())
            yield f"the collection “{collection.slug}” was there before and stays read by {readers}"
        if outcome.status == LoadOutcome.REVISED and outcome.document and outcome.document.collection != collection:
            yield f"it stays in the collection “{outcome.document.collection.slug}”"

    def _is_new(self, collection: Collection) -> bool:
        """Whether the load makes a collection, or would in earnest."""
        return collection.pk is None and collection.slug not in self._made

    def _act(self, source: Source, content: Content, collection: Collection, slug: str) -> Outcome:
        options = self._options
        arguments: dict[str, Any] = {
            "by": options.by,
            "name": content.name,
            "data": content.data,
            "collection": collection,
            "slug": slug,
            "metadata": source.listed.metadata,
            "encoding": options.encoding or source.listed.encoding,
            "genre": options.genre or source.listed.genre,
            "may_revise": bool(options.revise or options.slug or source.listed.slug),
            "even_if_other": bool(options.revise),
        }
        return preview_document(**arguments) if options.dry_run else load_document(**arguments)


def _as_options(error: Exception) -> str:
    """The sentence of a refusal, by the options of the command where the pages have fields."""
    if not isinstance(error, UnaskedRevision):
        return str(error)
    message = " ".join(error.messages[:-1])
    return (
        f"{message} If it is a new text of that document, add --revise {error.slug}; if it is another document, "
        "give it a slug of its own with --slug."
    )


def _broken(source: Source, error: Exception) -> str:
    """What to say of an error that nobody foresaw; one of ours is logged."""
    if (outage := outage_in(error)) is not None:
        return f"{WORDS[outage].title}. {WORDS[outage].message}"
    logger.error("Loading %s broke down.", source.label, exc_info=error)
    return f"Loading it broke down ({type(error).__name__}: {error}). Nothing of it was kept; report this."


def _collection(source: Source, options: Options) -> Collection:
    """The collection a source goes to: the one named, else its manifest's; not saved yet where there is none."""
    slug = options.collection or source.listed.collection or DEFAULT_COLLECTION.slug
    existing = Collection.objects.filter(slug=slug).first()
    if existing:
        return existing
    known = (source.collection, DEFAULT_COLLECTION)
    listed = next((one for one in known if one and one.slug == slug), None)
    if listed is None and not options.collection:
        # It may be a slip of the pen.
        raise LoadRefusedError(
            f"The manifest puts it into the collection “{slug}”, which it does not list and which is not here. "
            "Add a [[collection]] for it, or name another with --collection."
        )
    listed = listed or ListedCollection(slug)
    return Collection(
        slug=listed.slug,
        title=listed.title or listed.slug.replace("-", " ").replace("_", " ").capitalize(),
        description=listed.description,
        # Whoever opens it to all says so.
        access=options.access or listed.access or Collection.Access.MEMBERS,
        review=bool(listed.review),
    )
