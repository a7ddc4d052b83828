"""Addresses of the machine room's pages."""

from django.urls import URLPattern, URLResolver, path

from ingest.pages import (
    activity,
    source_adding,
    source_deleting,
    source_files,
    sources,
    views,
    webhooks,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("review/ingest", views.ingest_page, name="ingest"),
    path("review/articles", views.articles_page, name="articles"),
    path("review/articles/retry", views.retry_articles, name="articles_retry"),
    path("review/articles/<int:article>", views.article_page, name="article"),
    path("review/articles/<int:article>/retry", views.retry_article, name="article_retry"),
    path("sources", sources.sources_page, name="sources"),
    path("sources/activity", activity.activity_page, name="activity"),
    path("sources/activity/retry", activity.retry, name="activity_retry"),
    path("sources/add", source_adding.add_page, name="source_add"),
    path("sources/import", source_files.import_page, name="source_import"),
    path("sources/opml", source_files.export, name="source_export"),
    path("sources/starters", source_files.add_starters, name="source_starters"),
    path("sources/act/<slug:act>", sources.sources_act, name="sources_act"),
    path("sources/<int:source>", sources.source_page, name="source"),
    path("sources/<int:source>/edit", source_adding.edit_page, name="source_edit"),
    path("sources/<int:source>/delete", source_deleting.delete_page, name="source_delete"),
    path("sources/<int:source>/polls", sources.source_part, {"part": "polls"}, name="source_polls"),
    path(
        "sources/<int:source>/entries",
        sources.source_part,
        {"part": "entries"},
        name="source_entries",
    ),
    path(
        "sources/<int:source>/articles",
        sources.source_part,
        {"part": "articles"},
        name="source_articles",
    ),
    path("review/webhooks", webhooks.webhooks_page, name="webhooks"),
    path("review/webhooks/<int:webhook>", webhooks.webhook_page, name="webhook"),
    path("review/webhooks/<int:webhook>/rotate", webhooks.rotate, name="webhook_rotate"),
    path("review/webhooks/<int:webhook>/switch", webhooks.switch, name="webhook_switch"),
    path("review/webhooks/<int:webhook>/test", webhooks.test, name="webhook_test"),
    path("review/webhooks/<int:webhook>/replay", webhooks.replay, name="webhook_replay"),
    path("review/webhooks/<int:webhook>/end", webhooks.end, name="webhook_end"),
]
