"""What the planner knows of the tables; without it, it takes each for small, or for what it once was.

Neither database sees to this by itself where it matters: SQLite never does, PostgreSQL not before a minute has passed,
and never for a table of a few rows, on which the order of a join may hang.
"""

from django.db import connection, transaction

# Rows of an index that SQLite looks at: 10 ms for a site of 100,000 taggings, and little more for a larger one.
LOOKED_AT = 1000


def refresh_on_commit() -> None:
    """``refresh`` once what is being written is safe. Where that fails, what was written stands all the same."""
    transaction.on_commit(refresh, robust=True)


def refresh() -> None:
    """Bring it up to date: all of it on SQLite, on PostgreSQL that of the tables of which a tenth or more is new."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
            cursor.execute("ANALYZE")
            return
        # What this connection has written counts too, though it was told only now.
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT relid::regclass::text FROM pg_stat_user_tables"
            " WHERE schemaname = ANY (current_schemas(false)) AND n_mod_since_analyze * 10 > n_live_tup"
        )
        if tables := [table for (table,) in cursor]:
            cursor.execute(f"ANALYZE {', '.join(tables)}")
