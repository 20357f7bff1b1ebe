"""Words in quotation marks, where they have none of their own."""

from django.utils.safestring import SafeString

# What opens a quotation in some language.
QUOTATION_MARKS = tuple('"“”„‟«»‹›‘‚「『《〈')


def unquoted(words: str) -> SafeString:
    """The attribute of a `q` whose words have quotation marks of their own, which need no others around them."""
    return SafeString(' class="as-is"' if words.lstrip().startswith(QUOTATION_MARKS) else "")


def quoted(words: str) -> str:
    """``words`` in quotation marks, unless they begin with one."""
    return words if unquoted(words) else f"“{words}”"


def first_words(words: str, most: int) -> str:
    """The first ``most`` of ``words``, with an ellipsis where there are more.

    Django's own filter asks for the translation of its ellipsis each time, which a page of ten thousand notices.
    """
    first = words.split(maxsplit=most)
    return " ".join([*first[:most], "…"] if len(first) > most else first)
