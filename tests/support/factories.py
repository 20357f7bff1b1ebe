"""Things to test with, made directly in the database."""

import itertools
import uuid

from django.utils import timezone

from annotator.actions import annotations, cross_references, jobs, saved_searches, taggings
from annotator.models import Passage, ProposedParallel, Tag, Tagging
from annotator.models.place import Place
from annotator.models.proposed_parallel import in_order
from annotator.models.tag_names import key_of
from corpus.models import Collection, Document, Paragraph, Revision

numbers = itertools.count(1)


def make_collection(**fields):
    number = next(numbers)
    groups = fields.pop("groups", ())
    collection = Collection.objects.create(**{"slug": f"collection-{number}", "title": f"Collection {number}"} | fields)
    collection.groups.set(groups)
    return collection


def make_document(texts=("First paragraph.", "Second paragraph."), **fields):
    number = next(numbers)
    fields = {"slug": f"document-{number}", "title": f"Document {number}", "language": "en"} | fields
    fields.setdefault("collection", None)
    fields["collection"] = fields["collection"] or make_collection()
    document = Document.objects.create(**fields, next_key=len(texts) + 1)
    document.current = Revision.objects.create(
        document=document,
        number=1,
        loaded_at=timezone.now(),
        source_name="text.txt",
        media_type="text/plain",
        sha256=f"{number:064d}",
        length=len(texts),
        paragraph_count=sum(not text.startswith("# ") for text in texts),
    )
    document.save()
    for key, text in enumerate(texts, 1):
        kind, level = ("heading", 1) if text.startswith("# ") else ("body", 0)
        Paragraph.objects.create(
            document=document,
            key=key,
            position=key,
            kind=kind,
            level=level,
            text=text.removeprefix("# "),
            since=document.current,
        )
    return document


def paragraphs_of(document):
    """Its paragraphs in order, each with the document, as actions want them."""
    paragraphs = list(document.paragraphs.order_by("position"))
    for each in paragraphs:
        each.document = document
    return paragraphs


def make_tag(name, **fields):
    return Tag.objects.create(**{"name": name, "key": key_of(name), "path": name, "slug": name} | fields)


def make_passage(paragraph):
    """The whole of a paragraph."""
    values = {"document": paragraph.document, "quote": paragraph.text, "revision": paragraph.since}
    return Passage.objects.get_or_create(paragraph=paragraph, start=None, end=None, defaults=values)[0]


def make_tagging(paragraph, tag, author, **fields):
    return Tagging.objects.create(content_object=make_passage(paragraph), tag=tag, author=author, **fields)


def make_parallel(paragraph, other, score=0.8, **fields):
    """A proposed parallel of two whole paragraphs."""
    one, other = in_order(make_passage(paragraph), make_passage(other))
    reason = {"sentence": "The same words.", "plural": "The same words.", "params": {"number": 2}, "number": 2}
    values = {"wording": "changed", "found_by": "words 1", "reasons": [reason]} | fields
    return ProposedParallel.objects.create(one=one, other=other, score=score, **values)


def make_one_of_each(annotator):
    """A text with one contribution of every kind, as parts of the addresses of pages, by their names."""
    text = make_document(texts=["A passage of some words.", "Some words of another passage."])
    paras = paragraphs_of(text)
    (tagging,), _batch = taggings.tag(places=[Place(paras[0])], tags=[make_tag("one")], by=annotator)
    (note,), _batch = annotations.annotate(places=[Place(paras[0])], body="A note.", by=annotator)
    reference, _batch = cross_references.cross_reference(
        source=Place(paras[0]), target=Place(paras[1]), relation="quotes", by=annotator
    )
    pair = make_parallel(paras[0], paras[1])
    saved, _batch = saved_searches.save_search(name="Words", address="q=words", shared=True, by=annotator)
    job, _new = jobs.ask(pk=uuid.uuid4(), by=annotator, kind="load", name="speech.txt", typed="")
    return {
        "text": text,
        "document": text.slug,
        "beside": make_document(texts=["Some words of a text beside it."]).slug,
        "key": 1,
        "revision": 1,
        "form": "annotations",
        "passage": tagging.content_object_id,
        "kind": "annotation",
        "note": note.pk,
        "verb": "resolve",
        "tag": "one",
        "reference": reference.pk,
        "parallel": pair.pk,
        "person": annotator.username,
        "file": "tags",
        "token": "1:forged",
        "view": "concordance",
        "search": saved.pk,
        "job": job.pk,
        # Of nobody: those of the cast are logged in without the site being told from where.
        "login": 1_000_000,
    }
