"""Loading a codebook: what is made, left alone, told; all or nothing; through the action and the command."""

import itertools
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError

from annotator.actions.imports import other_tools
from annotator.actions.imports.other_tools import check_codebook, import_codebook
from annotator.actions.undo import undo
from annotator.errors import AlreadyDone, Refused
from annotator.imports.problems import ImportRefused
from annotator.models import Event, Tag
from corpus.importing.sources.files import Content, content_of
from tests.support import factories
from tests.support.imported_files import file, run, run_json, table

pytestmark = pytest.mark.django_db
TAGUETTE = (
    ("tag", "parent", "description", "number of highlights"),
    ("duty", "rule", "Who must.", "3"),
    ("rule", "", "Words that ask for something.", "4"),
    ("sea", "", "", "0"),
)


def codebook():
    return [(tag.path, tag.definition, tag.colour) for tag in Tag.objects.all()]


def test_taguettes_codebook_is_made_parents_first_in_one_batch(editor):
    plan, batch = import_codebook(by=editor, file=file(*TAGUETTE))
    assert codebook() == [
        ("rule", "Words that ask for something.", 1),
        ("rule › duty", "Who must.", 2),
        ("sea", "", 3),
    ]
    assert [new.path for new in plan.new] == ["rule", "rule › duty", "sea"]
    assert [new.path for new in plan.undefined] == ["sea"]
    events = Event.objects.filter(batch=batch).order_by("at")
    assert [(event.action, event.actor, event.after["path"]) for event in events] == [
        ("imported", editor, "rule"),
        ("imported", editor, "rule › duty"),
        ("imported", editor, "sea"),
    ]


def test_colours_that_a_file_does_not_give_are_dealt_out(editor):
    factories.make_tag("here", colour=1)
    import_codebook(by=editor, file=file(("name", "colour"), ("a", ""), ("b", "2"), ("c", ""), ("d", "red")))
    assert [colour for _path, _definition, colour in codebook()] == [3, 2, 4, 5, 1]


def test_loading_it_twice_changes_nothing(editor):
    import_codebook(by=editor, file=file(*TAGUETTE))
    before, events = codebook(), Event.objects.count()
    plan, _batch = import_codebook(by=editor, file=file(*TAGUETTE))
    assert (codebook(), Event.objects.count()) == (before, events)
    assert (plan.new, plan.differences) == ([], [])
    assert plan.same == ["rule", "rule › duty", "sea"]


def test_a_tag_that_comes_while_the_file_is_looked_through_is_known(editor, monkeypatch):
    planned = other_tools._planned

    def and_one_comes(book):
        monkeypatch.undo()
        found = planned(book)
        factories.make_tag("sea", definition="Made meanwhile.")
        return found

    monkeypatch.setattr(other_tools, "_planned", and_one_comes)
    plan, _batch = import_codebook(by=editor, file=file(*TAGUETTE))
    assert [new.path for new in plan.new] == ["rule", "rule › duty"]
    assert [definition for path, definition, _colour in codebook() if path == "sea"] == ["Made meanwhile."]


def test_the_same_request_is_carried_out_once(editor):
    request_id = uuid.uuid4()
    import_codebook(by=editor, file=file(*TAGUETTE), request_id=request_id)
    with pytest.raises(AlreadyDone):
        import_codebook(by=editor, file=file(*TAGUETTE), request_id=request_id)


def test_what_differs_is_told_and_left(editor):
    rule = factories.make_tag("rule", definition="Mine.", use_when="Always.", colour=3)
    factories.make_tag("duty", definition="Who must.", parent=rule, path="rule › duty")
    plan, _batch = import_codebook(
        by=editor,
        file=file(
            ["name", "parent", "definition", "use_when", "colour", "aliases"],
            ["Duty", "rule", "Who must.", "", "", "obligation"],
            ["rule", "", "Theirs.", "", "4", ""],
        ),
    )
    assert [(each.line, each.tag, each.field, each.stored, each.stated) for each in plan.differences] == [
        (3, "rule", "definition", "Mine.", "Theirs."),
        (3, "rule", "colour", "3", "4"),
        (2, "rule › duty", "aliases", "", "obligation"),
    ]
    assert plan.new == []
    assert codebook() == [("rule", "Mine.", 3), ("rule › duty", "Who must.", 1)]
    assert Tag.objects.get(name="rule").use_when == "Always."


