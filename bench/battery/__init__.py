"""The battery of ``tests/journal`` on the same tables kept by SQLAlchemy-Continuum: what gets past whom.

Continuum keeps the versions of rows that are changed through its ORM session. It is made to look back, not to
refuse; the table says how far a history of that kind can be relied on as proof.
"""
