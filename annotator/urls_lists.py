"""The pages that find things again, and the editors' list."""

from django.urls import path

from .views import codebook, lists, searching

urlpatterns = [
    path("tags/", codebook.tags, name="tags"),
    path("tags/new/", codebook.new_tag, name="new_tag"),
    path("tags/<str:slug>/", codebook.tag, name="tag"),
    path("cross-references/", lists.cross_references, name="cross_references"),
    path("cross-references/<uuid:pk>/", lists.cross_reference, name="cross_reference"),
    path("people/<str:username>/", lists.person, name="person"),
    path("search/", searching.search_page, name="search"),
    path("review/", lists.review, name="review"),
    path("activity/", lists.activity, name="activity"),
]