def test_a_tag_is_known_by_its_other_names(editor):
    tag = factories.make_tag("liberty", definition="Being free.")
    tag.aliases.create(name="freedom", key="freedom")
    plan, _batch = import_codebook(by=editor, file=file(["path"], ["freedom > press"], ["freedom"]))
    assert [new.path for new in plan.new] == ["liberty › press"]
    assert Tag.objects.get(name="press").parent == tag


def test_a_file_that_does_not_say_where_a_tag_stands_does_not_move_it(editor):
    rule = factories.make_tag("rule")
    factories.make_tag("duty", parent=rule, path="rule › duty")
    assert import_codebook(by=editor, file=file(["tag"], ["duty"]))[0].differences == []


def test_everything_is_taken_over(editor):
    import_codebook(
        by=editor,
        file=file(
            ["path", "description", "use when", "avoid when", "color", "aliases"],
            ["a/b", "Def.", "Use.", "Avoid.", "7", "other, more"],
        ),
    )
    tag = Tag.objects.get(name="b")
    assert (tag.definition, tag.use_when, tag.avoid_when, tag.colour) == ("Def.", "Use.", "Avoid.", 7)
    assert sorted(alias.name for alias in tag.aliases.all()) == ["more", "other"]
    assert tag.parent.name == "a"


def test_every_line_that_cannot_be_taken_is_told_and_the_others_are_taken(editor):
    factories.make_tag("known")
    deep = "/".join(f"level {n}" for n in range(14))
    bad = file(
        ["path", "aliases"],
        ["good", ""],
        ["good > ", ""],
        ["x" * 501, ""],
        ["y", "known"],
        ["z", "y"],
        [deep, ""],
        ["one", "same"],
        ["two", "SAME"],
        ["three", "w" * 501],
        ["four", "", "a cell too many"],
        name="bad.csv",
    )
    plan, _batch = import_codebook(by=editor, file=bad)
    told = [(problem.line, problem.reason) for problem in plan.left_out]
    assert [line for line, _reason in told] == [3, 4, 5, 6, 7, 9, 10, 11]
    for (_line, reason), words in zip(
        told,
        [
            "name is missing",
            "500 are the most",
            "“known”",
            "“y”",
            "levels deep",
            "line 8",
            "500 are the most",
            "3 cells",
        ],
        strict=True,
    ):
        assert words in reason
    # Nor is anything made of what stands above a tag that is too deep.
    assert [path for path, *_rest in codebook()] == ["good", "known", "one"]


def test_what_stands_below_a_line_left_out_is_left_out_too(editor):
    plan, _batch = import_codebook(
        by=editor, file=file(["tag", "parent"], ["ok", ""], ["x" * 501, ""], ["below", "x" * 501], ["lower", "below"])
    )
    assert [new.path for new in plan.new] == ["ok"]
    assert [problem.line for problem in plan.left_out] == [3, 4, 5]


def test_a_quotation_mark_too_many_costs_its_line_alone(editor):
    data = b'tag,description\none,"1"2\ntwo,"never closed\nthree,3\n"four, or five",4\n'
    plan, _batch = import_codebook(by=editor, file=Content("codebook.csv", data))
    assert [new.path for new in plan.new] == ["three", "four, or five"]
    assert [problem.line for problem in plan.left_out] == [2, 3]


