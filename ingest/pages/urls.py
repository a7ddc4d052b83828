"""Addresses of the machine room's pages."""

from django.urls import URLPattern, URLResolver, path

from ingest.pages import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("review/ingest", views.ingest_page, name="ingest"),
    path("review/articles", views.articles_page, name="articles"),
    path("review/articles/<int:article>", views.article_page, name="article"),
]
