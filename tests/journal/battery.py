"""The whole battery."""

from tests.journal.on_records import ON_RECORDS
from tests.journal.on_the_journal import ON_THE_JOURNAL

BATTERY = (*ON_RECORDS, *ON_THE_JOURNAL)
