"""Bundles that do not fit what is here or themselves: other texts, ids there twice, other content."""

import pytest

from annotator.models import Annotation, CrossReference, Tag, TagAlias, Tagging
from corpus.models import Document, Paragraph
from tests.support.export_site import number
from tests.support.import_bundles import exported, load, problems_of, wipe, with_cells, with_package, with_rows

pytestmark = pytest.mark.django_db


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
        f"{place}: ¶ 20 of “Zeta”, 9 to 19: Conflicts with an earlier line: anchor “kept” here, “shifted” there."
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
            "documents.csv, line 3: “alpha” was loaded from another file than here (its SHA-256 digest differs), and 4 "
            "places do not fit. Load that file, or export again after the texts are alike."
        ),
        "tags.csv, line 12: ¶ 10 of “alpha”, 6 to 7: The words here are “e”, not “𝄞”.",
        *[
            f"cross-references.csv, line {line}: ¶ 10 of “alpha”, 6 to 7: The words here are “e”, not “𝄞”."
            for line in (3, 4)
        ],
        "parallels.csv, line 2: ¶ 10 of “alpha”, 6 to 7: The words here are “e”, not “𝄞”.",
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
            "documents.csv, line 3: There is no document “alpha” here, and 8 lines of the bundle stand in it. "
            "Load it first: manage.py load_documents FILE --slug alpha"
        )
    ]


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
        "It is the same as line 2, under another id: a person can do this only once per passage. Keep one."
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
    assert plan.new["annotations"] == 1
    assert Annotation.objects.get(pk=number(3, 4)).in_reply_to_id == number(3, 5)
    Annotation.objects.filter(pk=number(3, 4)).delete()
    Annotation.objects.filter(pk=number(3, 5)).update(passage=site.passage(site.alpha, 20))
    assert problems_of(data) == [
        "annotations.csv, line 2: in_reply_to: The note 00000003-0000-0000-0000-000000000005 stands on another passage."
    ]


OTHER = "It is here already, with other content ({}). Existing data is never overwritten: change it here, or there."


def test_what_is_here_with_other_content_is_not_written_over(site):
    data = exported()
    Tag.objects.filter(slug="duty").update(definition="Other words.", colour=1)
    Tagging.objects.filter(pk=number(2, 7)).update(status="declined", author=site.editor)
    Annotation.objects.filter(pk=number(3, 5)).update(body="Other words.", resolved_at=None)
    Annotation.objects.filter(pk=number(3, 4)).update(in_reply_to=None)
    CrossReference.objects.filter(pk=number(4, 1)).update(target=site.passage(site.zeta, 20))
    assert problems_of(data) == [
        f"codebook.csv, line 5: {OTHER.format('definition, colour')}",
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
        f"codebook.csv, line 4: Its name is that of another tag, “RULE” ({other.pk}). Rename one of the two."
    ]
    Tag.objects.filter(pk=other.pk).update(name="else", key="else", path="else")
    TagAlias.objects.create(tag=other, name="Rule", key="rule")
    assert problems_of(bundle) == [
        f"codebook.csv, line 4: Its name is that of another tag, “else” ({other.pk}). Rename one of the two."
    ]


def test_formulas_are_read_as_the_description_says(bundle):
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
        for file in ("cross-references", "parallels"):
            data = with_rows(data, file, list.clear)
        load(with_package(data, formula_guard=guarded))
        assert Annotation.objects.get(pk=number(3, 4)).body == body
