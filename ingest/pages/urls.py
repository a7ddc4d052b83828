"""Addresses of the machine room's pages."""

from django.urls import URLPattern, URLResolver, path

from ingest.pages import views, webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("review/ingest", views.ingest_page, name="ingest"),
    path("review/articles", views.articles_page, name="articles"),
    path("review/articles/<int:article>", views.article_page, name="article"),
    path("review/webhooks", webhooks.webhooks_page, name="webhooks"),
    path("review/webhooks/<int:webhook>", webhooks.webhook_page, name="webhook"),
    path("review/webhooks/<int:webhook>/rotate", webhooks.rotate, name="webhook_rotate"),
    path("review/webhooks/<int:webhook>/switch", webhooks.switch, name="webhook_switch"),
    path("review/webhooks/<int:webhook>/replay", webhooks.replay, name="webhook_replay"),
    path("review/webhooks/<int:webhook>/end", webhooks.end, name="webhook_end"),
]
