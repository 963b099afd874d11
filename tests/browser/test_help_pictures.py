"""The pictures of the help pages, in each language: made here of the story's pages, small, like them today.

They are served with the package, for a service has no browser; ``script/pictures`` puts them in place.
"""

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from disburse.web.help import GUIDES, HEIGHT, WIDTH
from disburse.web.languages import NAMES
from tests.browser.conftest import at, reached
from tests.browser.looking import BUILD
from tests.browser.pages import PAGES, TEMPLATES
from tests.browser.test_every_page import LANGUAGES

KEPT, MADE = TEMPLATES.parent / "static" / "help", BUILD.parent / "pictures"
MOST, MOST_IN_ALL = 60_000, 500_000
"""Bytes of a picture, and of all."""
UNLIKE = 10
"""Of 255, how far a small copy may be from that of today's page on average: the days of the story move."""
SHOWN = {
    "enterprise": "enterprise-awarded",
    "district": "district",
    "city": "city-notices",
    "finance": "finance-home",
    "bank": "bank-home",
    "auditor": "audit",
    "leader": "statistics",
    "administrator": "administration",
    "public": "public-notices",
}
"""Which page stands for an audience, by its name among all pages."""
COLOURS = 48


@pytest.fixture(scope="module")
def then(story):
    """The story, served at the time at which it ends: what waits is due in days, and not long ago."""
    with reached(at(story.time, story.app.wsgi_app)) as address:
        yield type(story)(**{**vars(story), "address": address})


def test_every_guide_has_its_picture_and_all_are_small():
    sizes = {path.relative_to(KEPT).as_posix(): path.stat().st_size for path in KEPT.rglob("*.webp")}
    assert set(SHOWN) == set(GUIDES)
    assert set(sizes) == {f"{language}/{name}.webp" for language in NAMES for name in SHOWN}
    assert max(sizes.values()) <= MOST
    assert sum(sizes.values()) <= MOST_IN_ALL


@LANGUAGES
@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_of_help_looks_like_the_page(opened, then, language, name):
    page = next(one for one in PAGES if one.name == SHOWN[name])
    browser = opened(page.role, language=language, width=WIDTH, height=HEIGHT, served_at=then).go(
        page.of(then)
    )
    browser.page.locator("main h1").wait_for()
    today = Image.open(io.BytesIO(browser.page.screenshot())).convert("RGB")
    kept_at, made_at = (place / language / f"{name}.webp" for place in (KEPT, MADE))
    made_at.parent.mkdir(parents=True, exist_ok=True)
    few = today.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
    few.save(made_at, lossless=True, method=6)
    with Image.open(kept_at) as kept:
        assert kept.size == today.size == (WIDTH, HEIGHT)
        apart = ImageStat.Stat(ImageChops.difference(small(kept), small(today))).mean[0]
    assert apart < UNLIKE, "the page has changed: run script/pictures and commit what it makes"


def small(picture):
    """A grey copy in which words are no more than shades."""
    return picture.convert("L").resize((WIDTH // 20, HEIGHT // 20))
