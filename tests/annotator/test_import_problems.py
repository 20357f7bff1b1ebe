"""Bundles that cannot be loaded: each problem with its file, its line and its reason, and nothing written."""

import io
import json

import pytest
from django.contrib.auth.models import User

from annotator.actions.importing import preview_bundle
from annotator.exports import dialect
from annotator.imports import package
from annotator.imports.problems import ImportRefused
from annotator.models import Annotation, CrossReference, Tag, TagAlias, Tagging
from corpus.models import Document, Paragraph
from tests.annotator.export_site import Site, number
from tests.annotator.import_bundles import (
    described,
    exported,
    files_of,
    load,
    packed,
    problems_of,
    wipe,
    with_cells,
    with_file,
    with_rows,
    with_told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return Site()


@pytest.fixture
def bundle(site):
    """The export of everything, and a site that has the texts and nothing else."""
    data = exported()
    wipe()
    return data


CELLS = {
    ("tags", 1, "status", "new"): "line 4: status: “new” is none of draft, proposed, published, declined.",
    ("tags", 1, "origin", "Hand"): "line 4: origin: “Hand” is none of hand, bulk, import, suggestion, revision.",
    ("tags", 1, "anchor", ""): "line 4: anchor: It is empty.",
    ("tags", 1, "tagged_by", ""): "line 4: tagged_by: It is empty.",
    ("tags", 1, "anchor", "gone"): "line 4: anchor: “gone” is none of kept, shifted, uncertain, lost.",
    ("tags", 4, "start", "9.0"): "line 10: start: “9.0” is not a whole number from 0 to 2147483647.",
    ("tags", 4, "start", "-9"): "line 10: start: “-9” is not a whole number from 0 to 2147483647.",
    ("tags", 4, "start", "٩"): "line 10: start: “٩” is not a whole number from 0 to 2147483647.",
    ("tags", 4, "start", "2147483648"): "line 10: start: “2147483648” is not a whole number from 0 to 2147483647.",
    ("tags", 4, "start", "9" * 5000): f"line 10: start: “{'9' * 59}…” is not a whole number from 0 to 2147483647.",
    ("tags", 4, "tagging_id", "7"): "line 10: tagging_id: “7” is not an id: 32 digits from 0 to f in five groups.",
    ("tags", 4, "tagged_at", "22.11.2026"): (
        "line 10: tagged_at: “22.11.2026” is not a time such as 2026-11-22T09:30:00.123456Z."
    ),
    ("tags", 4, "tagged_at", "2026-11-22T09:37:00.000000"): (
        "line 10: tagged_at: “2026-11-22T09:37:00.000000” is not a time such as 2026-11-22T09:30:00.123456Z."
    ),
    ("tags", 4, "tagged_at", "0001-01-01T00:00:00.000000Z"): (
        "line 10: tagged_at: “0001-01-01T00:00:00.000000Z” is not a time such as 2026-11-22T09:30:00.123456Z."
    ),
    ("tags", 4, "tag_id", str(number(8, 8))): (
        "line 10: tag_id: There is no tag 00000008-0000-0000-0000-000000000008, neither in this codebook nor in the one "
        "here."
    ),
    ("tags", 4, "tag", "duty"): "line 10: tag: The tag with this tag_id is “rule”, not “duty”.",
    ("tags", 4, "end", ""): (
        "line 10: A passage has a start and an end after it, or neither where it is a whole paragraph."
    ),
    ("tags", 4, "end", "9"): (
        "line 10: A passage has a start and an end after it, or neither where it is a whole paragraph."
    ),
    ("tags", 4, "tagged_by", "a b"): (
        "line 10: Nobody can be called “a b”. Enter a valid username. This value may contain only letters, numbers, and "
        "@/./+/-/_ characters."
    ),
    ("tags", 4, "tagged_by", "b" * 151): (
        f"line 10: Nobody can be called “{'b' * 59}…”. Ensure this value has at most 150 characters (it has 151)."
    ),
    ("tags", 4, "tagged_by", "ﬁona"): (
        "line 10: Nobody can be called “ﬁona”: another spelling of its letters looks the same. Use “fiona”."
    ),
    ("documents", 0, "published_on", "2022-11-31"): (
        "line 2: published_on: “2022-11-31” is not a date such as 2026-11-22."
    ),
    ("events", 0, "after", "{"): "line 2: after: “{” is not JSON.",
    ("annotations", 0, "body", ""): "line 2: body: It is empty.",
    ("annotations", 0, "body", " \n "): "line 2: The note is empty. Write something, or cancel.",
    ("annotations", 0, "body", "x" * 100_001): (
        "line 2: The note has 100,001 characters; 100,000 is the most. Shorten it or write two."
    ),
    ("annotations", 0, "in_reply_to", str(number(3, 99))): (
        "line 2: in_reply_to: There is no note 00000003-0000-0000-0000-000000000063, neither in the bundle nor here. "
        "Export it too, or empty the cell."
    ),
    ("annotations", 0, "in_reply_to", str(number(3, 1))): (
        "line 2: in_reply_to: The note 00000003-0000-0000-0000-000000000001 stands on another passage."
    ),
    ("annotations", 0, "in_reply_to", str(number(3, 4))): (
        "line 2: in_reply_to: The note answers itself, directly or through others."
    ),
    ("cross-references", 0, "relation", "mocks"): (
        "line 2: relation: “mocks” is none of see also, quotes, restates, revises, contradicts, defines, cites, "
        "translates."
    ),
    ("cross-references", 0, "note", "x" * 10_001): (
        "line 2: The note has 10,001 characters; 10,000 is the most. Shorten it."
    ),
    ("codebook", 0, "colour", "9"): "line 2: colour: Ensure this value is less than or equal to 8.",
    ("codebook", 2, "slug", "is not one"): (
        "line 4: slug: Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens."
    ),
    ("codebook", 0, "parent_id", str(number(8, 8))): (
        "line 2: parent_id: There is no tag 00000008-0000-0000-0000-000000000008, neither in this codebook nor in the "
        "one here."
    ),
    ("codebook", 2, "parent_id", str(number(1, 1))): (
        "line 4: A tag cannot stand below itself, nor more than 12 levels deep."
    ),
    ("codebook", 2, "slug", "rule"): (
        "line 4: Its slug is that of another tag, “rule” (00000001-0000-0000-0000-000000000003). Rename one of the two."
    ),
}


@pytest.mark.parametrize(("place", "message"), CELLS.items(), ids=lambda each: "-".join(map(str, each))[:60])
def test_a_cell_that_cannot_be(bundle, place, message):
    name, row, column, cell = place
    assert problems_of(with_cells(bundle, name, row, **{column: cell})) == [f"{name}.csv, {message}"]


def test_a_path_that_is_not_the_tags_is_told_where_the_tag_is_defined_and_where_it_is_used(bundle):
    assert problems_of(with_cells(bundle, "codebook", 2, path="elsewhere")) == [
        "codebook.csv, line 4: path: The names from the topmost tag down are “Ärger”.",
        "tags.csv, line 6: tag: The tag with this tag_id is “elsewhere”, not “Ärger”.",
    ]


def test_every_problem_is_said_at_once_in_the_order_of_the_files(bundle):
    data = with_cells(bundle, "cross-references", 0, source_anchor="x", relation="y")
    data = with_cells(data, "tags", 1, status="x", tagged_at="y")
    data = with_cells(data, "tags", 0, tagged_by="a b", paragraph="99")
    data = with_cells(data, "annotations", 4, body=" ", document="nowhere")
    data = with_cells(data, "codebook", 0, colour="x")
    assert [problem.partition(": ")[0] for problem in problems_of(data)] == [
        "codebook.csv, line 2",
        "tags.csv, line 2",
        "tags.csv, line 2",
        "tags.csv, line 4",
        "tags.csv, line 4",
        "annotations.csv, line 7",
        "cross-references.csv, line 2",
        "cross-references.csv, line 2",
    ]


def test_what_an_unsound_line_is_named_by_is_not_said_to_be_missing(bundle):
    data = with_cells(bundle, "codebook", 0, colour="x")
    data = with_cells(data, "annotations", 1, status="x")
    assert [problem.partition(": ")[2] for problem in problems_of(data)] == [
        "colour: “x” is not a whole number from 0 to 2147483647.",
        "status: “x” is none of draft, proposed, published, declined.",
    ]


def test_other_words_in_a_bundle_are_told_with_those_that_are_here(bundle):
    assert problems_of(with_cells(bundle, "tags", 4, quote="“one, two”")) == [
        'tags.csv, line 10: ¶ 20 of “Zeta”, 9 to 19: The words here are “"one, two"”, not ““one, two””.'
    ]
    assert problems_of(with_cells(bundle, "tags", 4, paragraph="25")) == [
        "tags.csv, line 10: There is no ¶ 25 of “Zeta” here."
    ]
    assert problems_of(with_cells(bundle, "tags", 4, end="99")) == [
        "tags.csv, line 10: ¶ 20 of “Zeta”, 9 to 99: That is outside the text here, which has 31 characters."
    ]


def test_one_passage_has_one_anchor(bundle):
    assert problems_of(with_cells(bundle, "tags", 4, anchor="shifted")) == [
        f"{place}: ¶ 20 of “Zeta”, 9 to 19: The anchor is “kept” here and “shifted” in a line before."
        for place in (
            "annotations.csv, line 2",
            "annotations.csv, line 3",
            "cross-references.csv, line 2",
            "cross-references.csv, line 5",
        )
    ]


def test_another_text_here_is_told_of_the_document_and_of_each_line(bundle):
    document = Document.objects.get(slug="alpha")
    document.current.sha256 = "0" * 64
    document.current.save()
    Paragraph.objects.filter(document=document, key=10).update(text="Alfa begins here.")
    problems = problems_of(bundle)
    assert problems == [
        (
            "documents.csv, line 3: “alpha” was loaded from another file than here (its SHA-256 digest differs), and 3 "
            "places do not fit. Load that file, or export again after the texts are alike."
        ),
        "tags.csv, line 12: ¶ 10 of “alpha”, 6 to 7: The words here are “e”, not “𝄞”.",
        *[
            f"cross-references.csv, line {line}: ¶ 10 of “alpha”, 6 to 7: The words here are “e”, not “𝄞”."
            for line in (3, 4)
        ],
    ]


def test_a_paragraph_that_stands_no_more_takes_no_marks(bundle):
    document = Document.objects.get(slug="secret")
    document.paragraphs.update(until=document.current)
    assert problems_of(bundle)[0] == (
        "tags.csv, line 13: ¶ 10 of “secret”: The paragraph is not in the newest revision here."
    )


def test_a_missing_document_is_told_once_with_how_to_load_it(bundle):
    Document.objects.filter(slug="alpha").update(current=None)
    assert problems_of(bundle) == [
        (
            "documents.csv, line 3: There is no document “alpha” here, and 6 contributions of the bundle stand in it. "
            "Load it first: manage.py load_documents FILE --slug alpha"
        )
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda old: old.replace(b",origin\n", b"\n", 1), "line 1: The columns are not those of this export version (missing: origin)."),
        (lambda old: old.replace(b",origin\n", b",origin,mood\n", 1), "line 1: The columns are not those of this export version (not known: mood)."),
        (lambda old: old.replace(b"status,origin\n", b"origin,status\n", 1), "line 1: The columns are not those of this export version (another order, or a name twice)."),
        (lambda old: dialect.BOM + old, "line 1: The columns are not those of this export version (missing: tagging_id; not known: \ufefftagging_id)."),
        (lambda old: b"", "line 1: The columns are not those of this export version (missing: "),
        (lambda old: old.replace(b",draft,hand\n", b",draft\n"), "line 4: There are 17 cells in this row, and 18 columns in the header."),
        (lambda old: old.replace(b",draft,hand\n", b",draft,hand,\n"), "line 4: There are 19 cells in this row, and 18 columns in the header."),
        (lambda old: old.replace(b"declined,hand\n", b"declined,hand\n\n"), "line 4: There are 0 cells in this row, and 18 columns in the header."),
        (lambda old: old.replace(b"one,shifted", b"o\0e,shifted"), "line 11: There is a NUL character in this line. No text has one here."),
        (lambda old: old.replace(b"one,shifted", b"o\xe9e,shifted"), "line 11: The file is not in UTF-8 from here on (byte 152 of the line). Export it again."),
        (lambda old: old[: old.index(b'"He said') + 8], "line 2: The row cannot be read, nor what follows it (unexpected end of data). Is the file cut off, or a quotation mark lost?"),
        (lambda old: old.replace(b"one,shifted", b'"one"x,shifted'), "line 11: The row cannot be read, nor what follows it (',' expected after '\"'). Is the file cut off, or a quotation mark lost?"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_this_version(bundle, change, message):
    problems = problems_of(with_file(bundle, "tags", change))
    assert problems[0].startswith(f"tags.csv, {message}")


def test_an_id_is_there_once(bundle):
    twice = with_rows(bundle, "tags", lambda rows: rows.append(rows[0]))
    assert problems_of(twice) == [
        "tags.csv, line 14: Line 2 has the same tagging_id (00000002-0000-0000-0000-000000000003). Keep one of the two."
    ]
    twice = with_rows(bundle, "paragraphs", lambda rows: rows.append(rows[-1]))
    assert problems_of(twice) == [
        "paragraphs.csv, line 9: Line 8 has the same document, paragraph (secret, 10). Keep one of the two."
    ]


@pytest.mark.parametrize(("name", "key"), [("tags", "tagging_id"), ("cross-references", "cross_reference_id")])
def test_one_person_does_it_once(bundle, name, key):
    twice = with_rows(bundle, name, lambda rows: rows.append(rows[0] | {key: str(number(9, 9))}))
    (problem,) = problems_of(twice)
    assert problem.endswith(
        "It is the same as line 2, under another id: one person does this once on a passage. Keep one."
    )
    load(bundle)
    other = with_rows(bundle, name, lambda rows: rows[0].update({key: str(number(9, 9))}))
    (problem,) = problems_of(other)
    assert problem.startswith(f"{name}.csv, line 2: It is here already under another id (0000000")


def test_a_cross_reference_has_two_ends(bundle):
    def turn_back(rows):
        rows[0].update({key.replace("source", "target"): cell for key, cell in rows[0].items() if "source" in key})

    assert problems_of(with_rows(bundle, "cross-references", turn_back)) == [
        "cross-references.csv, line 2: A passage cannot be cross-referenced to itself. Choose another end."
    ]


def test_notes_that_answer_each_other(bundle):
    data = with_cells(bundle, "annotations", 1, in_reply_to=str(number(3, 4)))
    assert problems_of(data) == [
        f"annotations.csv, line {line}: in_reply_to: The note answers itself, directly or through others."
        for line in (2, 3)
    ]


def test_an_answer_to_what_is_only_here_is_loaded_where_it_stands_on_the_same_passage(site):
    data = with_rows(exported(), "annotations", lambda rows: rows.__delitem__(1))
    Annotation.objects.filter(pk=number(3, 4)).delete()
    plan, _batch = load(data)
    assert [note.in_reply_to_id for note in plan.new["annotations"]] == [number(3, 5)]
    Annotation.objects.filter(pk=number(3, 4)).delete()
    Annotation.objects.filter(pk=number(3, 5)).update(passage=site.passage(site.alpha, 20))
    assert problems_of(data) == [
        "annotations.csv, line 2: in_reply_to: The note 00000003-0000-0000-0000-000000000005 stands on another passage."
    ]


OTHER = "It is here already, with other content ({}). Nothing here is written over: change it here, or there."


def test_what_is_here_with_other_content_is_not_written_over(site):
    data = exported()
    Tag.objects.filter(slug="duty").update(definition="Other words.", colour=1)
    Tagging.objects.filter(pk=number(2, 7)).update(status="declined", author=site.editor)
    Annotation.objects.filter(pk=number(3, 5)).update(body="Other words.", resolved_at=None)
    Annotation.objects.filter(pk=number(3, 4)).update(in_reply_to=None)
    CrossReference.objects.filter(pk=number(4, 1)).update(target=site.passage(site.zeta, 20))
    assert problems_of(data) == [
        f"codebook.csv, line 3: {OTHER.format('definition, colour')}",
        f"tags.csv, line 10: {OTHER.format('author, status')}",
        f"annotations.csv, line 2: {OTHER.format('in reply to')}",
        f"annotations.csv, line 3: {OTHER.format('note, resolved at')}",
        f"cross-references.csv, line 4: {OTHER.format('target')}",
    ]


def test_when_it_was_last_changed_is_no_content(site):
    data = exported()
    for model in (Tag, Tagging, Annotation, CrossReference):
        model.objects.update(modified_at="2027-01-01T00:00:00Z")
    assert load(data)[1] is None


def test_a_tag_of_the_same_name_is_not_taken_for_the_same(bundle):
    other = Tag.objects.create(name="RULE", key="rule", slug="other", path="RULE", definition="Ours.")
    assert problems_of(bundle) == [
        f"codebook.csv, line 2: Its name is that of another tag, “RULE” ({other.pk}). Rename one of the two."
    ]
    Tag.objects.filter(pk=other.pk).update(name="else", key="else", path="else")
    TagAlias.objects.create(tag=other, name="Rule", key="rule")
    assert problems_of(bundle) == [
        f"codebook.csv, line 2: Its name is that of another tag, “else” ({other.pk}). Rename one of the two."
    ]


def test_formulas_are_read_as_the_description_says(bundle, site):
    for guarded, body in ((True, "=1+1"), (False, "'=1+1")):
        wipe()
        # The name "@bela" is guarded too, and "'@bela" is nobody's.
        data = with_rows(bundle, "annotations", lambda rows: [row.update(author="ada") for row in rows])
        data = with_rows(
            data,
            "tags",
            lambda rows: (
                [
                    row.update(tagged_by="ada", tag_id=rows[0]["tag_id"], tag="duty", tag_path="rule › duty")
                    for row in rows[:1]
                ]
                and rows.__delitem__(slice(1, None))
            ),
        )
        data = with_rows(data, "annotations", lambda rows: rows.__delitem__(slice(2, None)))
        data = with_rows(data, "cross-references", list.clear)
        load(with_told(data, formula_guard=guarded))
        assert Annotation.objects.get(pk=number(3, 4)).body == body


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"export_version": 2}, "The bundle is of export version 2; this program reads version 1."),
        ({"export_version": "1"}, "The bundle is of export version 1; this program reads version 1."),
        ({"formula_guard": "yes"}, "It does not describe the files as this program does. Export the bundle again."),
    ],
)
def test_a_description_of_something_else(bundle, told, message):
    (problem,) = problems_of(with_told(bundle, **told))
    assert problem.startswith("datapackage.json: ")
    if told != {"export_version": "1"}:
        assert problem == f"datapackage.json: {message}"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b"{}", b'{"glossator": {}}', b"[" * 100_000])
