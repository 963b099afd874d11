"""Other people's work that we serve is as the manifest says, licensed, and an old browser reads it."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "disburse" / "web" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = tomllib.loads((VENDOR / "manifest.toml").read_text(encoding="utf-8"))
SERVED = sorted(path for path in STATIC.rglob("*") if path.suffix in {".css", ".js"})

TOO_NEW = {
    ".css": (
        r"@layer|@container|@property|@scope|@starting-style|@font-face",
        r":has\(|:user-valid|:popover-open|(?:^|[};])\s*&",
        r"color-mix\(|oklch\(|oklab\(|\blch\(|light-dark\(|\b\d*[sdl]v[hw]\b",
        r"(?<![-\w])(?:accent-color|inset-area|container-type|overflow:\s*clip|text-wrap:\s*balance;)",
        r"url\((?!data:)",
    ),
    ".js": (
        r"\bstatic\s*\{|#\w+ in \w",
        r"Object\.hasOwn\b|structuredClone\(|\.findLast\(|\.toSorted\(|\.toReversed\(|\.at\(-?\d",
        r"AbortSignal\.timeout|Array\.fromAsync|Promise\.withResolvers|Object\.groupBy",
        r"sourceMappingURL",
    ),
}
"""What Chromium 90 does not know, or what would ask for more than we have vendored."""


@pytest.mark.parametrize("one", MANIFEST["file"], ids=lambda one: one["path"])
def test_a_vendored_file_is_what_the_manifest_says(one):
    assert hashlib.sha256((ROOT / one["path"]).read_bytes()).hexdigest() == one["sha256"]


def test_every_vendored_file_is_in_the_manifest_and_every_package_has_its_licence_beside():
    licences = {(VENDOR / package["text"]).resolve() for package in MANIFEST["package"]}
    named = {(ROOT / one["path"]).resolve() for one in MANIFEST["file"]} | licences
    folders = (VENDOR, ROOT / "tests" / "browser" / "vendor")
    found = {path.resolve() for folder in folders for path in folder.iterdir() if path.suffix != ".toml"}
    assert found == named


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_nothing_we_serve_is_newer_than_chromium_90(path):
    text = path.read_text(encoding="utf-8")
    found = [m[0] for pattern in TOO_NEW[path.suffix] for m in re.finditer(pattern, text, re.MULTILINE)]
    assert not found


def test_the_rule_finds_what_is_too_new():
    news = {".css": "a{color:color-mix(in srgb,red,blue)}", ".js": "class A{static {f()}}"}
    assert all(any(re.search(p, news[kind]) for p in TOO_NEW[kind]) for kind in TOO_NEW)
