"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("agreements.api.urls")),
    path("api/v1/", include("ingest.api")),
    path("api/v1/", include("ingest.webhooks")),
    path("api/v1/", include("config.problems")),
    path("", include("config.health")),
    path("", include("ingest.pages.urls")),
    path("", include("agreements.pages.urls")),
]

handler400 = "config.problems.bad_request"
handler403 = "config.problems.permission_denied"
handler404 = "config.problems.not_found"
handler500 = "config.problems.server_error"
