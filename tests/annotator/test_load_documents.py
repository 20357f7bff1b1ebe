"""The command that loads documents."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from annotator.demo import Demo
from annotator.models import Annotation, CrossReference, Event, Tagging
from corpus.models import Document, Paragraph

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
TEXTS = Path(os.environ.get("GLOSSATOR_SEEDS", ROOT.parent / "shared" / "seeds"))


def run(capsys, *arguments):
    code = 0
    try:
        call_command("load_documents", *map(str, arguments), "--json")
    except SystemExit as stop:
        code = stop.code
    captured = capsys.readouterr()
    for each in (documents := json.loads(captured.out)["documents"]):
        each["said"] = captured.err
    return code, documents


def test_loading_twice_writes_once(capsys, tmp_path):
    file = tmp_path / "speech.txt"
    file.write_text("First paragraph of it.\n\nSecond paragraph of it.\n")
    assert run(capsys, file)[1][0]["status"] == "created"
    assert run(capsys, file)[1][0]["status"] == "unchanged"
    assert Paragraph.objects.count() == 2
    assert Event.objects.get().action == "loaded"


def test_other_bytes_for_a_known_document_are_refused(capsys, tmp_path):
    file = tmp_path / "speech.txt"
    file.write_text("First paragraph of it.\n")
    run(capsys, file)
    file.write_text("Another text altogether.\n")
    code, outcomes = run(capsys, file)
    assert code == 1
    assert "Revisions" in outcomes[0]["message"]
    assert Paragraph.objects.get().text == "First paragraph of it."


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", b""), ("a.txt", b"\x00\x01\x02\x03" * 50), ("a.xyz", b"text"), ("a.docx", b"not a zip")],
)
def test_what_cannot_be_read_is_refused_and_the_others_load(capsys, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("A good paragraph.\n")
    code, outcomes = run(capsys, tmp_path / name, tmp_path / "good.txt")
    assert code == 1
    assert [each["status"] for each in outcomes] == ["refused", "created"]
    assert name in outcomes[0]["said"]
    assert outcomes[0]["message"]


def test_a_dry_run_writes_nothing(capsys, tmp_path):
    file = tmp_path / "speech.txt"
    file.write_text("First paragraph of it.\n")
    call_command("load_documents", str(file), "--dry-run")
    assert "First paragraph" in capsys.readouterr().out
    assert not Document.objects.exists()


@pytest.fixture
def seeds(capsys):
    if not TEXTS.is_dir():
        pytest.skip(f"the two real documents are not in {TEXTS}; name their folder with GLOSSATOR_SEEDS")
    return {each["slug"]: each for each in run(capsys, ROOT / "seeds", "--look-in", TEXTS)[1]}


def test_the_real_documents_come_out_as_counted(seeds):
    assert {each["status"] for each in seeds.values()} == {"created"}
    first, second = seeds["community-with-a-shared-future"], seeds["striving-for-a-shared-future"]
    assert (first["paragraphs"]["body"], first["paragraphs"]["item"], first["paragraphs"]["furniture"]) == (8, 5, 2)
    assert (second["paragraphs"]["body"], second["paragraphs"]["heading"]) == (21, 3)
    assert (second["author"], second["published_on"]) == ("Wang Yi", "2025-11-05")
    text = Paragraph.objects.filter(document__slug="striving-for-a-shared-future", kind="body")
    assert [each.number for each in text.order_by("position")] == [
        "", "", "1.", "", "2.", "3.", "4.", "", "1.", "2.", "3.", "4.", "5.", "6.", "", "1.", "2.", "3.", "4.", "5.", "",
    ]  # fmt: skip
    last = text.order_by("position").last()
    assert last.section.startswith("III. Fully grasping")


def test_the_demo_is_made_once(seeds):
    demo = Demo(ROOT / "seeds" / "contributions.toml")
    assert demo.run()
    counts = [model.objects.count() for model in (Tagging, Annotation, CrossReference, Event)]
    assert counts[2] == 2
    assert sum(counts[:3]) >= 24
    again = Demo(ROOT / "seeds" / "contributions.toml")
    assert again.run() == {}
    assert again.made == 0
    assert counts == [model.objects.count() for model in (Tagging, Annotation, CrossReference, Event)]
