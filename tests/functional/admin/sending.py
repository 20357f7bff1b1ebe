"""How the tests of the admin name its pages, send its forms and choose its actions."""

import uuid

from django.urls import reverse


def page(model, name="changelist", *args):
    app = "corpus" if model in {"collection", "document", "paragraph"} else "annotator"
    app = "auth" if model in {"user", "group"} else app
    return reverse(f"admin:{app}_{model}_{name}", args=args)


def change(thing):
    return page(thing._meta.model_name, "change", thing.pk)


def seen(*things):
    """The versions that a page which is opened now shows of ``things``, as its forms send them."""
    rows = [type(thing)._default_manager.filter(pk=thing.pk) for thing in things if hasattr(thing, "version")]
    return [f"{row.pk}:{row.version}" for each in rows for row in each]


def run(client, model, action, *things, **more):
    """Choose an action in a list for ``things``."""
    chosen = [str(thing.pk) for thing in things]
    data = {"action": action, "_selected_action": chosen, "index": "0", "seen": seen(*things)} | more
    if "reason" in more or "into" in more:
        del data["index"]
    return client.post(page(model) + ("?withdrawn=yes" if action == "restore" else ""), data, follow=True)


def said(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def new_id():
    return str(uuid.uuid4())
