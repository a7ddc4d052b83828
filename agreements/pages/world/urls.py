"""Addresses of the map: page, pictures, numbers for the years, and what other sites may show."""

from django.urls import URLPattern, URLResolver, path

from agreements.pages.world import embedded, page, pictures, stepping, tables

urlpatterns: list[URLPattern | URLResolver] = [
    path("", page.map_page, name="map"),
    path("map.svg", pictures.map_svg, name="map_svg"),
    path("map.png", pictures.map_png, name="map_png"),
    path("map.csv", tables.map_csv, name="map-csv"),
    path("map.metadata.json", tables.map_metadata, name="map-metadata"),
    path("map/years.json", stepping.years, name="map_years"),
    path("embed/map", embedded.embed_map, name="embed_map"),
    path("embed/timeline", embedded.embed_timeline, name="embed_timeline"),
]
