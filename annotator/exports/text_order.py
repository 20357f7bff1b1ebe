"""SQLite made to read what stands on a text in the order of the text, where it has no statistics of its tables."""

from typing import Any, cast

from django.db.models.sql.compiler import SQLCompiler


class InTextOrder(SQLCompiler):
    """Compiles a query whose rows are ordered by document and position so that it needs no sort of all of them.

    SQLite never puts the left of a ``CROSS JOIN`` after its right. So the joins run from the document (along the index
    of its slug) down to the paragraphs (along that of their positions) and what stands on each. Rows then come in order
    but for those of one paragraph: the first one at once, and no more in memory than one paragraph's.

    ``path`` is the path from the query's model to the document, through foreign keys that are never empty.
    """

    def __init__(self, *args: Any, path: str) -> None:
        super().__init__(*args)
        self._path = path

    def get_from_clause(self) -> tuple[list[str], Any]:
        """The joins of ``path`` from its end, then the others in Django's order."""
        clauses, params = super().get_from_clause()
        used = [alias for alias in self.query.alias_map if self.query.alias_refcount[alias]]
        beside = dict(zip(used, clauses, strict=True))
        joins = self._joins()
        tables = [self._table(joins[-1].table_alias)]
        for join in reversed(joins):
            # The plus keeps SQLite from reaching the document through a condition on the foreign key that leads to it.
            on = " AND ".join(
                f"{self._name(join.parent_alias, here)} = +{self._name(join.table_alias, there)}"
                for here, there in join.join_cols
            )
            tables.append(f"CROSS JOIN {self._table(join.parent_alias)} ON ({on})")
            del beside[join.table_alias]
        del beside[joins[0].parent_alias]
        return [*tables, *(clause.replace("INNER JOIN", "CROSS JOIN", 1) for clause in beside.values())], params

    def _joins(self) -> list[Any]:
        """The joins of ``path``, from the query's model on."""
        found: list[Any] = []
        alias, model = self.query.get_initial_alias(), cast("Any", self.query.model)
        for name in self._path.split("__"):
            field = model._meta.get_field(name)  # noqa: SLF001 - Django's public API
            tables: list[Any] = list(self.query.alias_map.values())
            joins = (join for join in tables if join.parent_alias == alias)
            found.append(next(join for join in joins if join.join_field == field))
            alias, model = found[-1].table_alias, field.related_model
        return found

    def _table(self, alias: str) -> str:
        quote = self.connection.ops.quote_name
        return f"{quote(self.query.alias_map[alias].table_name)} {quote(alias)}"

    def _name(self, alias: str, column: str) -> str:
        quote = self.connection.ops.quote_name
        return f"{quote(alias)}.{quote(column)}"