def test_a_name_may_stand_below_several_tags(editor):
    paths = [f"{above} > {below}" for above in ("economy", "politics") for below in ("positive", "negative")]
    plan, _batch = import_codebook(by=editor, file=file(["path"], *[[path] for path in paths]))
    assert sorted((tag.path, tag.slug) for tag in Tag.objects.all()) == [
        ("economy", "economy"),
        ("economy › negative", "negative"),
        ("economy › positive", "positive"),
        ("politics", "politics"),
        ("politics › negative", "politics-negative"),
        ("politics › positive", "politics-positive"),
    ]
    assert plan.left_out == []
    again = import_codebook(by=editor, file=file(["tag", "parent"], ["positive", "politics"]))[0]
    assert (again.new, again.same) == ([], ["politics › positive"])
    with pytest.raises(ImportRefused, match="several tags"):
        import_codebook(by=editor, file=file(["tag"], ["positive"]))
    (note,) = import_codebook(by=editor, file=file(["path"], ["law > positive"]))[0].notes
    assert "economy › positive”, “politics › positive" in str(note)


def test_a_parent_that_may_be_several_is_told(editor):
    rows = [["x", ""], ["y", ""], ["same", "x"], ["same", "y"], ["low", "same"]]
    plan, _batch = import_codebook(by=editor, file=file(["tag", "parent"], *rows))
    assert [new.path for new in plan.new] == ["x", "y", "x › same", "y › same"]
    assert [(problem.line, "line 4; line 5" in problem.reason) for problem in plan.left_out] == [(6, True)]


def test_long_names_and_names_with_commas_are_taken_whole(editor):
    long = "what an interviewee says " * 19 + "and no less"
    import_codebook(by=editor, file=file(["tag", "description"], [long, "In vivo."], ["trust, in the warden", ""]))
    assert set(Tag.objects.values_list("name", "path")) == {(long, long), ("trust, in the warden",) * 2}
    assert Tag.objects.named([long])[long][0].slug == "what-an-interviewee-says-" * 3 + "what-an-intervi"


