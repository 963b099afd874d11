"""Every field of every act, every column of a list and every act is called something in both languages."""

import json
import re
from pathlib import Path

from disburse import offers
from disburse.acts import ACTS
from disburse.web import columns, fields, labels
from disburse.web.fields import NESTING
from disburse.web.listings import LISTINGS
from disburse.web.task import Task
from tests.make import CLERK

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "disburse" / "web" / "translations" / "en"
PAIR = re.compile(r'^msgid (".+")\nmsgstr (".+")$', re.MULTILINE)
ENGLISH = {
    json.loads(zh): json.loads(en)
    for path in FOLDER.rglob("*.po")
    for zh, en in PAIR.findall(path.read_text(encoding="utf-8"))
}


OF_NO_ACT = {"corrects", "form", "role", "rows", "url"}
"""Fields of doors that are no acts: a list, a payment file, a token, an endpoint."""
BY_FILE = {"import_ratings", "import_recognitions"}
"""Acts of files: they are asked for on pages of their own."""
OFFERED = {name: ACTS[name] for name in (*offers.OFFERS, *offers.MADE)}


def everything(asked):
    for one in asked:
        yield one
        if one.kind in NESTING:
            yield from everything(one.parts)


def test_every_field_of_every_act_has_a_label_in_both_languages():
    missing = set()
    for name, known in OFFERED.items():
        for one in everything(fields.asked(name, known.body, {"version", known.key or ""})):
            texts = (one.label, one.hint, *(called for _, called in one.answers if isinstance(called, str)))
            missing |= {
                f"{name}: {text}" for text in texts if text and not text.isascii() and text not in ENGLISH
            }
            missing |= {f"{name}: {one.name} has no label"} if one.label == one.name else set()
    assert missing == set()


def test_every_column_has_a_name_in_both_languages():
    shown = {name for one in LISTINGS.values() for name in (*one.columns, *one.more, *one.filters)}
    names = {name for name in shown if isinstance(name, str)}
    assert [name for name in sorted(names) if columns.label(name) not in ENGLISH] == []


def test_every_act_has_a_name():
    unnamed = [name for name in OFFERED if Task(name, CLERK).title == name]
    assert unnamed == []
    stepless = [name for name in labels.TITLES if name not in ACTS and name not in BY_FILE]
    assert stepless == []
    assert offers.OFFERS.keys() <= ACTS.keys()


def test_what_a_service_finds_fault_with_is_a_field_that_was_filled_in():
    """A finding is linked to its field by name, in a page and as a JSON pointer."""
    asked = {f.data_key or name for act in ACTS.values() for name, f in act.body.fields.items()}
    services = (ROOT / "disburse" / "services").glob("*.py")
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "disburse" / "payouts.py", *services)]
    found = {name for text in texts for name in re.findall(r'Finding\(\s*"([a-z_]+)"', text)}
    assert len(found) > 20
    assert found - asked == OF_NO_ACT
