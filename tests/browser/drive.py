"""Drive a browser through reports; run by `python -m tests.browser` in its own environment.

    drive.py CHROMIUM REPORT OTHERS SHOTS
    drive.py CHROMIUM REPORT PICTURE

OTHERS is a folder of reports: hostile.html, empty.html, and one of each mode that withholds. The second
makes the picture of the documentation, and no test.

Every scene is a function of a stage (browser, address, pictures); what it asserts and does not hold
is a fault. In every scene the page may write nothing to the console and ask for nothing.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
PICTURED = {"width": 1280, "height": 800}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
#: A document with a curated date, repairs and a losing claim; one of a page of many.
CURATED, PART = "002_d0e6fe0b54740d23", "003_585eea4f2105298e.18"
#: Rules of axe that are about taste, not about the guidelines, are run too.
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Stage(NamedTuple):
    """What a scene has."""

    browser: Browser
    report: str
    others: Path
    shots: Path

    @contextmanager
    def page(self, address: str | None = None, **how: Any) -> Iterator[Page]:
        """Open a report; at the end it must have been silent and alone."""
        address = address or self.report
        context = self.browser.new_context(**{"viewport": WIDE, "locale": "en-US", **how})
        context.set_default_timeout(10_000)
        page, heard = context.new_page(), []
        page.on("console", lambda message: heard.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("request", lambda asked: heard.append(f"request: {asked.url[:80]}"))
        page.on("dialog", lambda box: (heard.append(f"dialog: {box.message}"), box.dismiss()))
        page.goto(address)
        try:
            yield page
            same(heard, [f"request: {address.partition('#')[0][:80]}"])
        finally:
            context.close()

    def shoot(self, page: Page, name: str, *, whole: bool = False) -> None:
        """Keep a picture."""
        page.screenshot(path=self.shots / f"{name}.png", full_page=whole)


def same(found: object, expected: object) -> None:
    """Demand that two values are equal, and say so if not."""
    if found != expected:
        raise AssertionError(f"found {found!r}, expected {expected!r}")


def block(page: Page, name: str) -> Any:
    """Read data of the page."""
    return json.loads(page.locator(f"#data-{name}").text_content() or "")


def open_document(page: Page, name: str) -> None:
    """Choose a document in the list."""
    page.locator(f'#list [data-id="{name}"]').click()
    page.locator("#view[open]").wait_for()


def opens(stage: Stage) -> None:
    """Open from a file: every document is in the list, every plot is drawn."""
    with stage.page() as page:
        same(page.locator("#list tbody tr").count(), 34)
        plots = block(page, "numbers")["figures"]
        same(page.locator("figure svg").count(), len(plots))
        same(page.locator("#count").inner_text(), "34 of 34 documents")
        stage.shoot(page, "light")
        stage.shoot(page, "light-whole", whole=True)


def filters(stage: Stage) -> None:
    """Search, filter, sort, clear."""
    with stage.page() as page:
        page.fill("#search", "新華社")
        same(page.locator("#list tbody tr").count(), 1)
        page.fill("#search", "輸血式 造血式")
        same(page.locator("#list tbody tr").count(), 0)
        page.fill("#search", "“输血式”")
        same(page.locator("#list tbody tr").count(), 1)
        page.click("#clear")
        same(page.locator("#list tbody tr").count(), 34)
        page.select_option("#filter-script", index=2)
        same(page.locator("#list tbody .c-script").all_inner_texts(), ["Traditional (Hant)"])
        page.click("#clear")
        page.click("#sort-characters")
        page.click("#sort-characters")
        same(page.locator("#list tbody .c-characters").first.inner_text(), "2,555")
        same(page.locator("th[aria-sort]").get_attribute("aria-sort"), "descending")


def page_and_text(stage: Stage) -> None:
    """Show a page byte for byte beside its text, character for character."""
    with stage.page() as page:
        for name in (CURATED, PART):
            open_document(page, name)
            shown = page.locator("#view .runs").evaluate("e => e.textContent")
            seed = name.partition(".")[0]
            number = block(page, "head")["pages"].index(seed)
            data = block(page, f"page-{number}")
            same(shown, "".join(row[7] for row in data["rows"]))
            clean = page.locator("#view .clean p").evaluate_all(
                "all => all.map(e => e.textContent)"
            )
            (about,) = (d for d in data["documents"] if d["id"] == name)
            same(
                (len("\n".join(clean)), len(clean)), (about["characters"], about["paragraphs"])
            )
            page.keyboard.press("Escape")
            page.locator("#view:not([open])").wait_for(state="attached")


def looks_closer(stage: Stage) -> None:
    """Tell the role, rule and repair under the pointer and under the focus."""
    with stage.page() as page:
        open_document(page, CURATED)
        page.locator("#view .runs .r-dateline").first.hover()
        told = page.locator("#inspector").inner_text()
        assert "dateline" in told, told
        assert "roles/" in told, told
        page.locator("#view .runs del.edit").first.hover()
        told = page.locator("#inspector").inner_text()
        assert "(xié)" in told, told
        assert "restore/pinyin-annotation" in told, told
        assert "certain" in told, told
        stage.shoot(page, "repair")
        page.locator("#view .runs .r-legal").first.focus()  # scrolls below a pointer at rest
        told = page.locator("#inspector").inner_text()
        assert told.startswith("legal"), told
        page.locator('#view [data-role="caption"]').click()
        assert page.locator("#view .runs .picked").count() > 0


def evidence(stage: Stage) -> None:
    """Light up the evidence of a field, and show the claims that lost."""
    with stage.page() as page:
        open_document(page, CURATED)
        page.click('[data-field="date"]')
        same(page.locator("#view mark.evidence").all_text_contents(), ["新華社北京8月29日電"])
        same(page.locator('[data-field="date"] + ol .chosen').count(), 1)
        same(page.locator('[data-field="date"] + ol .lost').count(), 1)
        assert (
            page.locator('[data-field="date"] + ol .reason').inner_text().startswith("Curator")
        )
        stage.shoot(page, "evidence")
        page.click('[data-field="date"]')
        same(page.locator("#view mark").count(), 0)


def hostile(stage: Stage) -> None:
    """Let hostile texts do nothing, and count characters beyond the basic plane as one."""
    with stage.page((stage.others / "hostile.html").as_uri()) as page:
        open_document(page, "hostile")
        page.click('[data-field="date"]')
        same(page.locator("#view mark.evidence").all_text_contents(), ["2017-07-21"])
        rival = "".join(page.locator("#view mark.rival").all_text_contents())
        assert rival.startswith("野家🍜𠮷"), rival
        same(page.evaluate("window.hit"), None)
        same(
            page.locator(
                "#view img, #view script, #view style, #view a[href^=javascript]"
            ).count(),
            0,
        )
        assert page.locator("#view .ctl").count() > 2
        for pane in (".runs", ".clean"):  # else the layout of a very long word takes seconds
            drawn = page.locator(f"#view {pane}").evaluate(
                "e => [getComputedStyle(e).fontKerning, getComputedStyle(e).fontVariantLigatures]"
            )
            same(drawn, ["none", "none"])
        same(page.locator("#view .bar a").count(), 0)
        stage.shoot(page, "hostile")
        page.keyboard.press("Escape")
        open_document(page, "river")
        link = page.locator("#view .bar a")
        same(link.get_attribute("href"), "https://example.org/?a=%3Cb%3E&%22%27")
        same(link.get_attribute("rel"), "noreferrer noopener")


def withheld(stage: Stage) -> None:
    """Show of a release that withholds what it has, and say what it has not."""
    for mode, ledger, text in (
        ("hashes", True, True),
        ("none", False, True),
        ("bare", True, False),
        ("mask", True, True),
    ):
        with stage.page((stage.others / f"{mode}.html").as_uri()) as page:
            open_document(page, "call")
            same(page.locator("#view .runs .run").count() > 0, ledger)
            same(page.locator("#view .clean p").count() > 0, text)
            same(page.locator("#overview > .notice").count(), 1)
            if mode != "mask":
                same(
                    page.locator("#view .runs .gone").count(),
                    page.locator("#view .runs .run").count(),
                )
            for name in page.locator("#view [data-field]").evaluate_all(
                "all => all.map(e => e.dataset.field)"
            ):
                page.click(f'#view [data-field="{name}"]')
            stage.shoot(page, f"withheld-{mode}")


def empty(stage: Stage) -> None:
    """Say of a dataset without documents that there are none."""
    with stage.page((stage.others / "empty.html").as_uri()) as page:
        same(page.locator("#count").inner_text(), "0 of 0 documents")
        same(page.locator("#list tbody tr").count(), 0)


def speaks(stage: Stage) -> None:
    """Follow the language of the browser, and switch."""
    with stage.page(locale="zh-CN", color_scheme="dark") as page:
        same(page.locator("html").get_attribute("lang"), "zh-Hans")
        same(page.locator("#documents-title").inner_text(), "文档")
        same(page.locator("h1").inner_text(), "东西部扶贫协作：五个抓取网页")
        same(page.title(), "东西部扶贫协作：五个抓取网页 – 报告")
        stage.shoot(page, "chinese-dark")
        stage.shoot(page, "chinese-dark-whole", whole=True)
        open_document(page, CURATED)
        page.click('[data-field="date"]')
        stage.shoot(page, "chinese-dark-document")
        same(page.locator("#view .runs").get_attribute("lang"), "zh-Hant")
        told = page.locator("#view .rule [data-t='rule.curation/entry']").first
        same(told.inner_text(), "主张整理者在 `curation.yaml` 中给出的值，先于其他一切。")
        page.keyboard.press("Escape")
        page.click("#language")
        same(page.locator("html").get_attribute("lang"), "en")
        same(page.locator("#documents-title").inner_text(), "Documents")
        assert page.title().startswith("Five crawled pages on east–west"), page.title()
        left = page.locator("main [data-t]").evaluate_all(
            "all => all.filter(e => /[\\u4e00-\\u9fff]/.test(e.textContent)).map(e => e.textContent)"
        )
        same(left, [])
        open_document(page, CURATED)
        page.click('[data-field="date"]')
        same(
            told.inner_text(),
            "Claims the value a curator gave in `curation.yaml`, before all others.",
        )


def themes(stage: Stage) -> None:
    """Take the theme of the system, and another on demand."""
    with stage.page(color_scheme="light") as page:
        colour = "() => getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(colour)
        page.click("#theme")
        same(page.evaluate(colour), light)
        page.click("#theme")
        assert page.evaluate(colour) != light
        stage.shoot(page, "dark")


def narrow(stage: Stage) -> None:
    """Fit a telephone: nothing is wider than the screen, one pane at a time."""
    with stage.page(viewport=NARROW) as page:
        wide = "() => document.documentElement.scrollWidth"
        same(page.evaluate(wide), 360)
        stage.shoot(page, "narrow")
        stage.shoot(page, "narrow-whole", whole=True)
        open_document(page, CURATED)
        same(page.evaluate(wide), 360)
        same(page.locator("#view .pane:visible").count(), 1)
        stage.shoot(page, "narrow-page")
        page.click('#view .panes [data-name="fields"]')
        page.click('[data-field="source"]')
        stage.shoot(page, "narrow-fields")
        page.click('#view .panes [data-name="text"]')
        assert page.locator("#view .clean").is_visible()
        stage.shoot(page, "narrow-text")


def keyboard(stage: Stage) -> None:
    """Reach everything without a pointer, see where one is, and leave with Escape."""
    with stage.page() as page:
        focused = "() => document.activeElement.id || document.activeElement.dataset.id || document.activeElement.className"
        page.keyboard.press("Tab")
        same(page.evaluate(focused), "skip")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        same(page.evaluate(focused), "search")
        page.keyboard.type("新華社")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate(focused) == CURATED:
                break
        same(page.evaluate(focused), CURATED)
        ring = "() => getComputedStyle(document.activeElement).outlineStyle"
        same(page.evaluate(ring), "solid")
        page.keyboard.press("Enter")
        page.locator("#view[open]").wait_for()
        same(page.evaluate(focused), "close")
        for _ in range(60):
            page.keyboard.press("Tab")
            if "run " in page.evaluate(focused):
                break
        page.keyboard.press("End")
        last = page.locator("#view .runs .run").count() - 1
        same(page.evaluate("() => document.activeElement.dataset.at"), str(last))
        page.keyboard.press("Home")
        page.keyboard.press("ArrowDown")
        same(page.evaluate("() => document.activeElement.dataset.at"), "1")
        assert page.locator("#inspector .told").is_visible()
        stage.shoot(page, "keyboard")
        page.keyboard.press("Escape")
        same(page.locator("#view[open]").count(), 0)
        same(page.evaluate(focused), CURATED)


def addressed(stage: Stage) -> None:
    """Open the document that the address names; the next of the list stands behind a button."""
    with stage.page(f"{stage.report}#doc={CURATED}") as page:
        page.locator("#view[open]").wait_for()
        page.locator("#view .turn button").nth(1).click()
        assert page.url.endswith("#doc=003_585eea4f2105298e.01"), page.url
        page.locator("#view .runs .in:not(.other)").first.wait_for()
        assert page.locator("#view .runs .in:not(.other)").first.is_visible()


def accessible(stage: Stage) -> None:
    """Find no violation by axe: light and dark, wide and narrow, list and document."""
    for scheme, size in (("light", WIDE), ("dark", WIDE), ("light", NARROW)):
        with stage.page(color_scheme=scheme, viewport=size) as page:
            violations(page)
            page.locator("figure details").first.locator("summary").click()
            open_document(page, CURATED)
            if size is NARROW:
                page.click('#view .panes [data-name="fields"]')
            page.click('[data-field="date"]')
            violations(page)


def violations(page: Page) -> None:
    """Demand that axe finds none."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 -- here alone

    found = Axe().run(page, options=AXE).response["violations"]
    lines = [f"{v['id']}: {v['help']} ({v['nodes'][0]['html'][:120]} and {len(v['nodes']) - 1} more)" for v in found]  # fmt: skip
    same(lines, [])


