"""Changing what is said about a document: title, author, date and the like."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from annotator.actions.batch import batch, digest_of
from annotator.errors import NotUpdatedError, Refused
from annotator.models import Event
from annotator.permissions import Permission, require
from corpus.blocks import Metadata
from corpus.importing.errors import LoadRefusedError
from corpus.importing.plan import fitted
from corpus.models import Collection, Document

TEXTS = ("title", "subtitle", "short_title", "author", "publisher", "language", "source_url", "rights")


def details_of(document: Document) -> dict[str, str | None]:
    """What is said about ``document`` (with its collection), as JSON keeps it."""
    return {
        "collection": document.collection.slug,
        "published_on": document.published_on.isoformat() if document.published_on else None,
        **{name: getattr(document, name) for name in TEXTS},
    }


def state_digest(document: Document) -> str:
    """A value that changes when what is said about ``document`` does: what a form sends back as ``seen``."""
    return digest_of(details_of(document))


def edit_document(
    *,
    document: Document,
    collection: Collection,
    published_on: date | None,
    texts: Mapping[str, str],
    seen: str,
    by: User,
    request_id: UUID | None = None,
) -> UUID:
    """Change what is said about ``document``, of which the person saw what ``state_digest`` gave as ``seen``.

    Args:
        document: the document; its slug, which citations name, stays.
        collection: where it belongs from now on, one the person may read.
        published_on: when it was published.
        texts: a value for each of ``TEXTS``.
        seen: the mark of what the person saw.
        by: the person.
        request_id: the id the client gave its request.

    Returns:
        The batch's id. Where nothing is different nothing is recorded.

    Raises:
        Refused: a text cannot be kept.
        NotUpdatedError: somebody else changed the document since.
        PermissionDenied: ``by`` may not change documents.
    """
    require(by, Permission.EDIT_DOCUMENT)
    if not Collection.objects.visible_to(by).filter(pk=collection.pk).exists():
        raise Refused(_("There is no such collection. Choose one of those you can read."), field="collection")
    kept = _fitted(texts)
    with batch(by=by, request_id=request_id) as current:
        # Where the database can, it keeps others waiting from here; SQLite has one writer anyway.
        document = Document.objects.select_for_update(of=("self",)).select_related("collection").get(pk=document.pk)
        if state_digest(document) != seen:
            raise NotUpdatedError
        before = details_of(document)
        document.collection = collection
        document.published_on = published_on
        for name in TEXTS:
            setattr(document, name, getattr(kept, name))
        after = details_of(document)
        if after != before:
            _save(document)
            current.record(Event.Verb.EDITED, document, before=before, after=after)
    return current.id


def _fitted(texts: Mapping[str, str]) -> Metadata:
    """``texts`` as a load would keep them; ``Refused`` where it would leave something out that a person typed."""
    typed: dict[str, Any] = {name: texts[name] for name in TEXTS}
    try:
        kept = fitted(Metadata(**typed), fallback_title="")
    except LoadRefusedError as error:
        raise Refused(error.translated(_)) from error
    if not kept.title:
        raise Refused(_("A document needs a title."), field="title")
    if texts["language"].strip() and not kept.language:
        raise Refused(
            _("“%(tag)s” is not a language tag. Use one such as en, zh-Hans or ar.") % {"tag": texts["language"]},
            field="language",
        )
    if texts["source_url"].strip() and not kept.source_url:
        raise Refused(_("That is not an address. Use one that begins with http:// or https://."), field="source_url")
    for name in TEXTS:
        if len(getattr(kept, name)) < len(" ".join(texts[name].split())):
            longest = getattr(Document._meta.get_field(name), "max_length", None) or len(kept.rights)  # noqa: SLF001 - Django's public API
            raise Refused(_("That is longer than %(most)s characters. Shorten it.") % {"most": longest}, field=name)
    return kept


def _save(document: Document) -> None:
    try:
        document.full_clean(exclude=["slug"])
    except ValidationError as error:
        raise Refused(*error.messages, field=next(iter(error.message_dict), None)) from error
    document.save(update_fields=["collection", "published_on", *TEXTS])
