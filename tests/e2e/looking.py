"""To look at a page that is open: with axe, at several widths, and at what the browser complains about. To open a page takes
longer than to look at it, so a test opens it once and looks at it in every way."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=320, height=640)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WITH_GOOD_PRACTICE = [*WCAG, "best-practice"]
NOT_OURS = {"exclude": [[".select2"]]}  # the widget behind Django's autocompletes
# Only violations are reported at length: to describe every element that passed takes axe as long as to check it. Style sheets
# are not fetched a second time: no rule of these reads them. Colours on their way to others are judged once they are there.
_RUN = """async ([part, runOnly]) => {
    document.getAnimations().forEach((each) => each.finish());
    const options = {runOnly, resultTypes: ["violations"], preload: {assets: ["media"]}};
    return (await axe.run(part || document, options)).violations;
}"""


def faults(page: Page, rules: list[str], within: dict[str, Any] | None = None) -> dict[str, list[str]]:
    """What axe finds on the page as it is shown now: for each rule that is broken, the first elements that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    violations = page.evaluate(_RUN, [within, rules])
    return {each["id"]: [node["html"][:120] for node in each["nodes"]][:3] for each in violations}


def at(page: Page, size: ViewportSize, scheme: Any = "light") -> Page:
    """The same page in a window of that size, in light or dark."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    return page


def too_wide(page: Page) -> int:
    """The width of a page that must be scrolled sideways in its window; 0 for one that need not be."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width if page.viewport_size and width > page.viewport_size["width"] else 0


def complaints_of(page: Page) -> list[str]:
    """What the browser complains about from now on: errors, warnings, breaches of the security policy. The list grows."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
