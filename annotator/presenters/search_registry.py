"""The views of a search in the order of their tabs, by the names that they have in addresses."""

from annotator.presenters import concordance, paragraph_hits
from annotator.presenters.search_views import SearchView

VIEWS: dict[str, SearchView] = {view.name: view for view in (paragraph_hits.VIEW, concordance.VIEW)}
FIRST = paragraph_hits.VIEW.name
