"""What pip and other builders find in the place of a build backend: the site runs from its checkout."""

import sys


def refuse(*_args: object, **_options: object) -> None:
    """End with the way to run it."""
    sys.exit("Glossator is not installed as a package: it runs from its checkout. Run make demo, or make help.")


build_wheel = build_sdist = build_editable = refuse
get_requires_for_build_wheel = get_requires_for_build_sdist = get_requires_for_build_editable = refuse
