"""The pages."""
urlpatterns = []
