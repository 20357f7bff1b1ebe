"""What nobody types: each address, for each of the cast, with values that no form of the site sends.

Until the time is over, in an order that is always the same: addresses with parts that are too long, of other characters
or of nothing; queries and forms in which some of the names that the site knows have such values. No answer is an error
of the server, what only reads writes nothing, and nothing leads to another site.
"""

import logging
import random
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tests.bench.measuring import Table, database
from tests.soak.matrix import WRITES

TABLE = Table("database", figures=["requests", "wrong"], width=14)
ROOT = Path(__file__).resolve().parents[2]
VALUES = [
    "", "\x00", "a\x00b", "-1", "0", "1", "2", "9" * 30, "-9999999999999999999", "1e309", "nan", "0x10", "١٢", "²", "½",
    "a" * 5_000, "\u202e\u2066", "\ufeff", "\U0001d11e" * 300, "'", '"', "';--", "%", "%00", "%ff", "_", "\\", "\\u0000",
    "<script>alert(1)</script>", "{{ 7 }}", "${7}", "../../etc/passwd", "//elsewhere.example/", "https://elsewhere.example",
    "/\\elsewhere.example", "javascript:alert(1)", "\r\nSet-Cookie: a=b", "\t", " ", "\n" * 50, "None", "true", "[]", "{}",
    '{"a": 1}', "0001-01-01", "9999-12-31", "2026-02-30", "00000000-0000-0000-0000-000000000000", "draft", "lost", "tag",
    "handbook", "=", "~", "*", "a*", '"', '"a b', "a ~9999 b", "(" * 200, "-" * 200, "in:", "from:x", "a|b|" * 100, "-x",
    "author:", "=a*b", "ς", "İ", "ß", "e\u0301", "\u3000", "published", "concordance", "time", "words", "1,2", "1:5-2",
]  # fmt: skip
# What a browser may send and no URL library would.
RAW = ["%", "%zz", "%ff%fe", "%c0%80", "%ed%a0%80", "&&&=", "q=%00&q=1&q[]=2", ";", "a" * 3_000]
PARTS = ["0", "1", "99999999999999999999", "a", "a" * 300, "%00", "%ff", "..", "%2e%2e%2f", "é", "-", "tags", "edit"]
NAMES = re.compile(r"""(?:GET|POST|query|typed)(?:\.get|\.getlist)?[(\[]\s*"(\w+)"|number_in\([^,]*, "(\w+)"\)""")
FIELD = re.compile(r"^    (\w+) = (?:forms\.\w+|\w+Field)\(", re.MULTILINE)


def run(seconds: float) -> int:
    """Ask until the time is over; returns how much was wrong."""
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from annotator.permissions import ANNOTATORS, EDITORS
    from tests.bench import site
    from tests.contracts.test_permissions import ROLES
    from tests.contracts.test_permissions import TABLE as ROWS
    from tests.support.factories import make_one_of_each

    site.prepare()
    logging.disable(logging.ERROR)
    people = {role: User.objects.create(username=role) for role in ROLES if role != "anonymous"}
    for role, group in (("annotator", ANNOTATORS), ("editor", EDITORS)):
        people[role].groups.add(Group.objects.get(name=group))
    parts = make_one_of_each(people["annotator"])
    clients = {role: Client(raise_request_exception=False) for role in ROLES}
    for role, person in people.items():
        clients[role].force_login(person)
    chance, names = random.Random(1), sorted(_names())
    asked = wrong = 0
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        for name, row in ROWS.items():
            for role in ROLES:
                method = chance.choice(["GET", "GET", "POST"])
                address, typed = _address(name, row.args, parts, chance), _typed(names, chance)
                asked += 1
                if fault := _fault(clients[role], method, address, typed, chance):
                    wrong += 1
                    print(f"  {role} {method} {address[:200]} {typed!r:.300}: {fault}")
    TABLE.row(database(), asked, wrong)
    return wrong


def _names() -> set[str]:
    """What the site asks of queries and forms."""
    found = set()
    for file in (ROOT / "annotator").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        found.update(name for pair in NAMES.findall(text) for name in pair if name)
        found.update(FIELD.findall(text))
    return found


def _address(name: str, args: Any, parts: Any, chance: random.Random) -> str:
    from django.urls import reverse

    address = reverse(name, args=[parts[part] for part in args])
    if args and chance.random() < 0.3:
        steps = address.split("/")
        steps[chance.randrange(1, len(steps) - 1)] = chance.choice(PARTS)
        address = "/".join(steps)
    return address


def _typed(names: list[str], chance: random.Random) -> list[tuple[str, str]]:
    some = chance.sample(names, chance.choice([1, 1, 2, 4, 8]))
    return [(name, chance.choice(VALUES)) for name in some for _turn in range(chance.choice([1, 1, 1, 2]))]


def _fault(client: Any, method: str, address: str, typed: list[tuple[str, str]], chance: random.Random) -> str:
    """What is wrong with the answer, in words; "" where nothing is. What was done is taken back."""
    from django.db import connection, transaction

    written: list[str] = []

    def look(execute: Any, sql: str, *rest: Any) -> Any:
        if WRITES.match(sql):
            written.append(sql[:80])
        return execute(sql, *rest)

    headers = {"HX-Request": "true"} if chance.random() < 0.3 else {}
    query = chance.choice(RAW) if chance.random() < 0.05 else urlencode(typed, quote_via=quote)
    with transaction.atomic():
        with connection.execute_wrapper(look):
            if method == "POST":
                kind = "application/x-www-form-urlencoded"
                answer = client.generic("POST", address, query, content_type=kind, headers=headers)
            else:
                answer = client.generic("GET", f"{address}?{query}", headers=headers)
            b"".join(answer)
        transaction.set_rollback(True)
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if written and method == "GET":
        return f"wrote {written}"
    leads = urlsplit(answer.headers.get("Location", ""))
    if leads.netloc not in {"", "testserver"} or leads.scheme not in {"", "http", "https"}:
        return f"leads to {leads.geturl()}"
    return ""
