"""Events from before 0007 learn who noticed them, from what they keep: drafts are their author's again."""

from itertools import batched

from django.db import migrations

EVERYBODY, MEMBERS, EDITORS, AUTHOR = 0, 1, 2, 4
SEEN_BY = {"published": EVERYBODY, "proposed": MEMBERS, "declined": EDITORS, "draft": AUTHOR}
MODELS = {"tagging": "Tagging", "annotation": "Annotation", "cross-reference": "CrossReference"}
AT_A_TIME = 500


def audience_of(before, after):
    seen = [SEEN_BY[kept["status"]] for kept in (before, after) if kept and kept.get("withdrawn_at") is None]
    return min(seen, default=AUTHOR)


def fill(apps, schema_editor):
    events = apps.get_model("annotator", "Event").objects.using(schema_editor.connection.alias)
    for subject, model in MODELS.items():
        contributions = apps.get_model("annotator", model).objects.using(schema_editor.connection.alias)
        rows = events.filter(subject_type=subject, subject_author=None, subject_id__isnull=False)
        # The keys first: rows that are read while they change may be read again.
        for some in batched(list(rows.order_by().values_list("pk", flat=True)), AT_A_TIME):
            found = list(events.filter(pk__in=some).only("subject_id", "before", "after", "audience", "subject_author"))
            authors = dict(
                contributions.filter(pk__in={event.subject_id for event in found}).values_list("pk", "author")
            )
            for event in found:
                event.subject_author_id = authors.get(event.subject_id)
                if event.before or event.after:
                    event.audience = audience_of(event.before, event.after)
            events.bulk_update(found, ["subject_author", "audience"])


class Migration(migrations.Migration):
    dependencies = [("annotator", "0008_tag_tree")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
