"""The command that loads documents: what a manifest lists, the real texts among it."""

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from annotator.demo import Demo
from annotator.models import Annotation, CrossReference, Event, Tagging
from annotator.selectors.occurrences import found_by
from corpus.importing.sources import fetch
from corpus.models import Collection, Document, Paragraph
from corpus.search.query import parse
from tests.support.loading import only, run

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
TEXTS = Path(os.environ.get("GLOSSATOR_SEEDS", ROOT.parent / "shared" / "seeds"))


@pytest.fixture
def listed(tmp_path):
    """Writes a manifest that lists one document, as told."""

    def write(**entry):
        entry = {"file": "speech.txt", "slug": "a-speech"} | entry
        lines = [f"{name} = {json.dumps(value)}" for name, value in entry.items()]
        folder = tmp_path / "texts"
        folder.mkdir(exist_ok=True)
        (folder / "manifest.toml").write_text("\n".join(["[[document]]", *lines]))
        return folder

    return write


@pytest.fixture
def web(monkeypatch):
    """What is found at any address; an error is raised."""

    def serve(answer, media_type="text/html"):
        def found(_url, **_limits):
            if isinstance(answer, Exception):
                raise answer
            return answer, media_type

        monkeypatch.setattr(fetch, "fetch", found)

    serve(AssertionError("nothing is to be fetched"))
    return serve


def test_what_a_manifest_says_goes_before_the_file(capsys, listed, tmp_path, speech):
    Collection.objects.create(slug="talks", title="Talks")
    folder = listed(title="Listed", author="Somebody", published_on="2020-02-03", collection="talks")
    _, (document,) = run(capsys, folder, "--look-in", tmp_path)
    assert (document["title"], document["author"], document["published_on"]) == ("Listed", "Somebody", "2020-02-03")
    assert (document["slug"], document["status"]) == ("a-speech", "created")
    assert Document.objects.get().collection.slug == "talks"


def test_a_collection_that_nothing_describes_is_a_slip_and_not_made_open_to_all(capsys, listed, tmp_path, speech):
    folder = listed(collection="tlaks")
    for more in ([], ["--dry-run"]):
        code, (document,) = run(capsys, folder, "--look-in", tmp_path, *more)
        assert (code, document["status"]) == (1, "refused")
        assert "the collection “tlaks”, which it does not list" in document["message"]
    assert not Collection.objects.exists()
    assert run(capsys, folder, "--look-in", tmp_path, "--collection", "talks")[0] == 0
    assert Collection.objects.get().title == "Talks"


def test_a_manifest_that_lists_nothing_is_refused(capsys, tmp_path):
    (tmp_path / "manifest.toml").write_text("")
    code, (answer,) = run(capsys, tmp_path)
    assert (code, answer["status"]) == (1, "refused")
    assert "lists no document" in answer["message"]


def test_a_manifest_that_cannot_be_used_is_refused_and_the_others_load(capsys, listed, speech):
    folder = listed(slug="no slug")
    code, (bad, good) = run(capsys, folder, speech)
    assert (code, bad["status"], good["status"]) == (1, "refused", "created")
    assert "key “slug”" in bad["message"]
    assert bad["message"].count("manifest.toml") == 1


def test_a_file_with_another_digest_is_refused_unless_accepted(capsys, listed, tmp_path, speech, web):
    folder = listed(sha256="0" * 64)
    code, (refused,) = run(capsys, folder, "--look-in", tmp_path)
    assert (code, refused["status"]) == (1, "refused")
    assert "--accept-changed" in refused["message"]
    assert only(run(capsys, folder, "--look-in", tmp_path, "--accept-changed"))[0] == "created"


PAGE = b"<html><body><article><h1>A Speech</h1><p>" + b"Words of it, and more of them. " * 20 + b"</p></article>"


