"""The map: as a page, for one country, in other sites' pages, and as a picture."""
