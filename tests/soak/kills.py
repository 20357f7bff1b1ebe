"""Kills: the server is killed, all its processes at once, while eight people write, again and again.

Whatever was acknowledged must be there afterwards; whatever was not is there whole or not at all, and is there once when
it is sent again.
"""

import itertools
import random
import threading
import time
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from tests.bench.measuring import Table, database

from .visiting import Server, Visitor

TABLE = Table(
    "database", figures=["kills", "acknowledged", "lost", "half done", "sent again", "doubled", "errors"], width=14
)
# Seconds that people write before the server is killed, between these.
BETWEEN = (0.3, 2.5)
TAGS_AT_ONCE = 3
DONE = 200


@dataclass
class Sent:
    """A form that was sent: where, what, and how many contributions it makes."""

    address: str
    fields: dict[str, object]
    makes: int
    status: int = 0

    @property
    def id(self) -> UUID:
        """The id of the request, which is the batch's."""
        return UUID(str(self.fields["request_id"]))


@dataclass
class Writer:
    """Somebody who writes until the server does not answer any more."""

    session: str
    forms: "itertools.count[int]"
    slug: str
    keys: list[int]
    tags: list[str]
    sent: list[Sent] = field(default_factory=list)
    used: set[tuple[int, str]] = field(default_factory=set)

    def form(self) -> Sent:
        """The next form: a note, or several tags at once."""
        number, key = next(self.forms), random.choice(self.keys)
        asked = {"request_id": str(uuid4())}
        if number % 2:
            return Sent(f"/documents/{self.slug}/{key}/annotations/", asked | {"body": f"Note {number}."}, 1)
        # What somebody has on a paragraph already is not made again.
        names = random.sample([tag for tag in self.tags if (key, tag) not in self.used], TAGS_AT_ONCE)
        self.used.update((key, name) for name in names)
        return Sent(f"/documents/{self.slug}/{key}/tags/", asked | {"tags": ", ".join(names)}, TAGS_AT_ONCE)

    def work(self, port: int) -> None:
        """Send one after the other."""
        visitor = Visitor(port, self.session)
        while True:
            self.sent.append(sent := self.form())
            sent.status = visitor.post(sent.address, sent.fields).status
            if not sent.status:
                return

    def send_again(self, port: int) -> int:
        """What the last crash left open, as a page that is still open does; returns how many."""
        unsure = [sent for sent in self.sent if not sent.status]
        for sent in unsure:
            sent.status = Visitor(port, self.session).post(sent.address, sent.fields).status
        return len(unsure)


def run(seconds: float) -> int:
    """Kill for ``seconds``; returns how much was wrong."""
    from tests.bench import site

    site.prepare()
    document, people = site.document(400), site.people()
    tags = [tag.name for tag in site.tags()]
    keys = list(document.paragraphs.filter(kind="body").values_list("key", flat=True))
    count = itertools.count()
    writers = [Writer(site.session_of(person), count, document.slug, keys, tags) for person in people]
    until = time.monotonic() + seconds
    kills = again = 0
    while time.monotonic() < until or not kills:
        server = Server()
        again += sum(writer.send_again(server.port) for writer in writers)
        threads = [threading.Thread(target=writer.work, args=[server.port]) for writer in writers]
        for thread in threads:
            thread.start()
        time.sleep(random.uniform(*BETWEEN))
        server.kill()
        kills += 1
        for thread in threads:
            thread.join()
    sent = [each for writer in writers for each in writer.sent]
    lost, half, doubled = _wrong(sent)
    # 422: these tags are on this passage already.
    other = sum(each.status not in {0, DONE, 422} for each in sent)
    TABLE.row(database(), kills, sum(each.status == DONE for each in sent), lost, half, again, doubled, other)
    return lost + half + doubled + other


def _wrong(requests: list[Sent]) -> tuple[int, int, int]:
    """How many requests were lost, how many are half there, and how many were carried out more than once."""
    from annotator.models import Annotation, Event, Submission, Tagging

    created: dict[UUID, set[UUID]] = {}
    # The site was made through actions too: its tags have events of their own.
    told_of = Event.objects.filter(action="created", subject_type__in=["annotation", "tagging"])
    for batch, subject in told_of.values_list("batch", "subject_id"):
        created.setdefault(batch, set()).add(subject)
    there = {*Annotation.objects.values_list("pk", flat=True), *Tagging.objects.values_list("pk", flat=True)}
    carried_out = set(Submission.objects.values_list("pk", flat=True))
    lost = half = doubled = 0
    for sent in requests:
        things = created.get(sent.id, set())
        whole = sent.id in carried_out and len(things) == sent.makes and things <= there
        nothing = sent.id not in carried_out and not things
        lost += sent.status == DONE and nothing
        half += not whole and not nothing
        doubled += len(things) > sent.makes
    # Nothing is there that no event tells of, and no event tells of what is not there.
    told = set().union(*created.values()) if created else set()
    return lost, half + len(there ^ told), doubled
