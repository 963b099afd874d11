"""Numbers run without a gap that stays and without one given twice, also to many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from disburse import desk, numbering
from disburse.db import db
from disburse.errors import NotFound
from disburse.models import Enterprise, Numbering
from tests.make import CLERK, an_enterprise


@desk.use_case
def take(kind, *, by, fails=False):
    number = numbering.next_id(kind)
    if fails:
        raise NotFound(number=number)
    return number


def test_each_kind_and_year_has_its_own_series(time):
    assert [take("fund", by=CLERK), take("fund", by=CLERK)] == ["F-2025-001", "F-2025-002"]
    assert take("adoption", by=CLERK) == "A-2025-0001"
    time.move_to(time.moment.replace(year=2026))
    assert take("fund", by=CLERK) == "F-2026-001"


def test_a_series_without_year_runs_on(time):
    assert take("enterprise", by=CLERK) == "E-000001"
    time.move_to(time.moment.replace(year=2026))
    assert take("enterprise", by=CLERK) == "E-000002"


def test_a_number_is_taken_back_with_its_transaction(time):
    with pytest.raises(NotFound):
        take("fund", fails=True, by=CLERK)
    assert take("fund", by=CLERK) == "F-2025-001"


def test_no_two_get_the_same_number_at_once(app):
    def register(_):
        with app.app_context():
            try:
                return an_enterprise().id
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(register, range(12)))
    assert sorted(given) == [f"E-{n:06d}" for n in range(1, 13)]
    assert db.session.scalar(select(Numbering.last).where(Numbering.series == "enterprise")) == 12
    assert len(db.session.scalars(select(Enterprise.id)).all()) == 12


def test_no_two_kinds_write_their_numbers_alike():
    starts = [form.split("{")[0] for form in numbering.FORMS.values() if not form.startswith("{prefix}")]
    assert len(set(starts)) == len(starts)
