"""The views of a search in the order of their tabs, by the names that they have in addresses."""

from annotator.presenters import concordance, cross_table, neighbours, paragraph_hits, timeline, wordings
from annotator.presenters.search_views import SearchView

_IN_ORDER = (paragraph_hits, concordance, wordings, timeline, neighbours, cross_table)
VIEWS: dict[str, SearchView] = {module.VIEW.name: module.VIEW for module in _IN_ORDER}
FIRST = paragraph_hits.VIEW.name
