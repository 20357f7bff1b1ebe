"""A note's Markdown with the corpus behind it: links to passages and to people."""

from django.contrib.auth.models import User
from django.urls import reverse

from annotator import markdown
from corpus.citation.ref import Ref
from corpus.models import Document


def render_note(source: str, author: User) -> tuple[str, list[User]]:
    """The note's sanitised HTML and the people it mentions: at most 2 queries, none without links and mentions.

    A link to a document that ``author`` may not read stays plain text, so that a note tells nobody of it.
    """
    slugs = {ref.slug for ref in markdown.refs_in(source)}
    titles: dict[str, str] = {}
    if slugs:
        titles = dict(Document.objects.visible_to(author).filter(slug__in=slugs).values_list("slug", "title"))
    names = set(markdown.mentions_in(source))
    people = {user.username: user for user in User.objects.filter(username__in=names, is_active=True)} if names else {}

    def link(ref: Ref) -> tuple[str, str] | None:
        if ref.slug not in titles:
            return None
        address = reverse("paragraph", args=[ref.slug, ref.key])
        if ref.start is not None:
            address += f"?start={ref.start}&end={ref.end}"
        return address, f"{titles[ref.slug]} ¶ {ref.key}"

    def mention(name: str) -> str | None:
        return reverse("person", args=[name]) if name in people else None

    return markdown.render(source, link=link, mention=mention), sorted(people.values(), key=lambda user: user.pk)
