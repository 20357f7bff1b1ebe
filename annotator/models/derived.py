"""Columns that follow from others, and are written with these whoever writes them."""

from typing import Any

from django.db import models

from corpus.natural_order import tree_key

# Between the names of a tag's path.
PATH_JOINER = " › "


def sort_key_of(path: str) -> bytes:
    """What a tag with ``path`` is ordered by in the tree."""
    return tree_key(path.split(PATH_JOINER))


class SortKeyField(models.BinaryField):  # type: ignore[type-arg]  # Django's own takes none
    """``sort_key_of`` the path, written whenever a tag is saved; ``bulk_update`` must be given it."""

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:  # noqa: ARG002, FBT001 - Django's
        """The key of the path as it is now."""
        key = sort_key_of(model_instance.path)  # type: ignore[attr-defined]  # a tag's
        setattr(model_instance, self.attname, key)
        return key

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """For migrations it is Django's own field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


class DocumentOfPassage(models.ForeignKey):  # type: ignore[type-arg]  # Django's own takes none
    """The document of the passage that a tagging stands on, written whenever it is saved."""

    def pre_save(self, model_instance: models.Model, add: bool) -> int:  # noqa: ARG002, FBT001 - Django's
        """That of the passage as it is now: what a tagging stands on may be in another text than before."""
        document: int = model_instance.content_object.document_id  # type: ignore[attr-defined]  # a tagging's
        setattr(model_instance, self.attname, document)
        return document

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """For migrations it is Django's own."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs
