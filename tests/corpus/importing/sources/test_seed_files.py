"""What the files in ``seeds/`` promise to whoever opens the demonstration, checked on the files alone."""

import datetime as dt
import re
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parents[4] / "seeds"
GUIDES = ("handbook", "house-style")
RELATIONS = {"see also", "quotes", "restates", "revises", "contradicts", "defines", "cites", "translates"}
SHARED_WORDS = 8


def read_guide(name: str) -> tuple[dict[str, str], list[str]]:
    """The front matter of a guide and its blocks, headings included, as they stand in the file."""
    _, front, body = (SEEDS / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in front.strip().splitlines())
    return facts, re.split(r"\n{2,}", body.strip())


def paragraphs(name: str) -> list[str]:
    """The words of every block that is no heading, without Markdown's marks."""
    blocks = [block for block in read_guide(name)[1] if not block.startswith("#")]
    return [re.sub(r"[*_`]", "", re.sub(r"^(?:- |> )", "", block)) for block in blocks]


def word_runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"[\w’]+", text.casefold())
    return [tuple(words[at : at + SHARED_WORDS]) for at in range(len(words) - SHARED_WORDS + 1)]


def shared_stretches(one: str, other: str) -> int:
    """How many separate stretches of eight words or more of the first guide stand in the second."""
    known = {run for text in paragraphs(other) for run in word_runs(text)}
    found = 0
    for text in paragraphs(one):
        hits = [run in known for run in word_runs(text)]
        found += sum(now and not before for before, now in pairwise([False, *hits]))
    return found


def load(name: str) -> dict[str, list[dict]]:
    return tomllib.loads((SEEDS / name).read_text(encoding="utf-8"))


MANIFEST = load("manifest.toml")
DEMO = load("contributions.toml")
CONTRIBUTIONS = DEMO["contribution"]
ENDS = [
    pytest.param(entry[prefix + "document"], entry[prefix + "quote"], id=f"{entry['id']}-{prefix or 'source_'}end")
    for entry in CONTRIBUTIONS
    for prefix in ("", "target_")
    if prefix + "quote" in entry
]


@pytest.mark.parametrize(("name", "fewest", "most"), [("handbook", 35, 60), ("house-style", 20, 30)])
def test_a_guide_has_the_length_it_was_meant_to_have(name, fewest, most):
    assert fewest <= len(paragraphs(name)) <= most


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_says_in_its_front_matter_what_it_is(name):
    facts, _ = read_guide(name)
    assert set(facts) == {"title", "subtitle", "author", "publisher", "date", "language", "rights"}
    assert dt.date.fromisoformat(facts["date"]) == dt.date(2026, 11, 22)
    assert facts["language"] == "en"


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_has_numbered_headings_a_list_and_one_quotation(name):
    _, blocks = read_guide(name)
    numbers = [re.fullmatch(r"## ([IVX]+)\. \S.*", block).group(1) for block in blocks if block.startswith("#")]
    assert numbers == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"][: len(numbers)]
    assert sum(block.startswith("> ") for block in blocks) == 1
    assert sum(block.startswith("- ") for block in blocks) >= 3
    assert not any("\n" in block for block in blocks), "one line for each block, so that offsets are plain to see"


def test_the_quotation_in_each_guide_stands_in_the_other():
    for name, other in (GUIDES, GUIDES[::-1]):
        quotation = next(block for block in read_guide(name)[1] if block.startswith("> ")).removeprefix("> ")
        assert any(quotation in text for text in paragraphs(other)), quotation


def test_the_guides_share_long_stretches_of_words_for_a_newcomer_to_join():
    assert shared_stretches("handbook", "house-style") >= 3


@pytest.mark.parametrize(
    "word",
    [
        *("load_documents", "export", "import_contributions", "import_codebook", "import_highlights", "create_demo"),
        *("documents.csv", "paragraphs.csv", "codebook.csv", "tags.csv", "annotations.csv", "cross-references.csv"),
        *("events.csv", "bundle.zip", "datapackage.json", ".txt", ".md", ".html", ".docx"),
        *("j", "k", "t", "n", "x", "c", "/", "?"),
    ],
)
def test_the_handbook_names_every_command_file_and_key(word):
    assert f"`{word}`" in (SEEDS / "handbook.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("relation", sorted(RELATIONS))
def test_both_guides_name_every_relation(relation):
    for name in GUIDES:
        assert any(relation in text for text in paragraphs(name)), name


def test_every_listed_document_has_a_file_a_slug_and_a_known_collection():
    collections = [entry["slug"] for entry in MANIFEST["collection"]]
    assert len(set(collections)) == len(collections)
    assert all(entry["title"] and entry["description"] for entry in MANIFEST["collection"])
    assert {entry["access"] for entry in MANIFEST["collection"]} <= {"public", "members", "groups"}
    assert {entry["collection"] for entry in MANIFEST["document"]} == set(collections)
    for field in ("file", "slug"):
        values = [entry[field] for entry in MANIFEST["document"]]
        assert len(set(values)) == len(values)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["slug"]) for entry in MANIFEST["document"])


