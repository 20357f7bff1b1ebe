"""Notes rendered with a corpus and people made up for it, and read as a browser reads them."""

from html.parser import HTMLParser

from annotator.presenters.markdown import render

PEOPLE = {"ann", "ann.b", "bob@x.example", "王毅", "eve_"}


def link(ref):
    return (f"/documents/{ref.slug}/{ref.key}/?a=1&b=2", f"<{ref.slug}> ¶ {ref.key}") if ref.slug != "secret" else None


def mention(name):
    return f"/people/{name}/" if name in PEOPLE else None


def shown(source):
    return render(source, link=link, mention=mention).strip()


class Seen(HTMLParser):
    """The tags, attributes and text of a piece of HTML, as a parser reads them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text, self.depth, self.deepest = set(), [], [], 0, 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in {"br", "hr"}:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag):
        self.depth -= 1

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    def links(self, css_class):
        links = []
        for tag, name, value in self.attributes:
            if (tag, name) == ("a", "href"):
                links.append(value)
            if (tag, name, value) == ("a", "class", css_class):
                yield links[-1]
