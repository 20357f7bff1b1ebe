"""The permission table: for every address, what each of the cast gets for reading and for sending.

It is complete by construction: it walks the resolver and fails for a name without a row.
"""

import re
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ROLES = ("anonymous", "reader", "annotator", "editor")


@dataclass(frozen=True)
class Row:
    """What anonymous people, readers, annotators and editors get.

    ``args`` names the parts of the address, filled in from what ``site`` made. An empty form is sent. ``hidden`` is
    what people who may not read the document get: one who is not logged in, and one who is.
    """

    args: tuple[str, ...] = ()
    get: str = "200 200 200 200"
    post: str = "405 405 405 405"
    hidden: str = ""


MEMBERS = "302 200 200 200"
SENT_ONLY = "405 405 405 405"
EDITORS = "302 403 403 200"
HIDDEN = "404 404"
# Whoever sends something and is not logged in is asked to before anything is looked up.
HIDDEN_FORM = "302 404"
TABLE = {
    "catalogue": Row(),
    "help": Row(get="200 200 200 200"),
    "healthz": Row(),
    "readyz": Row(),
    "metrics": Row(get="404 404 404 404"),
    "document": Row(("document",), hidden=HIDDEN),
    "outline": Row(("document",), hidden=HIDDEN),
    "document_tags": Row(("document",), hidden=HIDDEN),
    "shown_passages": Row(("document",), hidden=HIDDEN),
    "print": Row(("document",), hidden=HIDDEN),
    "margin": Row(("document",), hidden=HIDDEN),
    "revisions": Row(("document",), hidden=HIDDEN),
    "revision": Row(("document", "revision"), "302 302 302 302", hidden=HIDDEN),
    "revision_marks": Row(("document", "revision"), hidden=HIDDEN),
    "take_back": Row(("document", "revision"), EDITORS, "302 403 403 422", hidden=HIDDEN_FORM),
    "jobs": Row((), MEMBERS),
    "job": Row(("job",), "302 404 200 404"),
    "cancel_job": Row(("job",), SENT_ONLY, "302 404 302 404"),
    "backups": Row((), "302 403 403 403", "302 403 403 403"),
    "load": Row((), EDITORS, "302 403 403 422"),
    "compare": Row(("document", "revision", "revision"), "404 404 404 404", hidden=HIDDEN),
    "paragraph": Row(("document", "key"), hidden=HIDDEN),
    "parallel_passages": Row(("document", "key"), hidden=HIDDEN),
    "join_elsewhere": Row(("document", "key"), SENT_ONLY, "302 403 302 302", hidden=HIDDEN_FORM),
    "tags_elsewhere": Row(("document", "key"), "302 403 200 200", "302 403 302 302", hidden=HIDDEN_FORM),
    "contribute": Row(("document", "key", "form"), "302 403 200 200", "302 403 422 422", hidden=HIDDEN_FORM),
    "passage": Row(("passage",), hidden=HIDDEN),
    "history": Row(("kind", "note"), hidden=HIDDEN),
    "edit": Row(("kind", "note"), "302 403 200 200", "302 403 422 422", hidden=HIDDEN_FORM),
    "act": Row(("kind", "note", "verb"), SENT_ONLY, "302 403 302 302", hidden=HIDDEN_FORM),
    "annotation": Row(("note",), "302 302 302 302", hidden=HIDDEN),
    "preview_note": Row((), SENT_ONLY, "302 403 422 422"),
    "reply": Row(("note",), "302 403 200 200", "302 403 422 422", hidden=HIDDEN_FORM),
    "start_waiting_end": Row((), SENT_ONLY, "302 403 404 404"),
    "cancel_waiting_end": Row((), SENT_ONLY, "302 302 302 302"),
    "undo": Row((), SENT_ONLY, "302 302 302 302"),
    "last_action": Row((), MEMBERS, "302 405 405 405"),
    "find_tags": Row(),
    "find_people": Row(),
    "find_documents": Row(),
    "find_passages": Row((), MEMBERS, "302 405 405 405"),
    "tags": Row(),
    "new_tag": Row((), EDITORS, "302 403 403 422"),
    "tag": Row(("tag",)),
    "tag_history": Row(("tag",), MEMBERS, "302 405 405 405"),
    "edit_tag": Row(("tag",), EDITORS, "302 403 403 422"),
    "merge_tag": Row(("tag",), EDITORS, "302 403 403 422"),
    "delete_tag": Row(("tag",), EDITORS, "302 403 403 422"),
    "tag_in_bulk": Row((), "302 403 200 200", "302 403 422 422"),
    "cross_references": Row(),
    "cross_reference": Row(("reference",), hidden=HIDDEN),
    "parallels": Row((), MEMBERS),
    "parallel": Row(("parallel",), MEMBERS, "302 403 302 302", hidden=HIDDEN_FORM),
    "find_parallels": Row((), SENT_ONLY, "302 403 403 302"),
    "person": Row(("person",)),
    "search": Row(),
    "build_query": Row(),
    "search_csv": Row(("view",)),
    "saved_searches": Row((), MEMBERS),
    "save_search": Row((), MEMBERS, "302 422 422 422"),
    "saved_search": Row(("search",), "302 403 200 200", "302 403 422 422"),
    "search_seen": Row(("search",), SENT_ONLY, "302 302 302 302"),
    "tag_places": Row(("tag",)),
    "tag_places_csv": Row(("tag", "view")),
    "move_places": Row(("tag",), "302 403 200 200", "302 403 422 422"),
    "parallel_map": Row(),
    "choose_other": Row(("document",), hidden=HIDDEN),
    "side_by_side": Row(("document", "beside"), hidden=HIDDEN),
    "formulary": Row(),
    "formulary_csv": Row(),
    "variants": Row(),
    "variants_csv": Row(),
    "review": Row((), EDITORS, "302 403 403 422"),
    "place_marks": Row((), "302 403 200 200", "302 403 422 422"),
    "accept_marks": Row((), "302 403 200 200", "302 403 422 422"),
    "activity": Row(),
    "export": Row(),
    "export_columns": Row(),
    "export_csv": Row(("file",)),
    "export_bundle": Row(),
    "inbox": Row((), MEMBERS, "302 405 405 405"),
    "mark_notifications": Row((), SENT_ONLY, "302 302 302 302"),
    "invitations": Row((), EDITORS, "302 403 403 302"),
    "withdraw_invitation": Row(("search",), SENT_ONLY, "302 403 403 404"),
    "accept_invitation": Row(("token",), get="404 404 404 404", post="404 404 404 404"),
    "profile": Row((), MEMBERS, "302 302 302 302"),
    "end_login": Row(("login",), SENT_ONLY, "302 404 404 404"),
    "remove_email": Row((), SENT_ONLY, "302 302 302 302"),
    "leave": Row((), "302 302 302 302", "302 302 302 302"),
    "keys": Row(),
    "notification_settings": Row((), MEMBERS, "302 422 422 422"),
    "stop_notifications": Row(("token",), get="404 404 404 404", post="404 404 404 404"),
    "import": Row((), EDITORS, "302 403 403 422"),
}


