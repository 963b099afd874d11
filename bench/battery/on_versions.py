"""The attacks on the journal, in terms of Continuum: what is an event there is a row of a version table.

By the name of the attack in ``tests/journal``. Those not named have nothing to attack: Continuum has no
chain, no hash, no bytes beside the columns, no kind, and no guards to take away.
"""

_ADD = (
    'INSERT INTO "transaction" (id, issued_at) VALUES (999999, {at})',
    "INSERT INTO {t}_version ({columns}) SELECT {forged} FROM {t}_version WHERE end_transaction_id IS NULL",
)
_NOW, _THEN, _LATER = "'2026-01-01 00:00:00'", "'1999-01-01 00:00:00'", "'2099-01-01 00:00:00'"
_REWRITE = ("UPDATE {t}_version SET {word} = 'forged'",)
_STRIKE = ("DELETE FROM {t}_version",)
_EMPTY = ("TRUNCATE {t}_version",)
_CONFLICT = "ON CONFLICT (id, transaction_id) DO UPDATE SET {word} = 'forged'"
_UPSERT = (f"INSERT INTO {{t}}_version SELECT * FROM {{t}}_version WHERE true {_CONFLICT}",)


def _added(at: str) -> tuple[str, ...]:
    return tuple(statement.replace("{at}", at) for statement in _ADD)


ON_VERSIONS: dict[str, tuple[str, ...]] = {
    "an event without a state": _added(_NOW),
    "two events for one version": _added(_NOW),
    "the same event twice": ("INSERT INTO {t}_version SELECT * FROM {t}_version",),
    "an event before the one before": _added(_THEN),
    "a back-dated event": _added(_THEN),
    "a record back-dated": ("UPDATE \"transaction\" SET issued_at = '1999-01-01 00:00:00'",),
    "a post-dated event": _added(_LATER),
    "events rewritten": _REWRITE,
    "events rewritten by the owner": _REWRITE,
    "an event rewritten through the ORM": _REWRITE,
    "an event struck out": _STRIKE,
    "an event struck out by the owner": _STRIKE,
    "an event replaced": (
        "INSERT OR REPLACE INTO {t}_version ({columns}) SELECT {changed} FROM {t}_version",
    ),
    "an event replaced unasked": (
        "INSERT OR REPLACE INTO {t}_version ({columns}) SELECT {changed} FROM {t}_version",
    ),
    "an event in an upsert": _UPSERT,
    "an event in an upsert by the owner": _UPSERT,
    "an event by COPY FROM": _added(_NOW),
    "the journal emptied": _EMPTY,
    "the journal emptied by its owner": _EMPTY,
}
