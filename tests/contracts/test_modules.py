"""The shape of the source: modules a person can hold in mind, and pages without anything inline."""

import ast
import re
import subprocess
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400


def tracked(*patterns):
    """The files of the project, new ones too, by their endings."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def names(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_module_is_longer_than_a_person_reads_at_once():
    files = [path for path in tracked("*.py", "*.js", "*.css") if "migrations" not in path.parts]
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if (lines := path.read_text(encoding="utf-8").count("\n")) > MOST_LINES
    }
    assert len(files) > 100
    assert not long


def test_scripts_do_not_import_one_another_in_a_ring():
    """Where they do, Django cannot name them by their contents, and no site starts."""
    scripts = tracked("annotator/static/*.js")
    named = {path.name: re.findall(r'from "\./([\w-]+\.js)"', path.read_text(encoding="utf-8")) for path in scripts}
    assert sum(map(len, named.values())) > 40
    assert set(TopologicalSorter(named).static_order()) == named.keys()


def trees():
    files = [path for path in tracked("annotator/*.py", "corpus/*.py") if "migrations" not in path.parts]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in files}


def names_of_classes():
    return Counter(
        node.name
        for tree in trees().values()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )


def test_the_name_of_a_class_means_one_thing():
    classes = names_of_classes()
    # Django looks for these by their names.
    named_by_django = {"Command", "DatabaseWrapper"}
    assert len(classes) > 300
    assert {name for name, times in classes.items() if times > 1} == named_by_django


def names_of_values(tree):
    """The names of variables and parameters within functions."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                match node:
                    case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                        yield name


def test_a_value_is_named_by_what_it_is():
    """And not by what was done to it, or where: that is true of nearly everything, so here and there at the most."""
    named = Counter(name for tree in trees().values() for name in names_of_values(tree))
    assert named["text"] > 100
    for word in ("asked", "found", "given", "said", "several", "spot", "there", "told"):
        assert named[word] <= 20, word


def test_no_sentence_for_people_names_a_class():
    """As one does when a class is renamed and the sentence had its name for a word."""
    said = [
        ast.literal_eval(node.args[0])
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "gettext", "gettext_lazy"}
        and isinstance(node.args[0], ast.Constant)
    ]
    of_two_words = {name for name in names_of_classes() if re.fullmatch(r"([A-Z][a-z]+){2,}", name)}
    assert len(said) > 500
    assert not [sentence for sentence in said if of_two_words & set(re.findall(r"\w+", sentence))]


def inline_in(source):
    """The script and style in a page."""
    # Data in a page is no script: no browser runs it.
    inline = re.findall(r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>", source)
    inline += re.findall(r"<style\b|\sstyle=|\son[a-z]+=|href=[\"']?javascript:", source)
    # htmx's own attribute for events would need a policy that allows evaluating text.
    inline += re.findall(r"\shx-on\b[^=]*=", source)
    return inline


def test_no_page_has_script_or_style_in_it():
    found = {str(path): inline_in(path.read_text(encoding="utf-8")) for path in tracked("templates/*.html")}
    assert len(found) > 100
    assert not {name: inline for name, inline in found.items() if inline}


def test_nothing_names_the_machine_it_was_written_on():
    # Written so that it does not name them itself, and this file need not be left out.
    homes, registries = "|".join(("root", "home/[a-z]+", "work")), "|".join(("pypi", "npmjs"))
    named = re.compile(rf"/(?:{homes})/|index[-]url|find[-]links|https?://[^\s\"']*(?:{registries})\.")
    sources = tracked("*.py", "*.toml", "*.txt", "*.md", "Makefile", ".ci/*", "*.html", "*.js")
    found = [path for path in sources if named.search(path.read_text(encoding="utf-8"))]
    assert not names(found)
