"""A host that has put everything of ours below a prefix."""

from django.urls import include, path

urlpatterns = [path("ops/", include("watchbell.api.urls"))]
