"""The addresses of exports and imports."""

from django.urls import path

from .views import export, importing

urlpatterns = [
    path("export/", export.export, name="export"),
    path("export/columns/", export.export_columns, name="export_columns"),
    path("export/bundle.zip", export.export_bundle, name="export_bundle"),
    path("export/<slug:kind>.csv", export.export_csv, name="export_csv"),
    path("import/", importing.import_page, name="import"),
]
