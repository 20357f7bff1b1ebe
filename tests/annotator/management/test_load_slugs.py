"""The command that loads documents: which file becomes which document, and who reads them."""

import pytest

from corpus.models import Collection, Document, Paragraph
from tests.support.loading import only, run

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MINUTES = "The council met on the first Monday of {}. It was a fine day, and the minutes were read.\n"


def write(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(MINUTES.format(name))
    return [folder / name for name in names]


def slugs(outcome):
    return {document["slug"] for document in outcome[1] if document["status"] == "created"}


YEARS = ("2023/minutes.txt", "2024/minutes.txt", "2025/minutes.txt")
BY_YEAR = {"2023-minutes", "2024-minutes", "2025-minutes"}


def test_files_of_the_same_name_in_several_folders_are_several_documents(capsys, tmp_path):
    files = write(tmp_path, *YEARS)
    dry = run(capsys, *files, "--dry-run")
    assert slugs(dry) == BY_YEAR
    done = run(capsys, *files)
    assert done[0] == 0
    assert slugs(done) == BY_YEAR
    assert [each["status"] for each in run(capsys, *files)[1]] == ["unchanged"] * 3


def test_a_path_as_it_is_given_makes_the_slug_whatever_else_is_loaded(capsys, tmp_path, monkeypatch):
    write(tmp_path, *YEARS)
    monkeypatch.chdir(tmp_path)
    assert only(run(capsys, YEARS[1]))[:2] == ("created", "2024-minutes")
    code, outcomes = run(capsys, *YEARS)
    assert (code, {each["slug"]: each["status"] for each in outcomes}) == (
        0,
        {"2023-minutes": "created", "2024-minutes": "unchanged", "2025-minutes": "created"},
    )


def test_a_manifest_that_gives_no_slugs_tells_files_by_their_folders(capsys, tmp_path):
    write(tmp_path, *YEARS)
    (tmp_path / "manifest.toml").write_text("".join(f"[[document]]\nfile = '{name}'\n" for name in YEARS))
    assert slugs(run(capsys, tmp_path)) == BY_YEAR


@pytest.mark.parametrize(
    "names",
    [
        ("speech.txt", "speech.html"),
        ("speech.txt", "speech.md"),
        ("GPL-1.0.txt", "GPL-1.0+.txt"),
        ("C.txt", "C#.txt", "C++.txt"),
        ("a b.txt", "a-b.txt", "a_b.txt", "A B.txt"),
        ("讲话.txt", "会议.txt"),
        (f"{'long ' * 25}.txt", f"{'long ' * 25}and longer.txt", f"{'long ' * 25}and longest.txt"),
    ],
)
def test_no_file_of_a_folder_vanishes(capsys, tmp_path, names):
    write(tmp_path, *names)
    dry = slugs(run(capsys, tmp_path, "--dry-run"))
    code, outcomes = run(capsys, tmp_path)
    assert (code, [each["status"] for each in outcomes]) == (0, ["created"] * len(names))
    assert slugs((code, outcomes)) == dry
    assert len(dry) == len(names)


@pytest.mark.parametrize(
    ("before", "newcomer"),
    [
        ("w-report.txt", "W report.txt"),
        ("report.md", "report.txt"),
        ("b c/minutes.txt", "b  c/minutes.txt"),
    ],
)
def test_a_slug_stays_with_the_file_it_was_loaded_from(capsys, tmp_path, before, newcomer):
    folder = tmp_path / "texts"
    write(folder, before)
    (first,) = run(capsys, folder)[1]
    write(folder, newcomer)
    for status in ("created", "unchanged"):
        outcomes = {each["slug"]: each["status"] for each in run(capsys, folder, "--revise")[1]}
        assert outcomes.pop(first["slug"]) == "unchanged"
        assert list(outcomes.values()) == [status]
    assert Document.objects.get(slug=first["slug"]).current.source_name == before.rpartition("/")[2]


def test_the_ending_is_in_the_slug_of_a_page_whatever_stands_beside_it(capsys, tmp_path):
    (page,) = write(tmp_path, "speech.html")
    assert only(run(capsys, page))[1] == "speech-html"


def test_two_listed_files_do_not_become_one_document(capsys, tmp_path):
    for folder in ("one", "two"):
        write(tmp_path, f"{folder}/{folder}.txt")
        (tmp_path / folder / "manifest.toml").write_text(f"[[document]]\nfile = '{folder}.txt'\nslug = 'same'\n")
    for more in (("--dry-run",), ()):
        code, (first, second) = run(capsys, tmp_path / "one", tmp_path / "two", *more)
        assert (code, first["status"], second["status"]) == (1, "created", "refused")
        assert "has the slug “same” in this load already" in second["message"]


@pytest.mark.parametrize("by_editor", [False, True])
def test_a_dry_run_says_what_the_load_will_do(capsys, tmp_path, editor, by_editor):
    file, other = write(tmp_path, "speech.txt", "talk.txt")
    arguments = (file, file, other, *(("--by", editor.username) if by_editor else ()))
    dry = run(capsys, *arguments, "--dry-run")
    done = run(capsys, *arguments)
    told = ("slug", "status", "message", "paragraphs")
    assert [[each[key] for key in told] for each in dry[1]] == [[each[key] for key in told] for each in done[1]]
    assert dry[0] == done[0] == by_editor


def test_a_collection_that_a_load_makes_is_for_members_until_somebody_opens_it(capsys, tmp_path):
    (file,) = write(tmp_path, "speech.txt")
    run(capsys, file)
    assert Collection.objects.get().access == "members"
    message = only(run(capsys, file, "--slug", "two", "--access", "public"))[2]
    assert "stays read by everybody who has an account" in message
    assert Collection.objects.get().access == "members"
    run(capsys, file, "--slug", "three", "--access", "public", "--collection", "open")
    assert Collection.objects.get(slug="open").access == "public"


def test_a_manifest_opens_its_collection(capsys, tmp_path):
    write(tmp_path, "speech.txt")
    (tmp_path / "manifest.toml").write_text(
        "[[collection]]\nslug = 'talks'\naccess = 'public'\n[[document]]\nfile = 'speech.txt'\ncollection = 'talks'\n"
    )
    run(capsys, tmp_path)
    assert Collection.objects.get().access == "public"


@pytest.mark.parametrize("where", ["command", "manifest"])
def test_the_kind_of_text_is_told_where_the_guess_is_wrong(capsys, tmp_path, where):
    (tmp_path / "talk.txt").write_text(
        "A talk\n\nKeeper: It is late, and we are all very tired of it.\n\nMore of it.\n"
    )
    kind = "kind = 'transcript'\n" if where == "manifest" else ""
    (tmp_path / "manifest.toml").write_text(f"[[document]]\nfile = 'talk.txt'\n{kind}")
    run(capsys, tmp_path, *(("--kind", "transcript") if where == "command" else ()))
    assert Paragraph.objects.get(number="Keeper:").text == "It is late, and we are all very tired of it."
