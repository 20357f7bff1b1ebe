"""Bundles to import: the export of the awkward site, emptied sites, and bundles somebody changed by hand."""

import csv
import hashlib
import io
import json
import zipfile

from django.contrib.auth.models import User

from annotator.actions.imports.bundle import import_bundle
from annotator.exports import dialect
from annotator.exports.package import Bundle
from annotator.imports.problems import ImportRefused
from annotator.models import Annotation, CrossReference, Event, FormerPlace, Passage, ProposedParallel, Tag, Tagging
from annotator.selectors.filters import Filters

LOADED_BACK = ["documents", "paragraphs", "codebook", "tags", "annotations", "cross-references", "parallels"]
KINDS = {
    "codebook": Tag,
    "tags": Tagging,
    "annotations": Annotation,
    "cross-references": CrossReference,
    "parallels": ProposedParallel,
}


def exported(viewer=None, *, raw=False, **filters):
    return b"".join(Bundle(viewer=viewer, filters=Filters(**filters), raw=raw).chunks())


def wipe():
    """Leave the texts and nothing else: a new site whose documents were loaded."""
    first = (ProposedParallel, Annotation.mentions.through)
    for model in (*first, CrossReference, Tagging, Annotation, FormerPlace, Passage, Event):
        model.objects.all()._raw_delete("default")
    Tag.objects.update(parent=None)
    Tag.objects.all().delete()
    User.objects.all().delete()


def files_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files, **options):
    """A zip file of ``files``, which are names and bytes, or pairs of them where a name is there twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **options) as archive:
        for name, content in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, content)
    return out.getvalue()


def described(files):
    """``files`` with a description that fits them."""
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        content = files[resource["path"]]
        records = list(csv.reader(io.StringIO(content.decode(errors="replace"), newline="")))
        resource |= {
            "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "rows": len(records) - 1,
        }  # fmt: skip
    return files | {"datapackage.json": json.dumps(package).encode()}


def with_file(data, name, change):
    """The bundle with ``change`` done to the bytes of one file, described as it is then."""
    files = files_of(data)
    files[f"{name}.csv"] = change(files[f"{name}.csv"])
    return packed(described(files))


def with_rows(data, name, change):
    """The bundle with ``change`` done to the rows of one file (a list of dictionaries)."""

    def edit(content):
        reader = csv.DictReader(io.StringIO(content.decode(), newline=""))
        rows = list(reader)
        change(rows)
        lines = [dialect.joined(reader.fieldnames), *(dialect.joined(row.values()) for row in rows)]
        return "".join(f"{line}\n" for line in lines).encode()

    return with_file(data, name, edit)


def with_cells(data, name, number, **cells):
    """The bundle with other cells in row ``number``, from 0, of one file."""
    return with_rows(data, name, lambda rows: rows[number].update(cells))


def with_package(data, **changes):
    """The bundle with something else said about the export as a whole."""
    files = files_of(data)
    package = json.loads(files["datapackage.json"])
    package["glossator"] |= changes
    return packed(files | {"datapackage.json": json.dumps(package).encode()})


def load(data, by=None):
    return import_bundle(file=io.BytesIO(data), by=by)


def problems_of(data, by=None):
    """What stands in the way of an import, after which nothing may have changed."""
    before = contents()
    try:
        load(data, by)
    except ImportRefused as refused:
        assert contents() == before
        return [str(problem) for problem in refused.problems]
    return []


def contents():
    """Everything an import could change."""
    models = (*KINDS.values(), Passage, Event, User)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def same_files(one, other):
    """The names of the files whose bytes are alike, of those that an import brings back."""
    first, second = files_of(one), files_of(other)
    return [name for name in LOADED_BACK if first[f"{name}.csv"] == second[f"{name}.csv"]]
