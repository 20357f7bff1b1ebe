"""A few things to choose from, each by a link."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Choice:
    """One of them: what it is called, what it means, where it leads, and whether it is taken."""

    label: str | Promise
    address: str
    here: bool
    meaning: str | Promise = ""
