"""No page that is only read writes a row: a replica could not, and each reader would wait for the writers."""

import pytest
from django.db import connection

from tests.contracts.test_permissions import ROLES, SENT_ONLY, TABLE, address_of

pytestmark = pytest.mark.django_db
READ = sorted(name for name, row in TABLE.items() if row.get != SENT_ONLY)


@pytest.mark.parametrize("role", ROLES)
def test_reading_writes_nothing(role, one_of_each, log_in, request, subtests):
    written = []

    def watch(execute, sql, params, many, context):
        if sql.lstrip("( \n").split(maxsplit=1)[0].upper() not in {
            "SELECT",
            "SAVEPOINT",
            "RELEASE",
            "WITH",
            "DECLARE",
            "COPY",
        }:
            written.append(sql)
        return execute(sql, params, many, context)

    client = log_in(None if role == "anonymous" else request.getfixturevalue(role))
    for name in READ:
        with subtests.test(name), connection.execute_wrapper(watch):
            written.clear()
            answer = client.get(address_of(name, one_of_each))
            if answer.streaming:
                b"".join(answer.streaming_content)
            assert not written
