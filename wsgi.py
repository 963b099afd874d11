"""The application, for a server: ``wsgi:app``."""