def patterns(resolver, prefix="", namespace=""):
    """Every named address with its view, its namespace and its whole pattern."""
    for each in resolver.url_patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, path, each.namespace or namespace)
        elif isinstance(each, URLPattern):
            yield each.name, each.callback, namespace, path


def ours():
    """The names of the site's own addresses; the admin's and the account pages' are their libraries'."""
    found = patterns(get_resolver())
    return {name for name, view, namespace, _path in found if not namespace and view.__module__.startswith("annotator")}


def test_every_address_has_a_row():
    assert ours() == set(TABLE)


def address_of(name, site):
    return reverse(name, args=[site[part] for part in TABLE[name].args])


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_of_the_cast_gets_what_the_table_says(name, one_of_each, log_in, request):
    row = TABLE[name]
    for method, wanted in (("get", row.get), ("post", row.post)):
        got = []
        for role in ROLES:
            client = log_in(None if role == "anonymous" else request.getfixturevalue(role))
            got.append(getattr(client, method)(address_of(name, one_of_each)).status_code)
        assert dict(zip(ROLES, got, strict=True)) == dict(zip(ROLES, map(int, wanted.split()), strict=True)), method


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.hidden))
def test_what_stands_in_a_document_one_may_not_read_is_not_there(name, one_of_each, log_in, reader):
    one_of_each["text"].collection.access = "groups"
    one_of_each["text"].collection.save()
    row = TABLE[name]
    for client, wanted in zip((log_in(), log_in(reader)), map(int, row.hidden.split()), strict=True):
        send = client.post if row.get == SENT_ONLY else client.get
        assert send(address_of(name, one_of_each)).status_code == wanted


def test_the_admin_lets_in_nobody_who_is_not_of_the_staff(log_in, editor):
    for name, _view, namespace, path in patterns(get_resolver()):
        if namespace != "admin" or name is None:
            continue
        address = "/" + re.sub(r"<[^>]*>|\(\?P[^)]*\)[^)]*\)?|\^|\$", "1", path)
        answer = log_in().get(address)
        assert answer.status_code in {301, 302, 404}, address
        if answer.status_code == 302 and name != "logout":
            assert "log" in answer["Location"], address
        assert log_in(editor).get(address).status_code in {301, 302, 403, 404}, address
