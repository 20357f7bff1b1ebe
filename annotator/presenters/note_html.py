"""A note's Markdown with the corpus behind it: links to passages and to people."""

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.models import Annotation, Event
from annotator.models.annotation import MAX_BODY
from annotator.models.former_name import called
from annotator.presenters import markdown
from corpus.citation.reference import Ref
from corpus.models import Document, Paragraph
from corpus.models.collection import Person

# A link to a passage as annotator.presenters.markdown makes it: what it leads to, and the words shown for it.
_PASSAGE_LINK = re.compile(r'<a [^<>]*data-passage="(?P<ref>(?P<slug>[^"/]+)/[^"]+)"[^<>]*>[^<>]*</a>')
_TYPED_LINK = re.compile(r"\[\[(?P<slug>[^\[\]/\s]{1,100})/")
# What is stored of a note knows nothing of where the site is on its host, so that it can move.
_IN_SITE = re.compile(r'(?<=<a href=")/(?=[^"<>]*" class="(?:passage-link|mention)")')


def _in_site(address: str) -> str:
    """``address`` as it is where the site is at the top of its host."""
    return "/" + address.removeprefix(get_script_prefix())


def checked_body(body: str) -> str:
    """``body`` with LF line ends and no outer blank lines; ``Refused`` where it is empty or too long."""
    body = markdown.normalise(body)
    if not body.strip():
        raise Refused(_("The note is empty. Write something, or cancel."), field="body")
    if len(body) > MAX_BODY:
        raise Refused(
            _("The note has %(length)s characters; %(most)s is the most. Shorten it or write two.")
            % {"length": f"{len(body):,}", "most": f"{MAX_BODY:,}"},
            field="body",
        )
    return body


def html_for_reader(notes: Iterable[Annotation], user: Person) -> dict[UUID, SafeString]:
    """The HTML of each of ``notes`` as ``user`` may see it, by its id: at most 1 query.

    A note is rendered once, with its author's eyes. A link to a document that ``user`` may not read is plain text
    for them, as the author typed it, so that a note tells nobody of the document's title.
    """
    notes = list(notes)
    slugs = {link["slug"] for note in notes for link in _PASSAGE_LINK.finditer(note.body_html)}
    readable = (
        set(Document.objects.visible_to(user).filter(slug__in=slugs).values_list("slug", flat=True)) if slugs else set()
    )

    def shown(link: re.Match[str]) -> str:
        return link[0] if link["slug"] in readable else f"[[{link['ref']}]]"

    # Sanitised by annotator.presenters.markdown when it was written; the ref is one that it let through.
    return {
        note.pk: mark_safe(_IN_SITE.sub(get_script_prefix(), _PASSAGE_LINK.sub(shown, note.body_html)))  # noqa: S308 - see above
        for note in notes
    }


def titles_linked(bodies: Iterable[str], user: Person) -> dict[str, str]:
    """The short titles of the documents that notes link to and ``user`` may read, by slug: at most 1 query.

    ``bodies`` are the notes as they were typed.
    """
    slugs = {link["slug"] for body in bodies if "[[" in body for link in _TYPED_LINK.finditer(body)}
    if not slugs:
        return {}
    return {each.slug: each.title_in_short for each in Document.objects.visible_to(user).filter(slug__in=slugs)}


def titles_in_events(events: Iterable[Event], user: Person) -> dict[str, str]:
    """``titles_linked`` for the notes that ``events`` were about, as each left it."""
    return titles_linked(((event.after or {}).get("body") or "" for event in events), user)


def note_in_preview(body: str, author: User) -> SafeString:
    """``body`` as it would be shown to ``author`` once it is sent. Raises ``Refused`` as ``checked_body`` does."""
    html, _mentioned = render_note(checked_body(body), author)
    return mark_safe(html)  # noqa: S308 - sanitised by annotator.presenters.markdown


def render_note(source: str, author: User) -> tuple[str, list[User]]:
    """The note's sanitised HTML and the people it mentions: at most 3 queries, none without links and mentions.

    A link to a paragraph that is not there, or that ``author`` may not read, stays plain text.
    """
    return render_notes([source], author)[0]


def render_notes(sources: Sequence[str], author: User) -> list[tuple[str, list[User]]]:
    """``render_note`` for several notes of one author, with no more queries."""
    refs = {ref for source in sources for ref in markdown.refs_in(source)}
    titles: dict[tuple[str, int], str] = {}
    if refs:
        linked = Paragraph.objects.visible_to(author).filter(
            document__slug__in={ref.slug for ref in refs}, key__in={ref.key for ref in refs}
        )
        titles = {
            (each.document.slug, each.key): each.document.title_in_short
            for each in linked.select_related("document").only(
                "key", "document__slug", "document__title", "document__short_title"
            )
        }
    named = [markdown.mentions_in(source) for source in sources]
    names = {name for each in named for name in each}
    # Also by the names they had when the note was written.
    people = {name: user for name, user in called(names).items() if user.is_active} if names else {}

    def link(ref: Ref) -> tuple[str, str] | None:
        title = titles.get((ref.slug, ref.key))
        if title is None:
            return None
        address = _in_site(reverse("paragraph", args=[ref.slug, ref.key]))
        if ref.start is not None:
            address += f"?start={ref.start}&end={ref.end}"
        return address, f"{title} ¶ {ref.key}"

    def mention(name: str) -> str | None:
        return _in_site(reverse("person", args=[people[name].username])) if name in people else None

    return [
        (
            markdown.render(source, link=link, mention=mention),
            sorted({people[name] for name in each if name in people}, key=lambda user: user.pk),
        )
        for source, each in zip(sources, named, strict=True)
    ]