def test_a_garbled_description(bundle, content):
    (problem,) = problems_of(packed(files_of(bundle) | {"datapackage.json": content}))
    assert problem.startswith("datapackage.json: It ")


@pytest.mark.parametrize("resources", [None, {}, [], [1], [{"path": []}], [{"path": "tags.csv"}]])
def test_a_description_without_the_files(bundle, resources):
    told = json.loads(files_of(bundle)["datapackage.json"]) | {"resources": resources}
    data = packed(files_of(bundle) | {"datapackage.json": json.dumps(told).encode()})
    assert problems_of(data) == [
        "datapackage.json: It does not describe the files as this program does. Export the bundle again."
    ]


def test_missing_files_are_all_named(bundle):
    files = files_of(bundle)
    del files["tags.csv"], files["datapackage.json"]
    assert problems_of(packed(files)) == [
        f"{name}: The file is not in the bundle. Export it again, whole." for name in ("tags.csv", "datapackage.json")
    ]


def test_other_files_beside_them_do_not_matter(bundle):
    load(packed(files_of(bundle) | {"README.txt": b"Ours."}))
    assert Tagging.objects.count() == 8


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice(bundle):
    files = files_of(bundle)
    data = packed([*files.items(), ("tags.csv", files["tags.csv"])])
    assert problems_of(data) == ["tags.csv: The file is in the bundle more than once."]


