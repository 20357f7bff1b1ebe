"""A small site whose export is known to the byte: fixed ids, fixed times, awkward texts."""

import uuid
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import Group, User

from annotator.models import Annotation, CrossReference, Event, Passage, ProposedParallel, Tag, Tagging
from annotator.models.tag_names import key_of
from annotator.permissions import ANNOTATORS, EDITORS
from corpus.models import Collection, Document, Paragraph, Revision

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
AWKWARD = 'He said: "one, two"\nand = three'


def number(group, place):
    """The id of a thing, the same in every run."""
    return uuid.UUID(int=(group << 96) + place)


def at(minutes, microseconds=0):
    return START + timedelta(minutes=minutes, microseconds=microseconds)


class Site:
    """What was made, by name."""

    def __init__(self, *, worked_on=True):
        self.people()
        self.codebook()
        self.texts()
        if not worked_on:
            return
        self.work()
        self.pairs()
        self.history()

    def people(self):
        groups = {name: Group.objects.get_or_create(name=name)[0] for name in (ANNOTATORS, EDITORS, "Insiders")}
        self.ada = User.objects.create(username="ada", first_name="Ada, called", last_name="-L.")
        self.bela = User.objects.create(username="@bela")
        self.editor = User.objects.create(username="edda")
        self.outsider = User.objects.create(username="otto")
        for person in (self.ada, self.bela):
            person.groups.add(groups[ANNOTATORS])
        self.editor.groups.add(groups[EDITORS], groups["Insiders"])
        self.insiders = groups["Insiders"]

    def tag(self, place, name, parent=None, **fields):
        path = f"{parent.path} › {name}" if parent else name
        slug = fields.pop("slug", name)
        created = at(place)
        return Tag.objects.create(
            id=number(1, place), name=name, key=key_of(name), slug=slug, parent=parent, path=path,
            created_at=created, modified_at=created, **fields,
        )  # fmt: skip

    def codebook(self):
        self.rule = self.tag(3, "rule", definition="Words that ask for something.", use_when='"must", "shall"')
        self.duty = self.tag(2, "duty", parent=self.rule, definition="=SUM(A1)", avoid_when="'=kept", colour=8)
        self.other = self.tag(1, "Ärger", slug="ärger", definition="line\none")

    def document(self, slug, collection, texts, **fields):
        document = Document.objects.create(slug=slug, collection=collection, **fields)
        document.current = Revision.objects.create(
            document=document, number=2, loaded_at=START, source_name="x.txt", media_type="text/plain",
            sha256=slug[0] * 64, length=len(texts),
        )  # fmt: skip
        document.save()
        for position, (kind, printed, text) in enumerate(texts, 1):
            Paragraph.objects.create(
                document=document, key=position * 10, position=position, kind=kind, level=kind == "heading",
                number=printed, text=text, section="" if position == 1 else "Part › One", since=document.current,
            )  # fmt: skip
        return document

    def texts(self):
        public = Collection.objects.create(slug="public", title="Public")
        inner = Collection.objects.create(slug="inner", title="Inner", access="groups")
        inner.groups.add(self.insiders)
        # Byte order: capitals before small letters, a hyphen before letters.
        self.zeta = self.document(
            "Zeta", public, [("heading", "I.", "Zeta, the heading"), ("body", "", AWKWARD), ("furniture", "•", "")],
            title="Zeta, or “the first”", subtitle="-5", author="A. Writer", publisher="P", rights="All",
            published_on=date(2022, 11, 11), language="en", source_url="https://example.org/zeta",
        )  # fmt: skip
        self.alpha = self.document(
            "alpha", public, [("body", "1.", "Alpha 𝄞 begins here."), ("item", "•", "+ item\rwith return")],
            title="Alpha",
        )  # fmt: skip
        self.secret = self.document("secret", inner, [("body", "", "Not for everybody.")], title="Secret")
        Document.objects.create(slug="unloaded", collection=public, title="Never loaded")

    def passage(self, document, key, start=None, end=None, state="kept"):
        paragraph = document.paragraphs.get(key=key)
        return Passage.objects.get_or_create(
            paragraph=paragraph, start=start, end=end,
            defaults={"document": document, "quote": paragraph.text[start:end], "state": state, "revision": paragraph.since},
        )[0]  # fmt: skip

    def tagging(self, place, tag, author, passage, **fields):
        created = fields.pop("made", at(place, place))
        return Tagging.objects.create(
            id=number(2, place), tag=tag, author=author, content_object=passage, created_at=created, modified_at=created,
            **fields,
        )  # fmt: skip

    def note(self, place, author, passage, body, **fields):
        return Annotation.objects.create(
            id=number(3, place), author=author, passage=passage, body=body, body_html="", created_at=at(place),
            modified_at=at(place, 1), **fields,
        )  # fmt: skip

    def reference(self, place, author, source, target, **fields):
        return CrossReference.objects.create(
            id=number(4, place), author=author, source=source, target=target, created_at=at(place),
            modified_at=at(place), **fields,
        )  # fmt: skip

    def work(self):
        passage = self.passage(self.zeta, 20, 9, 19)
        later = self.passage(self.zeta, 20, 10, 13, state="shifted")
        whole = self.passage(self.zeta, 20)
        alpha = self.passage(self.alpha, 10, 6, 7)
        item = self.passage(self.alpha, 20)
        secret = self.passage(self.secret, 10)
        # Made in another order than that of the text.
        self.tagging(9, self.rule, self.ada, alpha)
        self.tagging(8, self.duty, self.ada, later)
        self.tagging(7, self.rule, self.bela, passage, made=at(7))
        self.tagging(6, self.other, self.bela, whole, origin="bulk")
        self.tagging(5, self.rule, self.ada, whole, status="draft")
        self.tagging(4, self.rule, self.bela, whole, status="proposed", made=at(60))
        self.tagging(3, self.duty, self.bela, whole, status="declined")
        self.tagging(2, self.duty, self.ada, passage, withdrawn_at=at(70))
        self.tagging(1, self.rule, self.editor, secret)
        first = self.note(5, self.ada, passage, AWKWARD, resolved_at=at(90))
        self.note(4, self.bela, passage, "=1+1", in_reply_to=first)
        withdrawn = self.note(3, self.ada, item, "gone", withdrawn_at=at(91))
        self.note(2, self.bela, item, "An answer to what was withdrawn", in_reply_to=withdrawn, origin="import")
        draft = self.note(1, self.ada, item, "only mine", status="draft")
        self.note(6, self.ada, item, "An answer to a draft", in_reply_to=draft)
        self.reference(2, self.ada, later, alpha, relation="quotes", note="@see")
        self.reference(1, self.bela, alpha, item)
        self.reference(3, self.editor, secret, passage, relation="restates", note="Points out of the secret one.")
        self.reference(4, self.editor, passage, secret, relation="cites", note="Points into the secret one.")

    def pair(self, place, one, other, **fields):
        reason = {"sentence": "“%(word)s” is rare.", "plural": "", "params": {"word": "=a"}, "number": 1}
        values = {"score": 0.5, "wording": "shared", "found_by": "words 1", "found_at": at(place), "reasons": [reason]}
        return ProposedParallel.objects.create(id=number(7, place), one=one, other=other, **values | fields)

    def pairs(self):
        whole, item, secret = (
            self.passage(document, key) for document, key in ((self.zeta, 20), (self.alpha, 20), (self.secret, 10))
        )
        alpha, later = self.passage(self.alpha, 10, 6, 7), self.passage(self.zeta, 20, 10, 13)
        self.pair(1, item, whole)
        self.pair(2, secret, whole, score=1.0, verdict="rejected", judged_by=self.editor, judged_at=at(95))
        reference = CrossReference.objects.get(pk=number(4, 2))
        judged = {"verdict": "accepted", "judged_by": self.ada, "judged_at": at(96), "reference": reference}
        self.pair(3, later, alpha, score=0.8333, wording="within", **judged)

    def event(self, place, actor, action, subject, document, **fields):
        subject_type, subject_id = subject
        fields = {"batch": number(6, place), "at": at(place, place)} | fields
        return Event.objects.create(
            id=number(5, place), actor=actor, action=action, subject_type=subject_type, subject_id=subject_id,
            document=document, **fields,
        )  # fmt: skip

    def history(self):
        paragraph = self.zeta.paragraphs.get(key=20)
        self.event(1, None, "loaded", ("document", None), self.zeta, after={"b": 1, "a": [None, 1.5, "é\u2028\"'"]})
        self.event(
            2, self.bela, "created", ("tagging", number(2, 7)), self.zeta, paragraph=paragraph, after={"tag": "rule"}
        )
        self.event(3, self.editor, "created", ("tagging", number(2, 1)), self.secret, after={"tag": "rule"})
        self.event(4, self.ada, "created", ("tagging", number(2, 5)), self.zeta, after={"tag": "rule"})
        changed = {"before": {"name": "x"}, "after": {"name": "y"}}
        self.event(5, self.editor, "edited", ("tag", number(1, 2)), None, reason="=because", **changed)
