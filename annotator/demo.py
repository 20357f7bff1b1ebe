"""The demo: people and contributions of ``seeds/contributions.toml``, made through the ordinary actions.

It is made once: what was made of it since, by people who rename a tag or delete an account, is left alone.
Each piece carries an id made from its name, by which the first of them tells that the demo is there already.
"""

import secrets
import tomllib
import uuid
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils.translation import gettext as _

from annotator.actions import annotations, contributions, cross_references, taggings, tags
from annotator.errors import Refused
from annotator.models import Annotation, Contribution, Event, Submission
from annotator.models.place import Place
from annotator.permissions import ANNOTATORS, EDITORS
from corpus.models import Paragraph

NAMESPACE = uuid.UUID("6d0f8a4e-4c55-5e0e-9a53-3f0d6c5c1f7b")
GROUPS = {"annotator": ANNOTATORS, "editor": EDITORS}


def demo_id(name: str) -> uuid.UUID:
    """The id of the demo's request called ``name``: the same on every run."""
    return uuid.uuid5(NAMESPACE, name)


def make_people(described: list[dict[str, Any]]) -> dict[str, str]:
    """Make the demo's people; returns their passwords, by user name."""
    passwords = {}
    for person in described:
        first, _space, last = person["name"].partition(" ")
        user = User(username=person["username"], first_name=first, last_name=last)
        user.is_staff = user.is_superuser = person["role"] == "administrator"
        user.is_staff = user.is_staff or person["role"] == "editor"
        passwords[user.username] = secrets.token_urlsafe(9)
        user.set_password(passwords[user.username])
        user.save()
        if person["role"] in GROUPS:
            user.groups.add(Group.objects.get(name=GROUPS[person["role"]]))
    return passwords


class Demo:
    """Makes the demo's people, tags and contributions, where it was not made before; ``made`` counts them."""

    def __init__(self, file: Path) -> None:
        self.described = tomllib.loads(file.read_text(encoding="utf-8"))
        self.people: dict[str, User] = {}
        self.made = 0

    def check(self) -> None:
        """Raise ``Refused`` on a site that people work on: the demo would give it an administrator nobody asked for."""
        if User.objects.exists() and not self.is_there():
            raise Refused(
                _(
                    "This site has people of its own, and the demo is for an empty one. Name another folder for its "
                    "data with GLOSSATOR_DATA, or another database with DATABASE_URL."
                )
            )

    def is_there(self) -> bool:
        """Whether the demo was made here before."""
        first = demo_id(f"tag {self.described['tag'][0]['name']}")
        return Submission.objects.filter(pk=first).exists()

    @transaction.atomic
    def run(self) -> dict[str, str]:
        """Make everything, or nothing where it was made before; returns the passwords of the people made now."""
        if self.is_there():
            return {}
        passwords = make_people(self.described["person"])
        names = [person["username"] for person in self.described["person"]]
        self.people = {user.username: user for user in User.objects.filter(username__in=names)}
        editors = [person["username"] for person in self.described["person"] if person["role"] == "editor"]
        self.editor = self.people[editors[0]]
        for tag in self.described["tag"]:
            self._tag(tag)
        for contribution in self.described["contribution"]:
            self._contribution(contribution)
        return passwords

    def _tag(self, described: dict[str, Any]) -> None:
        fields = {name: value for name, value in described.items() if name != "parent"}
        parent = taggings.tags_named([described["parent"]])[0] if "parent" in described else None
        tags.create_tag(**fields, parent=parent, by=self.editor, request_id=demo_id(f"tag {described['name']}"))
        self.made += 1

    def _contribution(self, described: dict[str, Any]) -> None:
        request_id = demo_id(described["id"])
        work = self._make(described, request_id)
        self.made += 1
        status = described.get("status", "published")
        decision = demo_id(f"{described['id']} decided")
        if status == "published" and work.status != "published":
            contributions.publish(contributions=[work], by=self.editor, request_id=decision)
        elif status == "declined":
            contributions.decline(contributions=[work], by=self.editor, reason=described["reason"], request_id=decision)

    def _make(self, described: dict[str, Any], request_id: uuid.UUID) -> Contribution:
        by = self.people[described["by"]]
        if "reply_to" in described:
            note = Annotation.objects.with_places().get(pk=self._id_of(described["reply_to"]))
            return annotations.reply(to=note, body=described["body"], by=by, request_id=request_id)[0]
        place = self._place(described["document"], described.get("quote", ""), described.get("paragraph_begins", ""))
        if described["kind"] == "tag":
            chosen = taggings.tags_named([described["tag"]])
            return taggings.tag(places=[place], tags=chosen, by=by, request_id=request_id)[0][0]
        if described["kind"] == "annotation":
            return annotations.annotate(places=[place], body=described["body"], by=by, request_id=request_id)[0][0]
        return cross_references.cross_reference(
            source=place,
            target=self._place(described["target_document"], described["target_quote"], ""),
            relation=described["relation"],
            note=described.get("note", ""),
            by=by,
            request_id=request_id,
        )[0]

    def _id_of(self, name: str) -> uuid.UUID | None:
        """The id of the note that the request called ``name`` made."""
        return Event.objects.get(batch=demo_id(name), action=Event.Verb.CREATED).subject_id

    def _place(self, slug: str, quote: str, begins: str) -> Place:
        standing = Paragraph.objects.standing().select_related("document__collection").filter(document__slug=slug)
        if begins:
            return Place(standing.get(text__startswith=begins))
        return Place(standing.get(text__contains=quote), quote=quote)
