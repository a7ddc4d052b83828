"""The product's addresses, and beside them those of the plain way to the same answers."""

from django.urls import URLPattern, URLResolver, path

from bench import plain
from config.urls import urlpatterns as product

urlpatterns: list[URLPattern | URLResolver] = [
    path("bench/pages", plain.PagesView.as_view()),
    path("bench/cursors", plain.CursorsView.as_view()),
    path("bench/agreements/<int:pk>", plain.ItemView.as_view()),
    *product,
]
