"""The data folder and its files are the site's alone, and its secret is whole."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from annotator.config.env import Environment
from tests.support.starting import start

SHOW = "from annotator.config.settings import SECRET_KEY; print(SECRET_KEY)"


def modes(folder):
    return {each.stat().st_mode & 0o777 for each in folder.rglob("*") if each.is_file()}


def test_whatever_the_umask_the_folder_and_its_files_are_the_owners(tmp_path):
    folder = tmp_path / "data"
    before = os.umask(0)
    try:
        made = start(folder, ("manage.py", "migrate", "contenttypes", "--verbosity", "0"))
    finally:
        os.umask(before)
    assert made.returncode == 0, made.stderr
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "glossator.sqlite3").exists()
    assert modes(folder) == {0o600}


def test_a_file_that_was_asked_for_is_as_the_persons_other_files(data_folder, tmp_path):
    before = os.umask(0o022)
    try:
        done = start(data_folder, ("manage.py", "export", "tags", "--output", str(tmp_path / "tags.csv")))
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "tags.csv").stat().st_mode & 0o777 == 0o644


def test_a_folder_that_was_open_is_closed(tmp_path):
    (tmp_path / "glossator.sqlite3").touch(0o644)
    (tmp_path / "secret-key").write_text("s" * 50)
    tmp_path.chmod(0o755)
    assert Environment({}).folder("NAME", tmp_path) == tmp_path
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert modes(tmp_path) == {0o600}


def test_of_many_who_start_at_once_all_have_the_same_secret(tmp_path):
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: Environment({}).secret("NAME", tmp_path / "key"), range(200)))
    assert len(set(found)) == 1
    assert len(found[0]) > 50
    assert [each.name for each in tmp_path.iterdir()] == ["key"]


def test_of_many_processes_that_start_at_once_all_have_the_same_secret(tmp_path):
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: start(tmp_path / "data", ("-c", SHOW)), range(8)))
    assert not [each.stderr for each in found if each.returncode]
    assert len({each.stdout for each in found}) == 1


@pytest.mark.parametrize("content", ["", "\n", "cut short"])
def test_a_secret_that_is_empty_or_cut_short_stops_the_start(tmp_path, content):
    (tmp_path / "secret-key").write_text(content)
    ended = start(tmp_path, ("-c", SHOW))
    assert ended.returncode == 1
    assert "is empty or cut short" in ended.stderr.splitlines()[-1]
    assert (tmp_path / "secret-key").read_text() == content


def test_a_secret_that_is_given_and_empty_stops_the_start(tmp_path):
    with pytest.raises(ImproperlyConfigured, match=r"^NAME has 0 characters"):
        Environment({"NAME": ""}).secret("NAME", tmp_path / "key")
    (tmp_path / "given").touch()
    with pytest.raises(ImproperlyConfigured, match=r"^NAME has 0 characters"):
        Environment({"NAME_FILE": str(tmp_path / "given")}).secret("NAME", tmp_path / "key")
    assert not (tmp_path / "key").exists()
