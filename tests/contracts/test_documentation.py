"""What people can use is written down: settings, commands, make targets and export files with their columns."""

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from annotator.exports.kinds import EXPORT_KINDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/**/*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SETTINGS_PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
HANDBOOK = (ROOT / "seeds" / "handbook.md").read_text(encoding="utf-8")
COMMANDS = sorted(name for name, app in get_commands().items() if app in {"annotator", "corpus"})


def settings_read():
    source = (ROOT / "annotator" / "config" / "settings.py").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", source)))


@pytest.mark.parametrize("name", settings_read())
def test_every_setting_is_explained(name):
    # The mail server's are one row: `GLOSSATOR_EMAIL_HOST`, `…_PORT`.
    short = "…_" + name.rpartition("_")[2]
    explained = f"`{name}`" in SETTINGS_PAGE
    assert explained or (name.startswith("GLOSSATOR_EMAIL_") and f"`{short}`" in SETTINGS_PAGE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_explained(name):
    assert f"manage.py {name}" in COMMANDS_PAGE
    assert f"`{name}`" in HANDBOOK


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_named(name):
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    usual = {"--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback"}
    usual |= {"--no-color", "--force-color", "--skip-checks"}
    for action in parser._actions:
        for option in action.option_strings:
            if option.startswith("--") and option not in usual:
                assert option in COMMANDS_PAGE, option


def test_the_readme_names_every_make_target():
    source = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^([a-z]+):.*## ", source, re.MULTILINE):
        assert f"make {target}" in README, target


@pytest.mark.parametrize("kind", EXPORT_KINDS.values(), ids=lambda kind: kind.name)
def test_the_handbook_names_every_file_of_an_export(kind):
    assert f"`{kind.file}`" in HANDBOOK


def test_the_handbook_counts_the_files_that_it_lists():
    numbers = ("seven", "eight", "nine", "ten", "eleven")
    files = {*(kind.file for kind in EXPORT_KINDS.values()), "people.csv"}
    number = numbers[len(files) - 7]
    assert f"There are {number} files of comma-separated values" in HANDBOOK
    assert f"`bundle.zip` holds all {number}," in HANDBOOK


def test_the_handbook_names_the_actions_of_the_bar():
    bar = (ROOT / "templates" / "annotator" / "tools.html").read_text(encoding="utf-8")
    *names, last = re.findall(r'data-do="[^"]*">{% translate "([^"]*)" %}', bar)
    assert len(names) == 4
    assert f"a small bar offers five actions: {', '.join(names)} and {last}." in HANDBOOK


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert not [target for target in targets if "://" not in target and not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_are_named_exist(page):
    if page.name == "CHANGELOG.md":
        return  # It names what was there then.
    named = re.findall(
        r"`((?:annotator|corpus|tests|templates|seeds|docs)/[\w./-]*)`", page.read_text(encoding="utf-8")
    )
    assert not [name for name in named if "NAME" not in name and not (ROOT / name).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_lines_are_no_longer_than_those_of_code(page):
    if page.name == "CHANGELOG.md":
        return  # What was released stays as it was written.
    lines = page.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if len(line) > 120 and not line.startswith(("|", "!", "    "))]


def test_the_index_of_decisions_lists_them_all():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(path.name for path in folder.glob("0*.md"))
    assert len(records) >= 6
    assert records == re.findall(r"\((0[^)]+\.md)\)", index)


def test_the_changelog_tells_the_release():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(version)} \(\d{{4}}-\d\d-\d\d\)$", changes, re.MULTILINE)


def test_the_architecture_names_every_room():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [path.parent for path in ROOT.glob("annotator/*/__init__.py")]
    rooms += [path.parent for path in ROOT.glob("corpus/**/__init__.py")]
    missing = [room.name for room in rooms if f"{room.name}/" not in page and not room.name.endswith("_parts")]
    assert not set(missing) - {"annotator", "corpus", "config", "migrations", "templatetags", "static", "importing"}
