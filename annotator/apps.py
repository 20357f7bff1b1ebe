"""The work on the texts, and the site that joins both."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnotatorConfig(AppConfig):
    """Passages, contributions, and everything a person does through a page, the admin or a command."""

    name = "annotator"
    verbose_name = _("Annotation")
