"""Five tries are five, for the account and the address, in all processes together; nobody locks others out."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse

from tests.support.starting import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


def logged_in(name="annotator", password="wrong", address=HERE, **headers):
    client = Client(REMOTE_ADDR=address, headers=headers)
    answer = client.post(reverse("account_login"), {"login": name, "password": password})
    assert answer.status_code in {200, 302}
    return answer.status_code == 302


def fail(times=5, **asked):
    for _ in range(times):
        assert not logged_in(**asked)


def test_the_sixth_try_is_not_looked_at(annotator):
    fail(4)
    assert logged_in(password="a password")
    fail(1)
    assert not logged_in(password="a password")


def test_a_name_and_an_address_are_one_account(annotator):
    annotator.email = "annotator@example.org"
    annotator.save()
    fail(3)
    assert logged_in("annotator@example.org", "a password")
    fail(2, name="Annotator@example.org")
    assert not logged_in(password="a password")
    assert not logged_in("annotator@example.org", "a password")


def test_one_persons_failures_lock_nobody_else_out(annotator, colleague):
    fail(20)
    assert logged_in(password="a password", address=ELSEWHERE)
    assert logged_in("colleague", "a password")


def test_behind_a_proxy_the_address_is_the_visitors(annotator, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    fail(**{"X-Forwarded-For": HERE})
    assert not logged_in(password="a password", **{"X-Forwarded-For": HERE})
    # What a visitor writes into the header stands before what the proxy adds.
    assert not logged_in(password="a password", **{"X-Forwarded-For": f"{ELSEWHERE}, {HERE}"})
    assert logged_in(password="a password", **{"X-Forwarded-For": ELSEWHERE})


def test_without_a_proxy_the_header_is_worth_nothing(annotator):
    for number in range(5):
        assert not logged_in(**{"X-Forwarded-For": f"198.51.100.{number}"})
    assert not logged_in(password="a password", **{"X-Forwarded-For": ELSEWHERE})


@pytest.mark.parametrize("address", ["", "@"])
def test_over_a_local_socket_one_logs_in_too(annotator, address):
    assert logged_in(password="a password", address=address)
    fail(address=address)
    assert not logged_in(password="a password", address=address)


ADD = """
import sys
from annotator.config.cache import SharedFiles
cache = SharedFiles(sys.argv[1], {})
sys.stdin.readline()
print(sum(cache.add(f"key-{number}", 1) for number in range(100)))
"""


def test_processes_that_add_the_same_key_at_once_add_it_once(tmp_path):
    command = [sys.executable, "-c", ADD, str(tmp_path / "cache")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(3)]
    assert sum(int(each.communicate("go\n")[0]) for each in running) == 100


def test_threads_that_add_the_same_key_at_once_add_it_once():
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda _: cache.add("key", 1), range(100))) == 1
    assert caches["default"].get("key") == 1
