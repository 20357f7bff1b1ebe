"""The command that loads documents: files and folders."""

import io
import os
import re
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotator import load_many
from annotator.models import Event
from corpus.importing.sources import files
from corpus.models import Collection, Document, Paragraph
from tests.support.docx_files import docx, paragraph
from tests.support.loading import only, run

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ROOT = Path(__file__).resolve().parents[3]
KINDS = ("front", "heading", "body", "item", "quote", "row", "furniture")


def test_loading_twice_writes_once(capsys, tmp_path):
    file = tmp_path / "speech.txt"
    file.write_text("First paragraph of it.\n\nSecond paragraph of it.\n")
    assert run(capsys, file)[1][0]["status"] == "created"
    assert run(capsys, file)[1][0]["status"] == "unchanged"
    assert Paragraph.objects.count() == 2
    told = Event.objects.order_by("at").values_list("action", "subject_type")
    assert list(told) == [("created", "collection"), ("loaded", "document")]


def bomb():
    """A Word document that unpacks to much more than its size."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 300_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "no text"),
        ("a.txt", b" \n\n", "no text"),
        ("a.txt", b"\x00\x01\x02\x03" * 50, "binary|not a text|not text"),
        ("a.txt", b"%PDF-1.7 and so on", "PDF"),
        ("a.xyz", b"text", "xyz cannot be read"),
        ("a", b"text", "without an ending"),
        ("a.docx", b"not a zip", "damaged"),
        ("a.docx", bomb, "unpacks to far more"),
    ],
)
def test_what_cannot_be_read_is_refused_and_the_others_load(capsys, tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data() if callable(data) else data)
    (tmp_path / "good.txt").write_text("A good paragraph.\n")
    code, outcomes = run(capsys, tmp_path / name, tmp_path / "good.txt")
    assert code == 1
    assert [each["status"] for each in outcomes] == ["refused", "created"]
    assert name in outcomes[0]["message"]
    assert re.search(reason, outcomes[0]["message"])
    assert Document.objects.get().slug == "good"


def test_what_is_no_file_is_refused_with_what_to_do(capsys, tmp_path, speech):
    link, pipe, empty = tmp_path / "link.txt", tmp_path / "pipe.txt", tmp_path / "empty"
    link.symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(pipe)
    empty.mkdir()
    code, outcomes = run(capsys, tmp_path / "missing.txt", link, pipe, speech)
    assert code == 1
    assert [each["status"] for each in outcomes] == ["refused"] * 3 + ["created"]
    for outcome, reason in zip(outcomes, ("no such file", "leads nowhere", "not a file", ""), strict=True):
        assert reason in outcome["message"]
    assert "no file in this folder" in only(run(capsys, empty))[2]


def test_a_file_that_may_not_be_read_is_refused(capsys, speech, monkeypatch):
    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    status, _, message = only(run(capsys, speech))
    assert status == "refused"
    assert "may not be read" in message


def test_a_file_that_is_too_large_is_refused(capsys, speech, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 10)
    status, _, message = only(run(capsys, speech))
    assert status == "refused"
    assert "larger than" in message


def test_a_fault_in_one_document_does_not_keep_the_others_out(capsys, tmp_path, speech, monkeypatch, caplog):
    (tmp_path / "bad.txt").write_text("Bad.")
    load = load_many.load_document

    def break_down(**arguments):
        if arguments["name"] == "bad.txt":
            raise RuntimeError("It broke.")
        return load(**arguments)

    monkeypatch.setattr(load_many, "load_document", break_down)
    code, (bad, good) = run(capsys, tmp_path / "bad.txt", speech)
    assert (code, bad["status"], good["status"]) == (1, "refused", "created")
    assert "It broke." in bad["message"]
    assert "bad.txt" in caplog.text


def test_every_document_has_the_same_facts(capsys, tmp_path, speech):
    (tmp_path / "empty.txt").touch()
    for document in run(capsys, speech, tmp_path / "empty.txt")[1]:
        assert list(document) == [
            *("slug", "status", "revision", "title", "subtitle", "author", "publisher", "published_on", "language"),
            *("paragraphs", "changes", "edited", "marks", "marks_by_person", "notices", "seconds", "message"),
        ]
        assert set(document["paragraphs"]) <= set(KINDS)
    again = run(capsys, speech)[1][0]
    assert (again["revision"], again["paragraphs"]) == (1, {"body": 2})


def test_what_a_reader_left_out_is_said(capsys, tmp_path):
    file = tmp_path / "draft.docx"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>not for print</w:t></w:r>"
    file.write_bytes(docx(paragraph("Words to be read.", hidden)))
    told = "Places with hidden text left out: 1."
    call_command("load_documents", str(file), "--dry-run")
    assert f"  noted:\n    {told}\n" in capsys.readouterr().out
    (document,) = run(capsys, file)[1]
    assert document["notices"] == [{"code": "hidden_text", "params": {"count": 1}, "text": told}]
    assert Document.objects.get().current.notices == [{"code": "hidden_text", "params": {"count": 1}}]
    (again,) = run(capsys, file)[1]
    assert (again["status"], again["notices"]) == ("unchanged", document["notices"])


def test_a_folder_without_a_manifest_is_loaded_by_name_with_the_folders_in_it(capsys, tmp_path):
    for name in ("b.txt", "a.md", "picture.png", ".hidden.txt"):
        (tmp_path / name).write_text("Some words.")
    for year in ("2023", "2024", "empty", ".git"):
        (tmp_path / year).mkdir()
    for year in ("2023", "2024", ".git"):
        (tmp_path / year / "minutes.txt").write_text(f"What was said in {year}.")
    (tmp_path / "again").symlink_to(tmp_path)
    code, outcomes = run(capsys, tmp_path)
    assert code == 0
    assert [each["slug"] for each in outcomes if each["status"] == "created"] == [
        "2023-minutes",
        "2024-minutes",
        "a",
        "b",
    ]
    again, empty, picture = [each["message"] for each in outcomes if each["status"] == "skipped"]
    assert "again: a link to a folder is not followed" in again
    assert "empty: There is no file in this folder" in empty
    assert "picture.png: Files ending in .png cannot be read" in picture


def test_a_manifest_in_a_folder_of_a_folder_says_what_is_loaded(capsys, tmp_path):
    (tmp_path / "speeches").mkdir()
    (tmp_path / "speeches" / "manifest.toml").write_text('[[document]]\nfile = "one.txt"\n')
    for name in ("one", "other"):
        (tmp_path / "speeches" / f"{name}.txt").write_text("Some words.")
    assert [each["slug"] for each in run(capsys, tmp_path)[1]] == ["speeches-one"]


def test_without_json_each_document_is_one_line(capsys, tmp_path, speech):
    (tmp_path / "empty.txt").touch()
    with pytest.raises(SystemExit):
        call_command("load_documents", str(speech), str(tmp_path / "empty.txt"))
    printed = capsys.readouterr()
    assert printed.out.startswith("created: speech: “")
    assert len(printed.out.splitlines()) == 1
    assert printed.err.startswith("refused: ")
    assert "empty.txt" in printed.err


def test_a_dry_run_shows_facts_outline_and_blocks_and_writes_nothing(capsys, tmp_path, settings):
    file = tmp_path / "speech.md"
    file.write_text(
        "---\ntitle: A Speech\nauthor: Wang Yi\n---\n\n# A Speech\n\n## I. Tasks\n\nFirst \u202e words of it.\n"
    )
    call_command("load_documents", str(file), "--dry-run")
    shown = capsys.readouterr().out
    for line in (
        "title: +A Speech",
        "author: +Wang Yi",
        " I. Tasks",
        " heading +I. Tasks",
        " body +First .*words of it",
    ):
        assert re.search(line, shown), line
    assert "\u202e" not in shown, "a file must not give orders to the terminal"
    assert not Document.objects.exists()
    assert not Collection.objects.exists()
    assert not Path(settings.MEDIA_ROOT).exists()


def test_a_dry_run_refuses_what_a_load_would_refuse(capsys, speech):
    run(capsys, speech)
    assert only(run(capsys, speech, "--dry-run"))[:2] == ("unchanged", "speech")
    speech.write_text("Other words.")
    code, _ = run(capsys, speech, "--dry-run")
    assert code == 1


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("A Speech, v2.0.txt", "a-speech-v2-0"),
        ("Führung.txt", "fuhrung"),
        ("x" * 150 + ".txt", "x" * 100),
        ("讲话.md", "a-title"),
        ("2025.md", "a-title"),
    ],
)
def test_a_slug_is_made_of_the_name_or_the_title(capsys, tmp_path, name, slug):
    (tmp_path / name).write_text("# A Title\n\nWords." if name.endswith("md") else "Words.")
    assert only(run(capsys, tmp_path / name))[:2] == ("created", slug)


def test_a_slug_is_made_of_the_digest_where_there_is_nothing_else_and_is_the_same_again(capsys, tmp_path):
    file = tmp_path / "讲话.txt"
    file.write_text("我们的讲话。", encoding="utf-8")
    slug = f"document-{sha256(file.read_bytes()).hexdigest()[:8]}"
    assert only(run(capsys, file))[:2] == ("created", slug)
    assert only(run(capsys, file))[:2] == ("unchanged", slug)


def test_a_file_name_that_is_no_text_is_no_obstacle(capsys, tmp_path):
    file = tmp_path / os.fsdecode(b"sp\xe9ech.txt")
    file.write_text("Words of it.")
    assert only(run(capsys, file))[0] == "created"
    assert Document.objects.get().current.source_name == "sp_ech.txt"
    (tmp_path / os.fsdecode(b"\xe9.xyz")).write_text("x")
    assert run(capsys, tmp_path / os.fsdecode(b"\xe9.xyz"))[0] == 1


def test_the_slug_and_the_collection_can_be_given(capsys, speech):
    assert only(run(capsys, speech, "--slug", "Talk_1", "--collection", "some-talks"))[:2] == ("created", "Talk_1")
    made = Document.objects.get(slug="Talk_1").collection
    assert (made.slug, made.title, made.access) == ("some-talks", "Some talks", "members")
    assert only(run(capsys, speech))[:2] == ("created", "speech")
    assert Document.objects.get(slug="speech").collection.title == "Documents"


def test_a_collection_made_by_a_load_is_named_with_its_readers(capsys, speech):
    said = "in the new collection “tlaks”, read by everybody who has an account on this site"
    given = (speech, "--collection", "tlaks")
    for arguments in ((*given, "--dry-run"), given):
        assert said in only(run(capsys, *arguments))[2]
    assert only(run(capsys, *given, "--slug", "second"))[2] == ""


def test_a_refused_document_leaves_no_collection_behind(capsys, tmp_path):
    (tmp_path / "empty.txt").touch()
    run(capsys, tmp_path / "empty.txt", "--collection", "talks")
    assert not Collection.objects.exists()


@pytest.mark.parametrize("arguments", [(), ("a.txt", "--slug", "no slug"), ("a.txt", "--look-in", "nowhere")])
def test_bad_usage_is_status_two(arguments, tmp_path):
    (tmp_path / "a.txt").write_text("Words.")
    environment = os.environ | {"GLOSSATOR_DATA": str(tmp_path / "data")}
    command = [sys.executable, ROOT / "manage.py", "load_documents", *arguments]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "error" in ended.stderr.lower()
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("arguments", [("--slug", "one"), ("--by", "nobody")])
def test_what_makes_no_sense_here_is_bad_usage_too(arguments, tmp_path, speech):
    (tmp_path / "b.txt").write_text("Words.")
    with pytest.raises(CommandError) as stopped:
        call_command("load_documents", str(speech), str(tmp_path / "b.txt"), *arguments)
    assert stopped.value.returncode == 2
    assert not Document.objects.exists()


def test_the_history_names_whoever_loaded(capsys, speech, editor, annotator):
    status, _, message = only(run(capsys, speech, "--by", annotator.username))
    assert (status, Document.objects.count()) == ("refused", 0)
    assert "role" in message
    Collection.objects.create(slug="documents", title="Documents")
    run(capsys, speech, "--by", editor.username)
    event = Event.objects.get()
    assert (event.actor, event.action, event.subject_type, event.document.slug) == (
        editor,
        "loaded",
        "document",
        "speech",
    )
    assert event.after == {
        "slug": "speech",
        "title": Document.objects.get().title,
        "revision": 1,
        "sha256": sha256(speech.read_bytes()).hexdigest(),
        "paragraphs": 2,
    }
    assert Document.objects.get().current.loaded_by == editor


def test_the_encoding_may_be_stated_and_corrected(capsys, tmp_path):
    file = tmp_path / "speech.txt"
    file.write_bytes("Trčs, said they.\n\nAnd no more of it.\n".encode("cp1250"))
    assert run(capsys, file)[1][0]["status"] == "created"
    assert Paragraph.objects.get(key=1).text == "Très, said they."
    assert run(capsys, "--encoding", "windows-1250", file)[1][0]["status"] == "revised"
    assert Paragraph.objects.standing().get(position=1).text == "Trčs, said they."
    assert run(capsys, "--encoding", "cp1250", file)[1][0]["status"] == "unchanged"
    assert run(capsys, "--encoding", "iso-8859-2", file)[1][0]["status"] == "unchanged"
    with pytest.raises(CommandError, match="is no encoding"):
        call_command("load_documents", "--encoding", "nonsense", str(file))


def test_a_kind_of_text_may_be_corrected_and_is_kept(capsys, tmp_path):
    file = tmp_path / "talk.txt"
    file.write_text("A talk\n\nKeeper: It is late, and we are all very tired of it.\n\nMore of it.\n")
    assert run(capsys, file)[1][0]["status"] == "created"
    for status in ("revised", "unchanged"):
        assert run(capsys, "--kind", "transcript", file)[1][0]["status"] == status
    assert Document.objects.get().current.genre == "transcript"
    call_command("reread", "talk")
    assert capsys.readouterr().out.startswith("unchanged: talk")


def test_a_manifest_says_the_encoding_of_a_document(capsys, tmp_path):
    (tmp_path / "speech.txt").write_bytes("Trčs, said they.\n\nAnd no more of it.\n".encode("cp1250"))
    (tmp_path / "manifest.toml").write_text('[[document]]\nfile = "speech.txt"\nencoding = "windows-1250"\n')
    run(capsys, tmp_path)
    assert Paragraph.objects.get(key=1).text == "Trčs, said they."


def test_what_cannot_be_opened_in_a_folder_does_not_hold_up_the_rest(capsys, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "ok.txt").write_text("Some words.")
    os.mkfifo(folder / "pipe")
    code, (ok, pipe) = run(capsys, folder)
    assert (code, ok["status"], pipe["status"]) == (0, "created", "skipped")
    assert "pipe: That is not a file." in pipe["message"]


def test_a_broken_manifest_further_down_leaves_out_its_own_folder_only(capsys, tmp_path):
    folder = tmp_path / "texts"
    for name in ("ok.txt", "sub/left.txt", "sub/manifest.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Some words.")
    code, (ok, left_out) = run(capsys, folder)
    assert (code, ok["slug"], left_out["status"]) == (0, "ok", "skipped")
    assert left_out["message"].startswith(f"{folder / 'sub' / 'manifest.toml'}: ")
    assert left_out["message"].count("manifest.toml") == 1