def test_new_contributions_to_the_guides_wait_for_review_so_that_the_demo_can_show_it():
    review = {entry["slug"]: entry["review"] for entry in MANIFEST["collection"]}
    assert review == {"guides": True, "shared-future": False}


def test_the_guides_are_here_and_the_other_documents_are_cited_with_digest_and_address():
    for entry in MANIFEST["document"]:
        if entry["slug"] in GUIDES:
            assert (SEEDS / entry["file"]).is_file()
            assert "sha256" not in entry
        else:
            assert not (SEEDS / entry["file"]).exists()
            assert re.fullmatch(r"[0-9a-f]{64}", entry["sha256"])
            assert re.match(r"https?://", entry["source_url"])
            assert isinstance(entry["published_on"], dt.date)
            assert {"title", "publisher", "language"} <= set(entry)


@pytest.mark.parametrize(("document", "quote"), ENDS)
def test_the_quoted_words_stand_exactly_once_in_their_document(document, quote):
    assert sum(text.count(quote) for text in paragraphs(document)) == 1


def test_a_whole_paragraph_is_found_by_its_first_words():
    meant = [entry for entry in CONTRIBUTIONS if "paragraph_begins" in entry]
    assert meant
    for entry in meant:
        assert "quote" not in entry
        begins = entry["paragraph_begins"]
        assert sum(text.startswith(begins) for text in paragraphs(entry["document"])) == 1, begins


def test_every_contribution_says_what_its_kind_needs():
    needed = {
        "tag": {"tag"},
        "annotation": {"body"},
        "cross-reference": {"relation", "target_document", "target_quote", "note"},
    }
    for entry in CONTRIBUTIONS:
        assert {"id", "by", "document", "status"} | needed[entry["kind"]] <= set(entry), entry["id"]
        assert ("reason" in entry) == (entry["status"] == "declined"), entry["id"]
        assert sum(place in entry for place in ("quote", "paragraph_begins", "reply_to")) == 1, entry["id"]
    assert len({entry["id"] for entry in CONTRIBUTIONS}) == len(CONTRIBUTIONS)


def test_contributions_use_the_people_tags_and_relations_that_are_defined():
    tags = {tag["name"] for tag in DEMO["tag"]}
    roles = {person["username"]: person["role"] for person in DEMO["person"]}
    assert {entry["tag"] for entry in CONTRIBUTIONS if entry["kind"] == "tag"} == tags
    assert {roles[entry["by"]] for entry in CONTRIBUTIONS} == {"annotator", "editor"}
    assert {entry["relation"] for entry in CONTRIBUTIONS if "relation" in entry} <= RELATIONS
    mentioned = {name for entry in CONTRIBUTIONS for name in re.findall(r"@(\w+)", entry.get("body", ""))}
    assert mentioned <= set(roles)


def test_every_tag_is_defined_with_both_cases_before_a_tag_below_it():
    seen = set()
    for tag in DEMO["tag"]:
        assert all(tag[field] for field in ("definition", "use_when", "avoid_when")), tag["name"]
        assert tag["colour"] in range(1, 13)
        assert tag.get("parent") is None or tag["parent"] in seen, tag["name"]
        seen.add(tag["name"])
    assert len(seen) == len(DEMO["tag"])
    assert any("parent" in tag for tag in DEMO["tag"])


def test_replies_follow_the_note_they_answer_and_one_discussion_has_two_or_more():
    notes, replies = {}, Counter()
    for entry in CONTRIBUTIONS:
        if "reply_to" in entry:
            assert notes[entry["reply_to"]]["document"] == entry["document"]
            replies[entry["reply_to"]] += 1
        elif entry["kind"] == "annotation":
            notes[entry["id"]] = entry
    assert max(replies.values()) >= 2


def test_the_demo_shows_every_kind_and_every_outcome():
    assert len(CONTRIBUTIONS) == 24
    assert {entry["kind"] for entry in CONTRIBUTIONS} == {"tag", "annotation", "cross-reference"}
    joins = [{entry["document"], entry["target_document"]} for entry in CONTRIBUTIONS if "target_document" in entry]
    assert joins == [set(GUIDES)] * 2
    statuses = Counter(entry["status"] for entry in CONTRIBUTIONS)
    assert set(statuses) == {"published", "proposed", "declined"}
    assert statuses["declined"] == 1
    assert statuses["proposed"] >= 1
