"""The application, for a server: ``wsgi:app``."""

from disburse.app import create_app

app = create_app()
