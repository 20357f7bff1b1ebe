"""The pages."""

from django.urls import include, path

from .views import (
    catalogue,
    completion,
    contributing,
    contribution_actions,
    cross_reference_draft,
    editing,
    passage_moves,
    reading,
    revisions,
)

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("help/", catalogue.handbook, name="help"),
    path("healthz", catalogue.healthz, name="healthz"),
    path("readyz", catalogue.readyz, name="readyz"),
    path("documents/<slug:slug>/", reading.document, name="document"),
    path("documents/<slug:slug>/outline/", reading.outline, name="outline"),
    path("documents/<slug:slug>/tags/", reading.tags, name="document_tags"),
    path("documents/<slug:slug>/margin/", reading.margin, name="margin"),
    path("documents/<slug:slug>/revisions/", revisions.revisions, name="revisions"),
    path("documents/<slug:slug>/revisions/<int:number>/", revisions.revision, name="revision"),
    path("documents/<slug:slug>/revisions/<int:number>/marks/", passage_moves.marks, name="revision_marks"),
    path("documents/<slug:slug>/compare/<int:old>/<int:new>/", revisions.compare, name="compare"),
    path("documents/<slug:slug>/<int:key>/", contributing.paragraph, name="paragraph"),
    path("documents/<slug:slug>/<int:key>/<slug:kind>/", contributing.contribute, name="contribute"),
    path("passages/<int:pk>/", contribution_actions.passage, name="passage"),
    path("contributions/<slug:kind>/<uuid:pk>/history/", contribution_actions.history, name="history"),
    path("contributions/<slug:kind>/<uuid:pk>/edit/", editing.edit, name="edit"),
    path("contributions/<slug:kind>/<uuid:pk>/<slug:verb>/", contribution_actions.act, name="act"),
    path("annotations/<uuid:pk>/", editing.annotation, name="annotation"),
    path("annotations/<uuid:pk>/reply/", editing.reply, name="reply"),
    path("cross-references/start/", contributing.start, name="start_waiting_end"),
    path("cross-references/cancel/", cross_reference_draft.cancel, name="cancel_waiting_end"),
    path("undo/", contribution_actions.undo, name="undo"),
    path("find/tags/", completion.tags, name="find_tags"),
    path("find/people/", completion.people, name="find_people"),
    path("find/documents/", completion.documents, name="find_documents"),
    path("find/passages/", completion.passages, name="find_passages"),
    path("", include("annotator.urls_lists")),
    path("", include("annotator.urls_export")),
]
