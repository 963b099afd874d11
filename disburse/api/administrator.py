"""What the three administrators read and do: one registers, another lets in, the third watches 三员分立."""

from dataclasses import replace

from disburse.api import endpoints, jobs, reads, signing_in
from disburse.api.audience import Audience, Door

ADMINISTRATOR = Audience(
    "administrator",
    collections=(
        reads.UNITS,
        reads.PERSONS,
        reads.TOKENS,
        reads.SIGNING_KEYS,
        reads.ENDPOINTS,
        replace(reads.REFUSALS, roles=frozenset({"audit_admin"})),
        reads.HAND_OVERS,
    ),
    doors=(
        Door("/units", "register_unit", "people"),
        Door("/persons", "register_person", "people"),
        Door("/persons/<number>/grant", "grant_roles", "people"),
        Door("/persons/<number>/suspend", "suspend_person", "people"),
        Door("/persons/<number>/restore", "restore_person", "people"),
        Door("/persons/<number>/close", "close_person", "people"),
        Door("/persons/<number>/unlock", "unlock_person", "people"),
        Door("/persons/<number>/totp/reset", "reset_totp", "people"),
        Door("/persons/<number>/sessions/end", "end_sessions", "people"),
        Door("/tokens/<number>/revoke", "revoke_token", "people"),
        Door("/signing-keys", "register_signing_key", "people"),
        Door("/signing-keys/<number>/revoke", "revoke_signing_key", "people"),
        Door("/endpoints/<number>/close", "close_endpoint", "pledges"),
        Door("/endpoints/<number>/replay", "replay_notices", "pledges"),
    ),
    lines=(jobs.LINES, signing_in.OTHERS),
    extras=(*jobs.READ, jobs.START, *jobs.KEEP, endpoints.UNDELIVERED),
)
