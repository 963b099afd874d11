"""Help: a page for each audience, for everybody, in both languages."""

import re

import pytest

from disburse.web.help import GUIDES
from disburse.web.menu import MENU


def test_every_audience_has_a_page_of_help(app):
    assert set(GUIDES) == {*MENU, "public"}


@pytest.mark.parametrize("name", ["", *(f"/{name}" for name in GUIDES)])
def test_help_is_for_whoever_is_not_signed_in_too(app, name):
    reader = app.test_client()
    chinese = reader.get(f"/help{name}")
    assert chinese.status_code == 200
    english = reader.get(f"/help{name}", headers={"Accept-Language": "en"})
    assert "Help" in english.text
    assert english.text != chinese.text


def test_an_audience_that_there_is_not_has_none(app):
    assert app.test_client().get("/help/nobody").status_code == 404


def test_help_is_linked_at_the_foot_of_every_page(read):
    assert '<a class="govuk-link" href="/help">' in read("/")


@pytest.mark.parametrize("name", GUIDES)
def test_every_guide_shows_a_picture_of_the_readers_language_and_tells_it(app, name):
    reader = app.test_client()
    told = [
        re.search(r'<img src="([^"]+)" width="\d+" height="\d+" alt="([^"]+)">', page.text).groups()
        for page in (
            reader.get(f"/help/{name}"),
            reader.get(f"/help/{name}", headers={"Accept-Language": "en"}),
        )
    ]
    (of_chinese, chinese), (of_english, english) = told
    assert (of_chinese, of_english) == (f"/static/help/zh/{name}.webp", f"/static/help/en/{name}.webp")
    for source in (of_chinese, of_english):
        with reader.get(source) as picture:
            assert (picture.status_code, picture.mimetype) == (200, "image/webp")
    assert chinese.startswith("图：")
    assert english.startswith("Picture: ")
