"""The world map as SVG, drawn on the server."""