def test_a_listed_file_that_is_nowhere_comes_from_its_address_once(capsys, listed, web):
    folder = listed(source_url="https://example.org/speech.jsp?id=1", sha256="0" * 64)
    web(PAGE)
    status, slug, message = only(run(capsys, folder))
    assert (status, slug) == ("created", "a-speech")
    assert "https://example.org/speech.jsp" in message
    assert "nothing was compared" in message
    assert Document.objects.get().current.media_type == "text/html"
    web(AssertionError("it is there already"))
    assert only(run(capsys, folder))[0] == "unchanged"


def test_a_listed_slug_says_that_another_text_is_a_revision(capsys, listed):
    folder = listed()
    speech = folder / "speech.txt"
    speech.write_text("First paragraph of it.\n\nSecond paragraph of it.\n")
    assert only(run(capsys, folder))[0] == "created"
    speech.write_text("First paragraph of it.\n\nSecond paragraph, of it.\n")
    for more in (("--dry-run",), ()):
        _code, (document,) = run(capsys, folder, *more)
        assert (document["status"], document["slug"], document["revision"]) == ("revised", "a-speech", 2)


def test_the_listed_file_itself_from_its_address_must_have_the_digest(capsys, listed, web):
    folder = listed(source_url="https://example.org/speech.txt", sha256=sha256(b"Words.").hexdigest())
    web(b"Other words.", "text/plain")
    assert only(run(capsys, folder))[0] == "refused"
    web(b"Words.", "text/plain")
    assert only(run(capsys, folder))[0] == "created"


def test_a_listed_file_that_cannot_be_had_is_skipped_with_what_to_do(capsys, listed, web):
    code, (document,) = run(capsys, listed())
    assert (code, document["status"]) == (0, "skipped")
    assert "--look-in" in document["message"]
    folder = listed(source_url="https://example.org/speech.html")
    web(fetch.FetchError("The network is down."))
    code, (document,) = run(capsys, folder)
    assert (code, document["status"]) == (0, "skipped")
    assert "The network is down" in document["message"]
    assert "Save https://example.org/speech.html as speech.txt" in document["message"]


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
    assert (first["publisher"], first["published_on"]) == ("China.org.cn, China Keywords", "2022-11-11")
    assert (second["author"], second["published_on"]) == ("Wang Yi", "2025-11-05")
    assert second["subtitle"].endswith("principles of the fourth plenary session of the 20th CPC Central Committee")
    assert second["publisher"] == "Ministry of Foreign Affairs, People's Republic of China"
    assert {each["language"] for each in seeds.values()} == {"en"}
    text = Paragraph.objects.filter(document__slug="striving-for-a-shared-future", kind="body")
    numbers = [each.number.rstrip(".") or "-" for each in text.order_by("position")]
    assert " ".join(numbers) == "- - 1 - 2 3 4 - 1 2 3 4 5 6 - 1 2 3 4 5 -"
    sections = [each.section_number or "-" for each in text.order_by("position")]
    assert " ".join(sections) == "- I I I I I I II II II II II II II III III III III III III III"
    last = text.order_by("position").last()
    assert last.section.startswith("III. Fully grasping")


# Counted by hand in the two files: in the first, in the second.
COUNTED = {
    '"community with a shared future"': (7, 31),
    '"community with a shared future for humanity"': (5, 28),
    '"community with a shared future for mankind"': (0, 0),
    '"shared future"': (7, 33),
    "govern*": (0, 8),
    "win-win": (0, 6),
    '"global security initiative"': (0, 1),
    "future|humanity": (14, 76),
}


def test_a_search_of_the_real_documents_finds_what_was_counted_by_hand(seeds):
    for query, expected in COUNTED.items():
        found = found_by(parse(f"{query} kind:all"), None).by_document
        slugs = dict(Document.objects.values_list("pk", "slug"))
        counts = {slugs[each.words.document]: len(each.occurrences) for each in found}
        first, second = "community-with-a-shared-future", "striving-for-a-shared-future"
        assert (counts.get(first, 0), counts.get(second, 0)) == expected, query


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
