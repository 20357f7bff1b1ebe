"""The addresses of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("annotator.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
# 500, or 503 where something is missing for a while.
handler500 = "annotator.http.outage.failed"
