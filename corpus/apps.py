"""The texts: collections, documents, paragraphs, and how they are loaded, cited and searched."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorpusConfig(AppConfig):
    """The library of texts. It knows nothing of the people who work on them."""

    name = "corpus"
    verbose_name = _("Corpus")
