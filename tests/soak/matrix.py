"""Every address for everybody: each of the site's addresses, asked by each of the cast with each method.

Reading and sending are answered as the table of permissions says, with htmx as without errors; what only reads writes
nothing; what comes from another site's page is refused and writes nothing; what somebody may not read is not there. The
pages of the administration are for nobody of this cast.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.bench.measuring import Table, database

TABLE = Table("database", figures=["cells", "wrong"], width=14)
WRITES = re.compile(r"^(INSERT INTO|UPDATE|DELETE FROM) \W?(annotator|corpus|auth)_")
SAFE = ("GET", "HEAD", "OPTIONS")
METHODS = (*SAFE, "POST", "PUT", "PATCH", "DELETE")
REFUSED = {302, 403, 404, 405}
ELSEWHERE = {"Origin": "https://elsewhere.example"}
HTMX = {"HX-Request": "true"}
# What mail programs send: its right is in the signed address (RFC 8058), and there is none in this table's.
FROM_ANYWHERE = {"stop_notifications"}


class Asked(NamedTuple):
    """A cell: who asks for what, and how."""

    role: str
    name: str
    method: str
    headers: tuple[tuple[str, str], ...] = ()
    hidden: bool = False


def run(_seconds: float) -> int:
    """Ask everything once; returns how much was wrong."""
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from annotator.permissions import ANNOTATORS, EDITORS
    from tests.bench import site
    from tests.contracts.test_permissions import ROLES
    from tests.contracts.test_permissions import TABLE as ROWS
    from tests.support.factories import make_one_of_each

    site.prepare()
    # What is refused here is meant to be.
    logging.disable(logging.ERROR)
    people: dict[str, Any] = {role: User.objects.create(username=role) for role in ROLES if role != "anonymous"}
    for role, group in (("annotator", ANNOTATORS), ("editor", EDITORS)):
        people[role].groups.add(Group.objects.get(name=group))
    parts = make_one_of_each(people["annotator"])
    clients: dict[str, Client] = {}
    for role in ROLES:
        clients[role] = Client(raise_request_exception=False, enforce_csrf_checks=False)
        if role in people:
            clients[role].force_login(people[role])
    cells = wrong = 0
    for asked in _cells(ROLES, ROWS):
        cells += 1
        answer, written = _ask(clients[asked.role], asked, parts, ROWS)
        if fault := _fault(asked, answer, written, ROLES, ROWS):
            wrong += 1
            print(f"  {asked}: {answer}, {fault}")
    TABLE.row(database(), cells, wrong)
    return wrong


def _cells(roles: Any, rows: Any) -> Iterator[Asked]:
    for name in (*rows, *_of_the_administration()):
        for role in roles:
            for method in METHODS:
                yield Asked(role, name, method)
                yield Asked(role, name, method, tuple(HTMX.items()))
            yield Asked(role, name, "POST", tuple(ELSEWHERE.items()))
            if name in rows and rows[name].hidden and role in roles[:2]:
                for method in METHODS:
                    yield Asked(role, name, method, hidden=True)


def _of_the_administration() -> list[str]:
    from django.urls import get_resolver

    from tests.contracts.test_permissions import patterns

    found = patterns(get_resolver())
    return [
        f"/{path}" for _name, _view, namespace, path in found if namespace == "admin" and not re.search(r"[<^]", path)
    ]


def _ask(client: Any, asked: Asked, parts: Any, rows: Any) -> tuple[int, list[str]]:
    """The status of the answer, and the statements that wrote; what was done is taken back."""
    from django.db import connection, transaction
    from django.urls import reverse

    from corpus.models import Collection

    written: list[str] = []

    def look(execute: Any, sql: str, *rest: Any) -> Any:
        if WRITES.match(sql):
            written.append(sql[:80])
        return execute(sql, *rest)

    address = (
        reverse(asked.name, args=[parts[part] for part in rows[asked.name].args]) if asked.name in rows else asked.name
    )
    client.handler.enforce_csrf_checks = "Origin" in dict(asked.headers)
    with transaction.atomic():
        if asked.hidden:
            Collection.objects.update(access="groups")
        with connection.execute_wrapper(look):
            answer = client.generic(asked.method, address, headers=dict(asked.headers))
            # A file is made while it is read.
            b"".join(answer)
        transaction.set_rollback(True)
    return answer.status_code, written


def _fault(asked: Asked, status: int, written: list[str], roles: Any, rows: Any) -> str:
    """What is wrong with an answer, in words; "" where nothing is."""
    if status >= 500:
        return "an error of the server"
    if written and (asked.method != "POST" or dict(asked.headers) == ELSEWHERE):
        return f"wrote {written}"
    wanted = _wanted(asked, roles, rows)
    return "" if status in wanted else f"none of {sorted(wanted)}"


def _wanted(asked: Asked, roles: Any, rows: Any) -> set[int]:
    """The statuses that may be the answer."""
    if asked.name in rows and dict(asked.headers) == ELSEWHERE and asked.name not in FROM_ANYWHERE:
        return {403}
    if asked.name not in rows or asked.method in {"PUT", "PATCH", "DELETE"}:
        return REFUSED
    row = rows[asked.name]
    number = roles.index(asked.role)
    if asked.hidden:
        sent = asked.method == "POST"
        asked_for = row.get.startswith("405") == sent and asked.method != "OPTIONS"
        return {int(row.hidden.split()[number])} if asked_for else REFUSED
    if asked.headers or asked.method == "OPTIONS":
        return set(range(200, 500))
    return {int((row.post if asked.method == "POST" else row.get).split()[number])}
