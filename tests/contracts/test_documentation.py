"""What people can use is written down: settings, commands, make targets and export files with their columns."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from annotator.exports.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HANDBOOK = (ROOT / "seeds" / "handbook.md").read_text(encoding="utf-8")
COMMANDS = sorted(name for name, app in get_commands().items() if app in {"annotator", "corpus"})


def settings_read():
    source = (ROOT / "annotator" / "config" / "settings.py").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", source)))


@pytest.mark.parametrize("name", settings_read())
def test_the_readme_explains_every_setting(name):
    # The mail server's are one row: `GLOSSATOR_EMAIL_HOST`, `…_PORT`.
    short = "…_" + name.rpartition("_")[2]
    assert f"`{name}`" in README or (name.startswith("GLOSSATOR_EMAIL_") and f"`{short}`" in README)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_and_the_handbook_explain_every_command(name):
    assert f"manage.py {name}" in README
    assert f"`{name}`" in HANDBOOK


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_every_option_of_a_command(name):
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    usual = {"--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback"}
    usual |= {"--no-color", "--force-color", "--skip-checks"}
    for action in parser._actions:
        for option in action.option_strings:
            if option.startswith("--") and option not in usual:
                assert f"{option}" in README, option


def test_the_readme_names_every_make_target():
    source = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^([a-z]+):.*## ", source, re.MULTILINE):
        assert f"make {target}" in README, target


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_handbook_names_every_file_of_an_export(kind):
    assert f"`{kind.file}`" in HANDBOOK
