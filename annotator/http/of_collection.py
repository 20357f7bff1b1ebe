"""Pages about the documents of one collection, or of all that one may read."""

from corpus.models import Collection

from . import Request


def collection_asked(request: Request) -> str:
    """The slug that ``?collection=`` names; "" for all."""
    return request.GET.get("collection", "")[:200].replace("\x00", "")


def of_collection(request: Request) -> dict[str, object]:
    """What ``components/of_collection.html`` draws: which may be chosen, which is, and whether there is none such."""
    collections = Collection.objects.visible_to(request.user).order_by("title", "slug")
    collection = collection_asked(request)
    return {
        "collections": collections,
        "chosen_collection": collection,
        "unknown": bool(collection) and not collections.filter(slug=collection).exists(),
    }
