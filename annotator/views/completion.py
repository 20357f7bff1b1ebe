"""What completion offers while a person types: tags, people, documents, passages. Small lists as JSON."""

import re
from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from annotator.errors import Refused
from annotator.http import Request
from annotator.imports.csv_codebook import SEPARATORS
from annotator.models import Tag, TagAlias, Tagging
from annotator.models.derived import PATH_JOINER
from annotator.models.tag import TagQuerySet
from annotator.models.tag_names import OPENING, as_typed, key_of
from annotator.presenters.quotation import quoted
from annotator.selectors.filters import people as people_known_to
from annotator.selectors.filters import visible_documents
from annotator.selectors.typed_references import passages_offered
from corpus.models.collection import Person

# Options offered at once.
MOST = 12


def typed(request: Request) -> str:
    """What the person has typed so far, without what no database takes."""
    return request.GET.get("q", "").replace("\0", "")[:200].strip()


@login_not_required
@require_safe
def tags(request: Request) -> JsonResponse:
    """Tags by name, alias or path, the last used first. With ``slug`` in the address, their slugs are the values."""
    # A name may be typed in quotation marks; one of them ends a name of a path, too.
    meant = typed(request).lstrip(OPENING).rstrip(OPENING.replace("›", ""))
    visible = Tag.objects.visible_to(request.user)
    offered = tags_offered(visible, meant, request.user)
    # A name that several tags have would not say which is meant.
    keys = {tag.key for tag in offered}
    shared = Counter(visible.filter(key__in=keys).order_by().values_list("key", flat=True))
    options = [
        {
            "value": tag.slug if "slug" in request.GET else as_typed(tag.name if shared[tag.key] == 1 else tag.path),
            "label": tag.path,
            "hint": tag.definition[:120],
            "hue": tag.colour,
        }
        for tag in offered
    ]
    return JsonResponse({"options": options})


def tags_offered(visible: TagQuerySet, meant: str, user: Person) -> list[Tag]:
    """The first of the ``visible`` tags with ``meant`` in their path or in another name of theirs: 2 to 4 queries."""
    if not meant:
        return visible.last_used_by(user, MOST)
    typed = key_of(meant)
    # No keyboard has the sign that joins a path.
    by_path = key_of(re.sub(rf"\s*[{SEPARATORS}]\s*", PATH_JOINER, meant))
    named = set(TagAlias.objects.filter(key__contains=typed).values_list("tag", flat=True))
    # In Python, since the databases fold case differently: the paths alone, since a codebook may have thousands.
    offered = [
        pk
        for pk, path in visible.order_by("sort_key", "pk").values_list("pk", "path")
        if pk in named or by_path in (key := key_of(path)) or typed in key
    ]
    known = set(offered)
    lately = [pk for pk in Tagging.objects.tags_lately_used_by(user) if pk in known]
    first = list(dict.fromkeys([*lately, *offered]))[:MOST]
    tags = visible.in_bulk(first)
    return [tags[pk] for pk in first if pk in tags]


@login_not_required
@require_safe
def people(request: Request) -> JsonResponse:
    """People by user name or name: for members all, for others those whose work they see."""
    known = people_known_to(request.user).filter(is_active=True)
    for word in typed(request).split():
        rule = Q(username__istartswith=word) | Q(first_name__istartswith=word) | Q(last_name__istartswith=word)
        known = known.filter(rule)
    options = [
        {"value": person.username, "label": person.username, "hint": person.get_full_name()} for person in known[:MOST]
    ]
    return JsonResponse({"options": options})


@login_not_required
@require_safe
def documents(request: Request) -> JsonResponse:
    """Documents by title, author or slug; their slugs are the values."""
    named = visible_documents(request.user).called(typed(request)).order_by("title", "slug")[:MOST]
    options = [{"value": document.slug, "label": document.title, "hint": document.slug} for document in named]
    return JsonResponse({"options": options})


@require_safe
def passages(request: Request) -> JsonResponse:
    """Passages by citation, address or words, of which the last may only be begun; each with these in context.

    ``shown`` is what a field says that has taken one, instead of its ref.

    The paragraph named by ``from`` comes last: the other end of a cross-reference is seldom where it begins.
    """
    meant = request.GET.get("q", "")[:2000].strip()
    if not meant:
        return JsonResponse({"options": []})
    try:
        offered = passages_offered(meant, request.user)
    except Refused:
        offered = []
    origin = request.GET.get("from")
    offered.sort(key=lambda each: each.ref.partition(":")[0] == origin)
    options: dict[str, dict[str, str]] = {}
    for each in offered:
        # A note links to paragraphs, a cross-reference joins words.
        ref = each.ref.partition(":")[0] if "whole" in request.GET else each.ref
        option = {"value": ref, "label": each.name, "hint": each.words}
        if "whole" not in request.GET:
            option["shown"] = f"{each.shown}: {quoted(each.quote)}" if each.quote else each.shown
        options.setdefault(ref, option)
    return JsonResponse({"options": list(options.values())})
