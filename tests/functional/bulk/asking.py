"""How the tests of tagging all hits ask for the page, read it and send its form."""

import re
from html import unescape

from annotator.models import Tagging
from corpus import search
from tests.support import factories

HERE = "/search/tag/"


def make(*texts, **fields):
    made = factories.make_document(texts, **fields)
    search.index(made)
    return made


def ask(client, q='"shared future"', **more):
    return client.get(HERE, {"q": q} | more)


def hits(answer):
    return answer.context["form"].hits


def ticked(answer):
    """What is ticked on the page itself, as a browser would send it."""
    boxes = re.findall(r'<input type="checkbox" name="chosen"[^>]*>', answer.content.decode())
    return [re.search(r'value="([^"]*)"', box)[1] for box in boxes if " checked" in box and " disabled" not in box]


def skipped(answer):
    return re.findall(r'name="skipped" value="([^"]*)"', answer.content.decode())


def send(client, answer, leave_out=(), **more):
    """Send the form of ``answer`` as it is ticked, without the paragraphs of ``leave_out``."""
    page = answer.content.decode().partition('<form class="bulk"')[2].partition("</form>")[0]
    form = {
        name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    }
    form |= {
        "chosen": [
            value for value in ticked(answer) if int(value.partition(":")[0]) not in {each.pk for each in leave_out}
        ],
        "skipped": skipped(answer),
        "on": re.search(r'name="on" value="(\w+)"[^>]* checked', page)[1],
        "tags": answer.context["form"]["tags"].value() or "",
    }
    if rest := re.search(r'name="rest" value="(\w+)"[^>]* checked', page):
        form["rest"] = rest[1]
    return client.post(HERE, {name: value for name, value in (form | more).items() if value is not None})


def keys(answer):
    """The numbers of the paragraphs shown, in their order."""
    return [hit.paragraph.key for hit in hits(answer)]


def said(answer):
    """What the page tells of what is wrong."""
    page = answer.content.decode()
    told = re.findall(r'<div class="problem" role="alert">(.*?)</div>|<p class="wrong"[^>]*>(.*?)</p>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", "".join(part))) for part in told)


def tagged():
    """Every tagging there is: document, paragraph, words, tag."""
    return [
        (
            each.content_object.paragraph.document.slug,
            each.content_object.paragraph.key,
            each.content_object.quote,
            each.tag.name,
        )
        for each in Tagging.objects.standing()
        .select_related("tag", "content_object__paragraph__document")
        .order_by(
            "content_object__paragraph__document__slug", "content_object__paragraph", "content_object__start", "tag"
        )
    ]


def paragraph(document, key):
    found = document.paragraphs.get(key=key)
    found.document = document
    return found
