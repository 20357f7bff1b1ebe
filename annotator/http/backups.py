"""A backup that was asked for on the site, in words; by a request or by a worker."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.actions.backup import back_up_here


def backed_up(by: User) -> str:
    """Write a backup into the data folder; what to say of it. Raises ``Refused`` and ``OSError``."""
    backup = back_up_here(by=by)
    message = _("Written and checked: %(name)s, %(size).1f MB, %(rows)d rows.") % {
        "name": backup.path.name,
        "size": backup.megabytes,
        "rows": backup.rows,
    }
    if not backup.missing:
        return message
    missing = ngettext(
        "%(n)d source file is not in it, being missing or damaged here: manage.py doctor names it.",
        "%(n)d source files are not in it, being missing or damaged here: manage.py doctor names them.",
        len(backup.missing),
    )
    return f"{message} {missing % {'n': len(backup.missing)}}"
