"""Figures for monitoring, in the text format of Prometheus: what was asked of the service, how work stands.

The counters are this process's own, the rest is asked of the database at each scrape. Sums are in fen.
"""

import hmac
from collections.abc import Callable, Iterator
from ipaddress import ip_address

from flask import Blueprint, Response, current_app, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from disburse.config import Config
from disburse.errors import Refusal
from disburse.queries import gauges
from disburse.web.reader import config

pages = Blueprint("metrics", __name__)
BUCKETS_MS = (5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
MS_PER_S = 1000
NS_PER_S = 1_000_000_000


class NotMonitoring(Refusal):
    """指标只供监控系统读取。
    These figures are for monitoring only.
    """

    status = 403
    mend = (
        "请以 DISBURSE_METRICS_TOKEN 的值作 Bearer 令牌。",
        "Send the value of DISBURSE_METRICS_TOKEN as the bearer token.",
    )


class Metrics:
    """What one application counts. Labels are names and codes, never an id or an address."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._seconds = Histogram(
            "disburse_request_seconds",
            "Time from a request to its answer; the count is the number of requests.",
            ("endpoint", "method", "status"),
            buckets=[ms / MS_PER_S for ms in BUCKETS_MS],
            registry=self.registry,
        )
        self._refusals = Counter(
            "disburse_refusals", "Refusals answered, by code.", ("code",), registry=self.registry
        )
        self.registry.register(Standing())

    def answered(self, endpoint: str, method: str, status: int, took_ns: int) -> None:
        """Count one answer."""
        self._seconds.labels(endpoint, method, str(status)).observe(took_ns / NS_PER_S)

    def refused(self, code: str) -> None:
        """Count one refusal."""
        self._refusals.labels(code).inc()


class Standing(Collector):
    """How work stands in the database, asked at the moment of the scrape."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge; where the database does not answer, only that it does not."""
        up = GaugeMetricFamily("disburse_database_up", "1 where the database answers.")
        try:
            families = [family for part in PARTS for family in part()]
        except SQLAlchemyError:
            families = []
        up.add_metric([], int(bool(families)))
        yield up
        yield from families

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing beforehand: registering asks nothing of the database."""
        return []


def metrics() -> Metrics:
    """The figures of the application that answers."""
    kept: Metrics = current_app.extensions["disburse.metrics"]
    return kept


@pages.get("/metrics")
def show() -> Response:
    """The figures. Raises NotMonitoring."""
    if not _may_read(config()):
        raise NotMonitoring
    return Response(generate_latest(metrics().registry), content_type=CONTENT_TYPE_LATEST)


def _may_read(settings: Config) -> bool:
    """Who has the token; where there is none, this machine, in development.

    In production a proxy may stand on this machine, and everybody would seem to be here.
    """
    if settings.metrics_token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.metrics_token}".encode())
    address = request.remote_addr
    is_here = address is not None and ip_address(address).is_loopback
    return is_here and not settings.in_production


def _claims() -> Iterator[GaugeMetricFamily]:
    count = GaugeMetricFamily("disburse_claims", "Claims in each state.", labels=["state"])
    for state, claims in gauges.claims_by_state().items():
        count.add_metric([state], claims)
    yield count


def _open_claims() -> Iterator[GaugeMetricFamily]:
    """Of claims that wait for somebody: how many, how long, and past their deadline."""
    waiting = GaugeMetricFamily(
        "disburse_claims_waiting", "Claims by days since their last step.", labels=["state", "days"]
    )
    oldest = GaugeMetricFamily(
        "disburse_claims_oldest_seconds", "Since the last step of the oldest claim.", labels=["state"]
    )
    overdue = GaugeMetricFamily("disburse_claims_overdue", "Claims past their deadline.", labels=["state"])
    for line in gauges.claims_waiting():
        for days, claims in line.by_days.items():
            waiting.add_metric([line.state, days], claims)
        oldest.add_metric([line.state], line.oldest_s)
        overdue.add_metric([line.state], line.overdue)
    yield from (waiting, oldest, overdue)


def _funds() -> Iterator[GaugeMetricFamily]:
    left = GaugeMetricFamily("disburse_fund_left_fen", "What may still be reserved, in fen.", labels=["fund"])
    for fund, fen in gauges.left_fen_by_fund().items():
        left.add_metric([fund], fen)
    yield left


def _journal() -> Iterator[GaugeMetricFamily]:
    last = gauges.last_event()
    yield GaugeMetricFamily(
        "disburse_journal_last_number", "Number of the newest event of the journal.", value=last.number
    )
    yield GaugeMetricFamily(
        "disburse_journal_quiet_seconds", "Since the newest event of the journal.", value=last.ago_s
    )


def _access() -> Iterator[GaugeMetricFamily]:
    yield GaugeMetricFamily(
        "disburse_sessions_open", "Sessions that have not ended.", value=gauges.sessions_open()
    )
    yield GaugeMetricFamily(
        "disburse_sign_in_locked", "Names and addresses locked out.", value=gauges.attempts_locked()
    )


PARTS: tuple[Callable[[], Iterator[GaugeMetricFamily]], ...] = (
    _claims,
    _open_claims,
    _funds,
    _journal,
    _access,
)
