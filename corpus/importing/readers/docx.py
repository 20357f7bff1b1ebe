"""Word documents: .docx, by way of the HTML mammoth makes of them.

Mammoth turns styles into elements; what it has no word for (printed numbers, titles, tables of contents) is marked on
the way so that the shared code for HTML can read it. The archive is checked and unpacked by us before mammoth sees it.
"""

from dataclasses import replace
from io import BytesIO
from typing import Any

from lxml import etree, html

from corpus.blocks import Metadata, Reading, Role, UnreadableFileError
from corpus.importing.readers.docx_parts.numbering import NAMESPACE, NUMBER_STYLE, W, write_numbers
from corpus.importing.readers.docx_parts.package import DAMAGED, packed, xml_parts, xml_root
from corpus.importing.readers.html_parts.blocks_from_units import BY, to_blocks, with_title
from corpus.importing.readers.html_parts.signs import settle_signs
from corpus.importing.readers.html_parts.units import NUMBER_ATTRIBUTE, ROLE_ATTRIBUTE, Unit, fold, parse, units

SUFFIXES = (".docx",)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ISOLATED = True

RELATIONSHIPS = "_rels/.rels"
PROPERTIES = "docProps/core.xml"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# The two editions of the standard differ in little but the name of the namespace.
STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
WITH_TEXT = frozenset({f"{W}document", f"{W}footnotes", f"{W}endnotes"})
NUMBER_CLASS = "glossator-number"
STYLE_MAP = f"""
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Author'] => p.byline:fresh
p[style-name='Byline'] => p.byline:fresh
p[style-name='Date'] => p.date:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name^='toc '] => nav > p:fresh
r.{NUMBER_STYLE} => span.{NUMBER_CLASS}:fresh
"""
ROLES = {"title": Role.TITLE, "subtitle": Role.SUBTITLE, "byline": Role.BYLINE, "date": Role.DATE}


def read(data: bytes) -> Reading:
    """The text of a Word document as blocks, its notes at the end.

    Raises:
        UnreadableFileError: not a Word document, damaged, locked, or beyond the limits of ``packages``.
    """
    parts = {name: content.replace(STRICT_NAMESPACE, NAMESPACE.encode()) for name, content in xml_parts(data).items()}
    roots = {name: xml_root(name, content) for name, content in parts.items()}
    main = _main_part(roots)
    folder = main.rpartition("/")[0]
    write_numbers(roots[main], roots.get(f"{folder}/numbering.xml"), roots.get(f"{folder}/styles.xml"))
    for name, root in roots.items():
        if root.tag in WITH_TEXT:
            _unwrap(root)
            parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    tree = _tree(packed(parts))
    _mark(tree)
    declared = _declared(roots.get(PROPERTIES))
    found = with_title(units(tree.body), declared.title, declared.author)
    return Reading(to_blocks(found), _completed(declared, found))


def _main_part(roots: dict[str, etree._Element]) -> str:
    """The name of the part with the text."""
    relationships = roots.get(RELATIONSHIPS)
    if relationships is not None:
        for entry in relationships:
            name = entry.get("Target", "").lstrip("/")
            if entry.get("Type", "").endswith("/officeDocument") and name in roots and _is_text(roots[name]):
                return name
    if "word/document.xml" in roots and _is_text(roots["word/document.xml"]):
        return "word/document.xml"
    raise UnreadableFileError(
        "There is no Word text in this file; it may be a spreadsheet, a presentation or damaged. "
        "Open it in a word processor and save it as .docx."
    )


def _is_text(root: etree._Element) -> bool:
    return root.tag == f"{W}document"


def _unwrap(root: etree._Element) -> None:
    """Lay open what mammoth would skip with all words in it: fields, directions of writing, formulas, ruby."""
    for formula in list(root.iter(f"{MATH}oMath")):
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = "".join(text.text or "" for text in formula.iter(f"{MATH}t"))
        formula.getparent().replace(formula, run)
    for ruby in list(root.iter(f"{W}ruby")):
        run, base = ruby.getparent(), ruby.find(f"{W}rubyBase")
        if base is not None and run.tag == f"{W}r":
            run.getparent().replace(run, base)
    etree.strip_tags(root, f"{W}fldSimple", f"{W}dir", f"{W}bdo", f"{W}rubyBase", f"{MATH}oMathPara")


def _tree(file: BytesIO) -> html.HtmlElement:
    """The tree of the HTML that mammoth makes of the file; pictures are left out, and nothing outside is opened."""
    # Imported here, as other formats have no use for it.
    import mammoth  # noqa: PLC0415

    try:
        result = mammoth.convert_to_html(
            file,
            style_map=STYLE_MAP,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=lambda _image: [],
        )
    except MemoryError:
        raise
    except Exception as error:  # what a damaged part makes mammoth raise is of any kind
        raise UnreadableFileError(DAMAGED.format(f"{type(error).__name__}: {error}")) from error
    tree = parse(f"<body>{result.value}</body>")
    settle_signs(tree)
    return tree


def _mark(tree: html.HtmlElement) -> None:
    """Write what mammoth passed on as classes and ids where the code for HTML looks for it."""
    for span in list(tree.iter("span")):
        if span.get("class") == NUMBER_CLASS:
            span.getparent().set(NUMBER_ATTRIBUTE, span.text_content())
            span.drop_tree()
    for element in tree.iter("h1", "p"):
        if element.get("class") in ROLES:
            element.set(ROLE_ATTRIBUTE, ROLES[element.get("class")])
    notes = [item for item in tree.iter("li") if item.get("id", "").startswith(("footnote-", "endnote-"))]
    for number, item in enumerate(notes, start=1):
        # In the text mammoth prints the same mark where the note is called.
        item.set(NUMBER_ATTRIBUTE, f"[{number}]")
        for link in list(item.iter("a")):
            if link.get("href", "").startswith(("#footnote-ref-", "#endnote-ref-")):
                link.drop_tree()


def _declared(properties: etree._Element | None) -> Metadata:
    """What the properties of the file say; its dates are those of the file, not of the text."""
    if properties is None:
        return Metadata()

    def stated(name: str) -> str:
        return fold(properties.findtext(f"{DUBLIN_CORE}{name}") or "")

    return Metadata(title=stated("title"), author=stated("creator"), language=stated("language"))


def _completed(declared: Metadata, found: list[Unit]) -> Metadata:
    """The properties, corrected by what the text marks as its title, subtitle and byline.

    Word fills in the name of whoever sat at the machine, and keeps the title of the document a file was copied from.
    """
    said = {unit.role: unit.text for unit in reversed(found) if unit.role}
    changes: dict[str, Any] = {}
    for role, name in ((Role.TITLE, "title"), (Role.SUBTITLE, "subtitle"), (Role.BYLINE, "author")):
        if role in said:
            changes[name] = BY.sub("", said[role], count=1) if role is Role.BYLINE else said[role]
    return replace(declared, **changes)
