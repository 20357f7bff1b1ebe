"""The work on the texts, and the site that joins both."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from annotator.checks import https, mail, sqlite_version


class AnnotatorConfig(AppConfig):
    """Passages, contributions, and everything a person does through a page, the admin or a command."""

    name = "annotator"
    verbose_name = _("Annotation")

    def ready(self) -> None:
        """Register what is checked of a site in use."""
        register(sqlite_version, Tags.database, deploy=True)
        register(https, Tags.security, deploy=True)
        register(mail, Tags.mail, deploy=True)
