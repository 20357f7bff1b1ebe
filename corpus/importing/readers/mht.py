"""Pages as browsers save them in one file (MHTML): the page in it, read as HTML.

Plain Python. Such a file is a mail (RFC 2557) whose first part of the type text/html is the page.
"""

import codecs
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import Message

import webencodings

from corpus.blocks import Reading, UnreadableFileError
from corpus.importing.readers import html
from corpus.sentences import gettext_noop as _

SUFFIXES = (".mht", ".mhtml")
MEDIA_TYPE = "multipart/related"
ISOLATED = True


def read(data: bytes) -> Reading:
    """The main text of the page as blocks.

    Raises:
        UnreadableFileError: there is no page in the file, or it cannot be read as one.
    """
    mail = message_from_bytes(data, policy=policy.compat32)
    page = next((part for part in mail.walk() if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(content, bytes) or not content.strip():
        raise UnreadableFileError(
            _(
                "There is no page in this file. Open it in a browser, save the page as HTML (“only the page”), "
                "and load that file."
            )
        )
    reading = html.read(_in_unicode(content, page))
    address = str(mail.get("Snapshot-Content-Location") or page.get("Content-Location") or "").strip()
    if reading.declared.source_url or not address.startswith(("http://", "https://")):
        return reading
    return replace(reading, declared=replace(reading.declared, source_url=address))


def _in_unicode(content: bytes, page: Message) -> bytes:
    """The page in UTF-8 with a byte order mark, where its part of the mail says what it is in; else as it is."""
    encoding = webencodings.lookup(page.get_content_charset() or "")
    if encoding is None:
        return content
    return codecs.BOM_UTF8 + content.decode(encoding.codec_info.name, "replace").encode()
