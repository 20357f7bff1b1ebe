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
