"""What a browser shows of pages, as text: without network, without the pages' scripts.

Twice: as "save as text" gives it (`innerText`), where paragraphs have empty lines around
them, and as "select all, copy" does, where they have one below.
"""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright
from rich.progress import track

from benchmarks.gold_pages import GoldPage

_SHOWN = """() => {
  const selection = getSelection();
  selection.selectAllChildren(document.body);
  return {saved: document.body.innerText, copied: selection.toString()};
}"""


def texts_of(pages: Iterable[GoldPage], folder: Path) -> Iterator[tuple[GoldPage, dict[str, str]]]:
    """Each page with its texts, `saved` and `copied`; shown again unless the folder has them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for page in track(list(pages), "pages"):
            files = {
                form: folder / form / page.set / f"{page.name.replace('/', '_')}.txt"
                for form in ("saved", "copied")
            }
            if not all(file.exists() for file in files.values()):
                for form, text in _shown(browser, page.content).items():
                    files[form].parent.mkdir(parents=True, exist_ok=True)
                    files[form].write_text(text, encoding="utf-8", newline="")
            yield page, {form: file.read_text("utf-8") for form, file in files.items()}
        browser.close()


def _shown(browser: Browser, content: bytes) -> dict[str, str]:
    """Show a page; what is UTF-8 is sent as such, since servers say so and files do not."""
    try:
        content.decode("utf-8")
        media_type = "text/html; charset=utf-8"
    except UnicodeDecodeError:
        media_type = "text/html"
    headers = {"Content-Type": media_type, "Content-Security-Policy": "script-src 'none'"}
    answers = [{"body": content, "headers": headers}]

    def answer(route: Route) -> None:
        if answers:
            route.fulfill(**answers.pop())  # type: ignore[arg-type]
        else:
            route.abort()

    with browser.new_page() as tab:
        tab.route("**/*", answer)
        tab.goto("http://page.test/", wait_until="domcontentloaded")
        shown: dict[str, str] = tab.evaluate(_SHOWN)
    return shown
