"""The static files as they are served."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Compressed, under names that change with their content, in the imports of JavaScript modules too.

    Without that a module that a page and another module ask for would be there twice and listen twice, and a browser
    would go on with the old one after an update.
    """

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """The name with its digest, or the plain one of a file that was not collected: ``runserver`` needs no more."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
