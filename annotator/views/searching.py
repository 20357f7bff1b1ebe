"""Searching paragraphs, and the tags and people of the name that was typed."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.http.listing import listing, paragraphs_found, show
from annotator.http.paging import Rows
from annotator.models import Tag, TagAlias
from annotator.permissions import Action, can
from annotator.presenters.search import found_paragraphs, notice_about
from annotator.selectors.filters import Filters, people
from corpus import search
from corpus.models.collection import Person
from corpus.search.query import LONGEST
from corpus.search.tokenizer import words

NARROWED_BY = ("collection", "document", "tag", "person", "status")
# Hits are counted up to here: a search for "the" need not read the whole corpus to say that there are many.
COUNTED = 1000
# Tags and people of a name that are shown above the paragraphs.
MOST_NAMED = 12


@login_not_required
@require_safe
def search_page(request: Request) -> HttpResponse:
    """Paragraphs with the words and "phrases" asked for, in context; above them the tags and people of that name."""
    number = 0

    def find(filters: Filters) -> Rows:
        nonlocal number
        found = paragraphs_found(request.user, filters)
        number = found.order_by()[: COUNTED + 1].count()
        return found

    listed = listing(request, "paragraphs", NARROWED_BY, find)
    typed = request.GET.get("q", "").replace("\x00", "").strip()
    query = search.parse(typed)
    listed = listed.showing(found_paragraphs(listed.page.rows, query))
    context = {
        "q": typed[:LONGEST],
        "notice": "" if listed.problems else notice_about(typed, query),
        "narrowed_too": any(listed.form.initial.values()),
        "number": number,
        "counted": COUNTED,
        "may_tag_in_bulk": bool(number) and can(request.user, Action.TAG_IN_BULK),
    }
    if query.wanted and listed.page.number == 1:
        context |= named(request.user, query)
    return show(request, "annotator/search.html", listed, **context)


def named(user: Person, query: search.Query) -> dict[str, Sequence[Tag | User]]:
    """The first tags, and the first people that ``user`` may know of, with the words wanted in their names."""
    wanted = [word for phrase in query.wanted for word in phrase]
    aliases = defaultdict(list)
    for pk, name in TagAlias.objects.values_list("tag", "name"):
        aliases[pk].append(name)
    names = Tag.objects.visible_to(user).order_by("sort_key", "pk").values_list("pk", "name")
    tags = [pk for pk, name in names if is_named(wanted, name, *aliases.get(pk, ()))][:MOST_NAMED]
    persons = [person for person in people(user) if is_named(wanted, person.username, person.get_full_name())]
    return {"tags": list(Tag.objects.filter(pk__in=tags)), "people": persons[:MOST_NAMED]}


def is_named(wanted: Sequence[str], *names: str) -> bool:
    """Whether each word wanted begins a word of ``names``: in Python, since the databases fold letters differently."""
    known = words(" ".join(names))
    return all(any(word.startswith(one) for word in known) for one in wanted)
