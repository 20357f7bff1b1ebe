"""A condition on short fields, which gives the same on both databases."""

from django.db.models import Q


def containing(field: str, typed: str) -> Q:
    """The condition that ``field`` has the words typed, however written: SQLite folds the case of ASCII only."""
    rule = Q()
    for form in {typed, typed.lower(), typed.upper(), typed.capitalize()}:
        rule |= Q(**{f"{field}__icontains": form})
    return rule
