"""``manage.py doctor``: looks a site over and says what to do about what it finds."""

import sys
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.core import checks
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.db import Error, connection

from annotator import readiness
from annotator.models import Passage, Tag
from annotator.models.tag_names import key_of, name_as_kept
from corpus.models import Document, Revision
from corpus.models.words import DocumentWords

AT_A_TIME = 2_000
SHOWN = 5


class Command(BaseCommand):
    help = (
        "Looks at the settings, the database, the disk, source files, the index of words, the marks and the names of "
        "tags, changes nothing, and says what to do about each thing that is wrong. Exit status 0 if nothing is, 1 "
        "otherwise."
    )
    # It runs them itself, those for a site in use too.
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        problems = [*self._report("Ready to serve", readiness.missing())]
        if not problems or self._has_tables():
            for heading, look in (
                ("Database", self._database),
                ("People", self._people),
                ("Source files", self._sources),
                ("Index of words", self._index),
                ("Marks", self._marks),
                ("Names of tags", self._names),
            ):
                problems += self._report(heading, list(look()))
        problems += self._report("Settings", [*self._settings()])
        if problems:
            self.stdout.write(f"{len(problems)} to look at.")
            sys.exit(1)
        self.stdout.write("All is well.")

    def _report(self, heading: str, problems: list[str]) -> list[str]:
        self.stdout.write(f"{heading}: {'as it should be' if not problems else ''}".rstrip())
        for problem in problems:
            self.stdout.write(f"  - {problem}")
        return problems

    def _has_tables(self) -> bool:
        try:
            User.objects.exists()
        except Error:
            return False
        return True

    def _database(self) -> Iterator[str]:
        if connection.vendor != "sqlite":
            return
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(5)")
            if damage := [row[0] for row in cursor.fetchall() if row[0] != "ok"]:
                yield f"It is damaged: {'; '.join(damage)}. Stop the site, keep a copy, and restore the last backup."
            cursor.execute("PRAGMA foreign_key_check")
            if rows := cursor.fetchmany(SHOWN):
                tables = ", ".join(sorted({row[0] for row in rows}))
                yield f"Rows of {tables} lead to nothing. Restore the last backup into a new site and compare."
            cursor.execute("PRAGMA journal_mode")
            if (mode := cursor.fetchone()[0]) != "wal":
                yield f"It is in {mode} mode, not WAL, as on disks that cannot. Put the data folder on a local disk."

    def _people(self) -> Iterator[str]:
        administrators = User.objects.filter(is_superuser=True, is_active=True)
        if not administrators.exists():
            yield "Nobody administers the site. Make the first account: manage.py createsuperuser"
        open_to_guessing = administrators.exclude(pk__in=Authenticator.objects.values("user"))
        for name in open_to_guessing.values_list("username", flat=True):
            yield f"{name} administers the site with a password alone. Add a second factor at /accounts/2fa/."

    def _sources(self) -> Iterator[str]:
        names = Revision.objects.exclude(source="").order_by("source").values_list("source", flat=True).distinct()
        missing = [name for name in names.iterator(AT_A_TIME) if not default_storage.exists(name)]
        for name in missing[:SHOWN]:
            yield f"{name} is not in {settings.MEDIA_ROOT}. Put it back from a backup; reread needs it."
        if len(missing) > SHOWN:
            yield f"{len(missing) - SHOWN} more source files are missing."

    def _index(self) -> Iterator[str]:
        indexed = DocumentWords.objects.values("document")
        if missing := Document.objects.filter(current__isnull=False).exclude(pk__in=indexed).count():
            yield (
                f"{missing:,} documents are not in it, so the search misses them. Make it anew: "
                'manage.py shell -c "from corpus import search; search.rebuild()"'
            )

    def _marks(self) -> Iterator[str]:
        wrong = 0
        rows = Passage.objects.settled().values_list("start", "end", "quote", "paragraph__text").order_by()
        for start, end, quote, text in rows.iterator(AT_A_TIME):
            wrong += text[start:end] != quote
        if wrong:
            yield f"{wrong:,} marks have other words than the text at their place. Tell the makers, with this line."

    def _names(self) -> Iterator[str]:
        """Names from before they were kept without what nobody sees, with the tag that each looks like."""
        tags = Tag.objects.order_by("path").values_list("slug", "name", "path")
        unseen = [(slug, name_as_kept(path)) for slug, name, path in tags if name_as_kept(name) != name]
        for slug, path in unseen[:SHOWN]:
            twins = [
                other for other, _name, full in tags if other != slug and key_of(name_as_kept(full)) == key_of(path)
            ]
            todo = f"merge it with /tags/{twins[0]}/, which looks the same" if twins else "save it anew, as it is shown"
            yield f"“{path}” (/tags/{slug}/) has characters in its name that nobody sees: {todo}."
        if len(unseen) > SHOWN:
            yield f"{len(unseen) - SHOWN} more names have such characters."

    def _settings(self) -> Iterator[str]:
        for message in checks.run_checks(include_deployment_checks=True):
            if not message.is_silenced():
                yield " ".join(f"{message.msg} {message.hint or ''}".split())
