"""Facts to and from JSON: marshmallow only, no database, no Flask."""
