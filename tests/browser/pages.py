"""Every page there is, once: its template, who reads it, where. Whoever adds a template adds a line."""

from dataclasses import dataclass
from pathlib import Path

import disburse.web
from disburse.web import batching

TEMPLATES = Path(disburse.web.__file__).parent / "templates"


@dataclass(frozen=True)
class Shown:
    """A page of the story: ``address`` names its records in braces, ``role`` is empty for a stranger."""

    name: str
    template: str
    role: str
    address: str
    status: int = 200

    def of(self, story) -> str:
        """Where it is in this story."""
        return self.address.format(**story.claims, **story.records)


SAMPLE = "/auditor/sample?seed=20251122&method=by_unit&size=3&state=paid"
MATCH = "/enterprise/match?on=2025-01-15"
NEW = "/claims/new?item=QD24-2.1&on=2025-01-15"
PICKED = "/claims/all/accept_claim?row={submitted}&row={draft}"
TOO_MANY = "/claims/all/accept_claim?" + "&".join(f"row={n}" for n in range(batching.MOST + 1))
RECOMMENDED = "/recommended?first=2025-01-01&last=2025-12-31"
PAGES = tuple(
    Shown(*page)
    for page in (
        ("sign-in", "sign_in.html", "", "/sign-in"),
        ("claims", "overview.html", "auditor", "/"),
        ("claims-list", "list.html", "auditor", "/claims"),
        ("claims-none", "overview.html", "auditor", "/?words=nothing"),
        ("claim-draft", "claim.html", "auditor", "/claims/{draft}"),
        ("claim-public_notice", "claim.html", "auditor", "/claims/{public_notice}"),
        ("claim-pledged", "claim.html", "auditor", "/claims/{pledged}"),
        ("claim-paid", "claim.html", "auditor", "/claims/{paid}"),
        ("search", "search.html", "auditor", "/search?words=QD"),
        ("search-none", "search.html", "auditor", "/search?words=nothing-at-all"),
        ("account", "account.html", "district_clerk", "/account"),
        ("verify", "verify.html", "", "/verify/{code}"),
        ("verify-unknown", "verify.html", "", "/verify/nothing", 404),
        ("no", "no.html", "auditor", "/claims/QD-2099-000001", 404),
        ("no-stranger", "no.html", "", "/nowhere", 404),
        ("no-unreadable", "no.html", "auditor", "/?state=nothing", 400),
        ("no-not-yours", "no.html", "auditor", "/district", 403),
        ("no-such-request", "no.html", "auditor", "/sign-out", 405),
        ("no-too-many", "no.html", "district_clerk", TOO_MANY, 413),
        ("enterprise", "enterprise.html", "enterprise_agent", "/enterprise"),
        ("enterprise-awarded", "enterprise.html", "awarded", "/enterprise"),
        ("enterprise-claim", "claim.html", "enterprise_agent", "/claims/{draft}"),
        ("enterprise-award", "claim.html", "awarded", "/claims/{pledged}"),
        ("changes", "changes.html", "awarded", "/enterprise/changes"),
        ("match", "match.html", "enterprise_agent", MATCH),
        ("draft-form", "act.html", "enterprise_agent", NEW),
        ("district", "waiting.html", "district_clerk", "/district"),
        ("district-done", "done.html", "district_clerk", "/district/done"),
        ("accounts", "accounts.html", "district_clerk", "/district/accounts"),
        ("recommended", "recommended.html", "district_head", RECOMMENDED),
        ("act", "act.html", "district_head", "/claims/{district_review}/do/recommend_claim"),
        ("batch-confirmed", "batch.html", "district_clerk", PICKED),
        ("record", "record.html", "district_clerk", "/enterprises/{enterprise}"),
        ("city", "waiting.html", "city_clerk", "/city"),
        ("city-done", "done.html", "city_clerk", "/city/done"),
        ("city-rules", "city_rules.html", "city_clerk", "/city/rules"),
        ("city-lists", "city_lists.html", "city_clerk", "/city/lists"),
        ("city-matches", "city_matches.html", "city_clerk", "/city/matches"),
        ("city-notices", "city_notices.html", "city_clerk", "/city/notices"),
        ("city-import", "city_import.html", "city_clerk", "/city/imports/ratings"),
        ("city-import-item", "city_import.html", "city_clerk", "/city/imports/recognitions"),
        ("city-import-facts", "city_import.html", "city_clerk", "/city/imports/recognitions?item=QD24-2.1"),
        ("city-enterprise", "city_enterprise.html", "city_clerk", "/city/enterprises/{enterprise}?rating=D"),
        ("finance-home", "finance/home.html", "finance_payer", "/finance/"),
        ("finance-batches", "finance/batches.html", "finance_payer", "/finance/batches"),
        ("finance-batch", "batch_of_payments.html", "finance_payer", "/batches/{batch}"),
        ("finance-due", "finance/due.html", "finance_clerk", "/finance/funds/{fund}/due"),
        ("finance-receipts", "finance/receipts.html", "finance_payer", "/finance/receipts"),
        ("receipt-file", "receipt_file.html", "finance_clerk", "/receipt-files/{receipts}"),
        ("finance-returned", "finance/returned.html", "finance_payer", "/finance/returned"),
        ("finance-recoveries", "finance/recoveries.html", "finance_payer", "/finance/recoveries"),
        ("bank-home", "bank/home.html", "bank_checker", "/bank/"),
        ("bank-award", "bank/award.html", "bank_clerk", "/bank/awards/{pledged}"),
        ("bank-receipts", "bank/receipts.html", "bank_checker", "/bank/receipts"),
        ("bank-notices", "bank/notices.html", "bank_checker", "/bank/notices"),
        ("bank-endpoints", "bank/endpoints.html", "bank_checker", "/bank/endpoints"),
        ("audit", "auditor/home.html", "auditor", "/auditor"),
        ("audit-verification", "auditor/verification.html", "auditor", "/auditor/verification"),
        ("audit-doubts", "auditor/doubts.html", "auditor", "/auditor/doubts?counted=yes"),
        ("audit-doubt", "auditor/doubt.html", "auditor", "/auditor/doubts/related"),
        ("audit-sample", "auditor/sample.html", "auditor", SAMPLE),
        ("audit-refusals", "list.html", "auditor", "/auditor/refusals"),
        ("exports", "exports.html", "auditor", "/exports"),
        ("statistics", "leader.html", "auditor", "/leader"),
        ("administration", "administrator/home.html", "security_admin", "/administrator"),
        ("admin-people", "list.html", "security_admin", "/administrator/persons"),
        ("admin-sessions", "administrator/sessions.html", "security_admin", "/administrator/sessions"),
        ("jobs", "administrator/jobs.html", "auditor", "/administrator/jobs"),
        ("job", "administrator/job.html", "system_admin", "/administrator/jobs/{job}"),
        ("public-notices", "public/notices.html", "", "/public/"),
        ("public-verify", "public/verify.html", "", "/public/verify"),
        ("help", "help/index.html", "", "/help"),
        ("help-auditor", "help/guide.html", "", "/help/auditor"),
    )
)  # fmt: skip
"""In the order of the procedure; a page that has little and much to show is there for each."""

ANSWERS = {"batch_done.html": "test_without_scripts.py"}
"""Templates that answer what was sent, and the tests that look at them on the way."""


def whole() -> set[str]:
    """Templates that are pages, and not parts of them."""
    found = {path: path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    return {path.relative_to(TEMPLATES).as_posix() for path, text in found.items() if '{% extends "' in text}
