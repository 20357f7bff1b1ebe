"""The pages that find things again, and the editors' list."""

from django.urls import path

from .views import bulk, codebook, codebook_editing, lists, reviewing, searching

urlpatterns = [
    path("tags/", codebook.tags, name="tags"),
    path("tags/new/", codebook_editing.new_tag, name="new_tag"),
    path("tags/<str:slug>/", codebook.tag, name="tag"),
    path("tags/<str:slug>/history/", codebook.tag_history, name="tag_history"),
    path("tags/<str:slug>/edit/", codebook_editing.edit_tag, name="edit_tag"),
    path("tags/<str:slug>/merge/", codebook_editing.merge_tag, name="merge_tag"),
    path("tags/<str:slug>/delete/", codebook_editing.delete_tag, name="delete_tag"),
    path("cross-references/", lists.cross_references, name="cross_references"),
    path("cross-references/<uuid:pk>/", lists.cross_reference, name="cross_reference"),
    path("people/<str:username>/", lists.person, name="person"),
    path("search/", searching.search_page, name="search"),
    path("search/tag/", bulk.tag_in_bulk, name="tag_in_bulk"),
    path("review/", reviewing.review, name="review"),
    path("activity/", lists.activity, name="activity"),
]