def test_a_file_that_was_changed_after_the_export(bundle):
    files = files_of(bundle)
    changed = files["tags.csv"].replace(b",draft,hand", b",draft,bulk")
    (problem,) = problems_of(packed(files | {"tags.csv": changed}))
    assert problem.startswith("tags.csv: The file is not the one that datapackage.json describes (hash: sha256:")
    # Cut off between two rows, it is sound in itself.
    short = files["tags.csv"].rpartition(b"\n00000002-")[0] + b"\n"
    (problem,) = problems_of(packed(files | {"tags.csv": short}))
    assert problem.startswith("tags.csv: The file is not the one that datapackage.json describes (bytes: ")
    assert "rows: 8, here 7" in problem


def test_it_is_no_zip_file(bundle):
    for data in (b"", b"PK", b"tagging_id,tag_id\n", bundle[: len(bundle) // 2], bundle[:-30]):
        (problem,) = problems_of(data)
        assert problem.startswith("bundle.zip: It is not a zip file, or a damaged one (")


def test_a_zip_file_with_damage_inside(bundle):
    place = bundle.index(b"tags.csv") + 60
    damaged = bundle[:place] + bytes(255 - byte for byte in bundle[place : place + 8]) + bundle[place + 8 :]
    problems = problems_of(damaged)
    assert problems[-1].startswith("tags.csv: The file is damaged within the zip file (")


def test_a_locked_zip_file(bundle):
    # The bit that says a file is encrypted, in the list at the end and before the file.
    data = bytearray(bundle)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + offset] |= 1
    problems = problems_of(bytes(data))
    assert problems[0].startswith("documents.csv: The file is damaged within the zip file (")


def test_what_would_not_fit_unpacked_is_not_unpacked(bundle, monkeypatch):
    monkeypatch.setattr(package, "LARGEST", 3000)
    (problem,) = problems_of(bundle)
    assert problem.startswith("bundle.zip: Unpacked it would be ")
    assert problem.endswith("Export it in parts, by document.")


def test_a_line_longer_than_any_text_is_not_read_to_its_end(bundle, monkeypatch):
    monkeypatch.setattr(package, "LONGEST_CELL", 150)
    problems = problems_of(bundle)
    assert "tags.csv: There is a line longer than any text here. Export the bundle again." in problems


def test_a_preview_is_refused_with_the_same_problems(bundle):
    data = with_cells(bundle, "tags", 1, status="new")
    with pytest.raises(ImportRefused) as refused:
        preview_bundle(file=io.BytesIO(data), by=None)
    assert [str(problem) for problem in refused.value.problems] == problems_of(data)
    assert not User.objects.exists()


def test_the_helper_describes_what_it_packs(bundle):
    # Else the tests above would all be refused for their digests.
    assert problems_of(packed(described(files_of(bundle)))) == []
