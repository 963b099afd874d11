"""A close look at a page: no axe finding, no word on the console, no request to elsewhere; and a picture.

It is looked at on a telephone and at 200 % as well: nothing sticks out, nothing overlaps, all can be touched.
"""

import re
from pathlib import Path

BUILD = Path(__file__).parents[2] / "build" / "screens"
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2 AA, and off by axe's own default
}
VIOLATIONS = "options => axe.run(document, options).then(({violations}) => violations)"
"""What was found amiss, without all that was found right: to hand that over takes longer than to find it."""
HAN = re.compile(r"[\u3400-\u9fff]")
CHINESE_LEFT = """() => {
  const left = [];
  const walk = (node) => {
    if (node.nodeType === 1) {
      if (["SCRIPT", "STYLE"].includes(node.tagName)) return;
      if (node.lang && node.lang.startsWith("zh")) return;
      for (const name of ["aria-label", "title", "placeholder", "data-label", "alt"]) {
        if (node.hasAttribute(name)) left.push(node.getAttribute(name));
      }
      if (node.tagName === "OPTION" || node.tagName === "TITLE") { left.push(node.textContent); return; }
    }
    if (node.nodeType === 3) left.push(node.textContent);
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  left.push(document.title);
  return left;
}"""

WIDTHS = {"a telephone": (390, 844), "200 %": (683, 430), "a small screen": (1000, 640)}
"""Sizes of the window at which a page must fit: a telephone's, and half of a screen of 1366 by 860."""
MISFITS = (Path(__file__).parent / "misfits.js").read_text(encoding="utf-8")
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d{3})\b")
"""What the browser itself says of an answer that is no 200."""
TEMPLATE = "X-Template"
"""Header, of the tests alone, that says which template an answer was rendered from."""


class Looking:
    """A page in a browser, and all it said and asked for."""

    def __init__(self, page, address: str, *, scripts: bool = True):
        self.page, self.address, self.scripts = page, address, scripts
        self.said: list[str] = []
        self.refused: list[str] = []
        self.elsewhere: list[str] = []
        self.expected: set[int] = set()
        self.template = ""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", self._watch)
        page.on("response", self._note)

    def go(self, path: str, status: int = 200):
        """Open a page, which must answer with ``status``."""
        self.expected.add(status)
        answer = self.page.goto(self.address + path)
        assert answer.status == status, path
        return self

    def look(self, name: str):
        """Nothing is amiss with the page as it stands; its picture is kept under ``name``."""
        BUILD.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=BUILD / f"{name}.png", full_page=True)
        assert not self.said, self.said
        assert not self.elsewhere, self.elsewhere
        if self.scripts:
            assert not (found := self.findings()), "\n".join(found)
            assert not (found := self.misfits()), "\n".join(found)
        if self.page.locator("html").get_attribute("lang") == "en":
            assert not self.chinese_left(), "only names and data are Chinese here, and marked so"
        return self

    def findings(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA: rule, element, what to do."""
        frame = self.page.context.new_cdp_session(self.page)
        frame.send("Page.setBypassCSP", {"enabled": True})
        self.page.evaluate(AXE)
        violations = self.page.evaluate(VIOLATIONS, OPTIONS)
        return [
            f"{violation['id']}: {node['html'][:160]} — {node['failureSummary']}"
            for violation in violations
            for node in violation["nodes"]
        ]

    def misfits(self) -> list[str]:
        """What does not fit a small window: where, and which element."""
        found, wide = [], self.page.viewport_size
        for name, (width, height) in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            found += [f"{name}: {one}" for one in self.page.evaluate(MISFITS)]
        self.page.set_viewport_size(wide)
        return found

    def chinese_left(self) -> list[str]:
        """Chinese in an English page that is not marked as Chinese."""
        return [text.strip() for text in self.page.evaluate(CHINESE_LEFT) if HAN.search(text or "")]

    def fits(self) -> bool:
        """Whether nothing sticks out to the right."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )

    def _hear(self, message) -> None:
        refused = REFUSED.match(message.text)
        if refused and int(refused[1]) in self.expected - {200}:
            self.refused.append(message.text)
        elif message.type in {"error", "warning"}:
            self.said.append(message.text)

    def _note(self, answer) -> None:
        if answer.request.is_navigation_request():
            self.template = answer.headers.get(TEMPLATE.lower(), "")

    def _watch(self, request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.elsewhere.append(request.url)
