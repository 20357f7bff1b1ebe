"""The addresses of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("annotator.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
