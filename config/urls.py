"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("agreements.api.urls")),
    path("api/v1/", include("ingest.api")),
    path("", include("config.health")),
    path("", include("ingest.pages.urls")),
    path("", include("agreements.pages.urls")),
]
