"""Small Word documents, made of the least XML that is one."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from corpus.importing.readers.docx import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = ("Title", "Subtitle", "Author", "Quote", "heading 1", "heading 2", "toc 1")


def run(text):
    """A stretch of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def note_call(number):
    """The mark in the text that calls a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def paragraph(*content, style="", list_id=None, depth=0):
    """A paragraph of texts and ready XML, in a style, in a list."""
    inner = "".join(part if part.startswith(("<w:", "<m:")) else run(part) for part in content)
    named = f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>' if list_id else ""
    return f"<w:p><w:pPr>{named}{listed}</w:pPr>{inner}</w:p>"


def table(*rows):
    """A table of rows of texts."""
    lines = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def numbering(*lists):
    """The part with the lists; each is given as a sequence of (number format, pattern, first number)."""
    abstract, named = [], []
    for name, levels in enumerate(lists, start=1):
        lines = (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
            f'<w:lvlText w:val="{pattern}"/></w:lvl>'
            for depth, (style, pattern, start) in enumerate(levels)
        )
        abstract.append(f'<w:abstractNum w:abstractNumId="{name}">{"".join(lines)}</w:abstractNum>')
        named.append(f'<w:num w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>')
    return f"<w:numbering {W}>{''.join(abstract + named)}</w:numbering>"


def footnotes(*texts):
    """The part with the footnotes, numbered from 1."""
    notes = (f'<w:footnote w:id="{i}">{paragraph(text)}</w:footnote>' for i, text in enumerate(texts, start=1))
    return f"<w:footnotes {W}>{''.join(notes)}</w:footnotes>"


def core(**values):
    """The part with the properties."""
    lines = "".join(f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in values.items())
    cp = f"{PACKAGE}/metadata/core-properties"
    return f'<cp:coreProperties xmlns:cp="{cp}" xmlns:dc="http://purl.org/dc/elements/1.1/">{lines}</cp:coreProperties>'


def styles():
    """The part with the styles used here."""
    lines = (
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in STYLES
    )
    return f"<w:styles {W}>{''.join(lines)}</w:styles>"


def parts(*body, **further):
    """The parts of a document by name; ``further`` are parts in word/, or ``core``."""
    relationships = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for i, name in enumerate(dict.fromkeys(("styles", *further)))
    )
    package = f'xmlns="{PACKAGE}/relationships"'
    named = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f"<Relationships {package}>"
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"<Relationships {package}>{relationships}</Relationships>",
        "word/document.xml": f"<w:document {W} {M}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": styles(),
    }
    for name, content in further.items():
        named["docProps/core.xml" if name == "core" else f"word/{name}.xml"] = content
    return named


def zipped(named):
    """A zip archive of texts by name."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in named.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(*body, **further):
    """The bytes of a document."""
    return zipped(parts(*body, **further))


def styled(*lines):
    """The part with styles, each given as (name, what it is based on or "", XML of what it sets)."""
    styles = (
        f'<w:style w:type="{"character" if "<w:rPr>" in inner and not base else "paragraph"}" '
        f'w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{base.replace(" ", "")}"/>' if base else "")
        + f"{inner}</w:style>"
        for name, base, inner in lines
    )
    return f"<w:styles {W}>{''.join(styles)}</w:styles>"


def looking(text, properties):
    """A stretch of text with XML of how it looks."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def with_properties(properties, *content):
    """A paragraph of texts and ready XML with XML of its properties."""
    return paragraph(*content).replace("<w:pPr></w:pPr>", f"<w:pPr>{properties}</w:pPr>", 1)


def numbered(list_id, depth=0):
    """What puts a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'


TITLE = paragraph("The Report", style="Title")


def outline(*body, **further):
    return [(b.kind.value, b.number, b.text) for b in read(docx(*body, **further)).blocks]


def told(data):
    return {one.code: dict(one.params) for one in read(data).notices}


def headings(*body, **further):
    blocks = read(docx(TITLE, *body, **further)).blocks
    return [(block.level, block.text) for block in blocks if block.kind == "heading"]


def with_part(named, name, content, kind, identifier, owner="word/_rels/document.xml.rels"):
    """The parts of a file with one more, and its relationship."""
    line = f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{name}"/>'
    related = named[owner].replace("</Relationships>", f"{line}</Relationships>")
    return named | {f"word/{name}": content, owner: related}
