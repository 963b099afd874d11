"""Every text of the pages is a message, Chinese in its place, English in the catalogue: all and no more."""

import re
import runpy
from pathlib import Path

import jinja2.nodes as nodes
import pytest
from jinja2 import Environment

from disburse.app import create_app
from disburse.web import languages
from disburse.web.menu import MENU
from workflows.roles import ROLES

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "disburse" / "web" / "templates").rglob("*.html"))
HAN = re.compile(r"[\u3400-\u9fff]")
SAYING = {"_", "gettext", "ngettext"}
NAMED = re.compile(r"%\((\w+)\)s")
MESSAGES = runpy.run_path(str(ROOT / "script" / "messages"))


@pytest.fixture(scope="module")
def catalogue():
    return {message.id: message for message in MESSAGES["written"]() if message.id}


def test_the_catalogue_has_every_message_and_none_that_is_gone(catalogue):
    used = {message.id for message in MESSAGES["extracted"]() if message.id}
    assert used == set(catalogue), "run script/messages"
    assert not MESSAGES["written"]().obsolete


def test_every_message_is_in_english_and_none_is_a_guess(catalogue):
    left = [i for i, m in catalogue.items() if not all(texts(m)) or m.fuzzy or any(map(HAN.search, texts(m)))]
    assert not left


def test_a_translation_fills_in_what_the_message_does(catalogue):
    for message in catalogue.values():
        wanted = set(NAMED.findall("".join(message.id)))
        assert all(set(NAMED.findall(text)) == wanted for text in texts(message)), message.id


def texts(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_chinese_stands_in_a_template_outside_a_message(path):
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    tree = environment.parse(path.read_text(encoding="utf-8"))
    said = {
        id(node)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in SAYING
        for node in call.find_all(nodes.Const)
    }
    loose = [n.data for n in tree.find_all(nodes.TemplateData) if HAN.search(n.data)]
    loose += [
        n.value
        for n in tree.find_all(nodes.Const)
        if isinstance(n.value, str) and HAN.search(n.value) and id(n) not in said
    ]
    assert [text for text in loose if text not in {"《", "》"}] == []


def test_the_menu_leads_to_pages_that_there_are(app_endpoints):
    for office, entries in MENU.items():
        for entry in entries:
            assert entry.endpoint in app_endpoints, entry
            assert all(ROLES[role].office == office for role in entry.roles), entry


@pytest.fixture
def app_endpoints(sqlite_config):
    made = create_app(sqlite_config)
    return {rule.endpoint for rule in made.url_map.iter_rules()}


def test_a_thing_without_two_names_is_a_fault_not_a_blank():
    with pytest.raises(TypeError):
        languages.say(object())
    assert languages.say(("中", "en")) == "中"