SCENES = (
    opens, filters, page_and_text, looks_closer, evidence, hostile, withheld, empty, speaks, themes, narrow, keyboard,
    addressed, accessible,
)  # fmt: skip


def picture(stage: Stage, name: str) -> None:
    """Show a document, a field with its evidence and a repair: the picture of the documentation."""
    with stage.page(color_scheme="light", reduced_motion="reduce", viewport=PICTURED) as page:
        open_document(page, CURATED)
        page.click('[data-field="date"]')
        page.locator("#view .runs del.edit").first.hover()
        stage.shoot(page, name)


def main() -> int:
    """Play every scene, print a line for each; or make the picture."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- not where tests are listed

    chromium, report, *places = sys.argv[1:]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        target = Path(places[-1])
        stage = Stage(browser, Path(report).as_uri(), Path(places[0]), target)
        if len(places) == 1:
            picture(stage._replace(shots=target.parent), target.stem)
            return 0
        faults = sum([not played(scene, stage) for scene in SCENES])
        say(f"{len(SCENES)} scenes in Chromium {browser.version}: {faults} with faults")
        browser.close()
    return 1 if faults else 0


def played(scene: Callable[[Stage], None], stage: Stage) -> bool:
    """Play a scene, and tell whether it went well."""
    try:
        scene(stage)
    except Exception as error:  # noqa: BLE001 -- a browser fails in many ways; all are told
        say(f"fault   {scene.__name__}: {error}")
        return False
    say(f"good    {scene.__name__}: {(scene.__doc__ or '').partition(chr(10))[0]}")
    return True


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