@pytest.mark.parametrize("said", ["sep=;", "SEP=;", '"sep=;"', "sep=;;", "\n\nsep=;"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_line_that_says_the_separator_is_no_header(editor, said, line_end):
    text = f'\ufeff{said}\ntag;definition\nduty, or right;what; who\nduty;"what; who"\n'.replace("\n", line_end)
    plan, _batch = import_codebook(by=editor, file=Content("codebook.csv", text.encode()))
    assert [(new.path, new.definition) for new in plan.new] == [("duty", "what; who")]
    assert [problem.line for problem in plan.left_out] == [3 + 2 * said.startswith("\n")]


def test_our_own_codebook_is_read_back(editor, tmp_path):
    rule = factories.make_tag("and/or", definition="=SUM(A1)", use_when="'=kept")
    factories.make_tag("-duty", parent=rule, path="and/or › -duty", definition="a,\n“b” > c", colour=8)
    path = tmp_path / "codebook.csv"
    call_command("export", "codebook", output=path)
    assert import_codebook(by=editor, file=content_of(path))[0].new == []
    assert import_codebook(by=editor, file=content_of(path))[0].differences == []
    before = codebook()
    Tag.objects.filter(parent__isnull=False).delete()
    Tag.objects.all().delete()
    plan, _batch = import_codebook(by=editor, file=content_of(path))
    assert codebook() == before
    assert Tag.objects.get(name="and/or").use_when == "'=kept"
    assert plan.notes == []


def test_checking_writes_nothing(editor):
    plan = check_codebook(by=editor, file=file(*TAGUETTE))
    assert len(plan.new) == 3
    assert not Tag.objects.exists()


def test_only_editors_load_codebooks(annotator):
    for act in (check_codebook, import_codebook):
        with pytest.raises(PermissionDenied):
            act(by=annotator, file=file(*TAGUETTE))


def test_it_can_be_undone_while_nothing_uses_it(editor):
    _plan, batch = import_codebook(by=editor, file=file(*TAGUETTE))
    undo(batch_id=batch, by=editor)
    assert codebook() == []
    undo(batch_id=Event.objects.latest("at").batch, by=editor)
    assert len(codebook()) == 3


def test_undone_when_a_tag_is_in_use_it_leaves_that_tag_and_those_above(editor):
    _plan, batch = import_codebook(by=editor, file=file(*TAGUETTE))
    paragraph = factories.make_document().paragraphs.first()
    factories.make_tagging(paragraph, Tag.objects.get(name="duty"), editor)
    undone = undo(batch_id=batch, by=editor)
    assert [path for path, *_rest in codebook()] == ["rule", "rule › duty"]
    undo(batch_id=undone, by=editor)
    assert len(codebook()) == 3


def test_it_cannot_be_undone_when_all_are_in_use(editor):
    _plan, batch = import_codebook(by=editor, file=file(["tag"], ["sea"]))
    factories.make_tagging(factories.make_document().paragraphs.first(), Tag.objects.get(), editor)
    with pytest.raises(Refused, match="in use"):
        undo(batch_id=batch, by=editor)
    assert not Event.objects.filter(undoes=batch).exists()


def test_the_queries_of_a_check_do_not_grow_with_the_rows(editor, django_assert_num_queries):
    factories.make_tag("known")
    rows = [[f"tag {n}"] for n in range(200)]
    for some in (rows[:10], rows):
        with django_assert_num_queries(2):
            check_codebook(by=None, file=file(["tag"], *some))


@pytest.fixture
def path(tmp_path):
    numbers = itertools.count()

    def written(*rows, **how):
        made = tmp_path / f"codebook-{next(numbers)}.csv"
        made.write_bytes(table(*rows, **how))
        return made

    return written


def test_the_command_tells_what_it_did(path, editor):
    factories.make_tag("rule", definition="Mine.")
    out, err, status = run("import_codebook", path(*TAGUETTE))
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "codebook-0.csv: 2 made, 0 the same, 1 different",
        "  made: rule › duty",
        "  made: sea (without a definition)",
        "  left as it is: rule: definition is “Mine.” here and “Words that ask for something.” on line 3",
    ]
    assert Event.objects.filter(actor=None).count() == 2


def test_the_command_names_the_person_in_the_history(path, editor):
    run("import_codebook", path(*TAGUETTE), "--by", "editor")
    assert set(Event.objects.values_list("actor__username", flat=True)) == {"editor"}


def test_a_dry_run_writes_nothing(path):
    out, _err, status = run("import_codebook", path(*TAGUETTE), "--dry-run")
    assert status == 0
    assert "3 to make" in out
    assert not Tag.objects.exists()


def test_the_command_prints_one_json_object(path):
    said, status = run_json("import_codebook", path(*TAGUETTE))
    assert status == 0
    assert said == {
        "status": "imported",
        "batch": str(Event.objects.first().batch),
        "made": ["rule", "rule › duty", "sea"],
        "same": [],
        "different": [],
        "undefined": ["sea"],
        "notes": [],
        "left_out": [],
    }


def test_the_json_object_says_whether_anything_was_done(path):
    file = path(*TAGUETTE)
    assert run_json("import_codebook", file, "--dry-run")[0]["status"] == "checked"
    assert run_json("import_codebook", file)[0]["status"] == "imported"
    assert run_json("import_codebook", file)[0]["status"] == "unchanged"


def test_what_is_wrong_is_told_with_status_1(path):
    bad = path(["tag"], ["a › b"], ["c › d"])
    out, err, status = run("import_codebook", bad)
    assert (out, status) == ("", 1)
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        "codebook-0.csv, line 2", "codebook-0.csv, line 3", "Nothing was imported",
    ]  # fmt: skip
    assert err.splitlines()[-1] == "Nothing was imported: 2 problems."
    said, status = run_json("import_codebook", bad)
    assert status == 1
    assert [(each["file"], each["line"]) for each in said["problems"]] == [("codebook-0.csv", 2), ("codebook-0.csv", 3)]
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [("missing.csv", (), "missing.csv"), (".", (), "not a file"), ("there.csv", ("--by", "nobody"), "nobody called")],
)
def test_what_cannot_be_meant_is_refused(tmp_path, name, arguments, words):
    (tmp_path / "there.csv").write_bytes(table(*TAGUETTE))
    with pytest.raises(CommandError, match=words):
        run("import_codebook", tmp_path / name, *arguments)


def test_a_person_who_is_no_editor_is_refused(path, reader):
    with pytest.raises(CommandError, match="role"):
        run("import_codebook", path(*TAGUETTE), "--by", "reader")
