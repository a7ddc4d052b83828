"""The page that explains the API, made from its own description."""
