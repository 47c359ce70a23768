"""Shows every page at once: `python -m tests.browser.contact_sheet`, with the web app built.

Writes one sheet for each width, theme and language into `contact-sheets/`, from services of its own. `--only discover`
takes the pages whose names hold that word.
"""

from __future__ import annotations

import argparse
import io
import itertools
import math
import sys
from typing import Any, NamedTuple

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.browser.chromium import launch
from tests.browser.every_page import EVERY_PAGE, VISITOR, PageToSee
from tests.browser.scene import SETTINGS, Scene
from tests.browser.visitor import Visitor
from tests.support.services import ROOT, Services

FOLDER = ROOT / "contact-sheets"
LANGUAGES = ("en", "hi")
# What must be clicked or filled in first is found by its English words, so the language is chosen last. By script,
# because a dialog makes the header inert.
CHOOSE_LANGUAGE = """code => {
  const choice = document.querySelector("header select");
  choice.value = code;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
}"""


class Look(NamedTuple):
    width: int
    height: int  # of what is shown of a page, in pixels of the page
    columns: int
    scale: float


LOOKS = {"phone": Look(390, 1400, 10, 0.6), "desk": Look(1280, 1400, 6, 0.35)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="pages whose names hold this word")
    parser.add_argument("--look", choices=LOOKS, help="this width only")
    parser.add_argument("--theme", choices=("light", "dark"), help="this theme only")
    parser.add_argument("--language", choices=LANGUAGES, help="this language only")
    options = parser.parse_args()
    pages = [page for page in EVERY_PAGE if options.only in page.name]
    looks = [options.look] if options.look else list(LOOKS)
    themes = [options.theme] if options.theme else ["light", "dark"]
    languages = [options.language] if options.language else LANGUAGES
    FOLDER.mkdir(exist_ok=True)
    with Services(SETTINGS, mailbox=True) as services, sync_playwright() as playwright:
        scene = Scene(services)
        services.flask("demo", "load")
        browser = launch(playwright)
        for look, theme, language in itertools.product(looks, themes, languages):
            path = FOLDER / f"{look}-{theme}-{language}.png"
            draw(take_pictures(browser, scene, pages, look, theme, language), LOOKS[look]).save(path, optimize=True)
            print(path.relative_to(ROOT), flush=True)
        browser.close()


def take_pictures(
    browser: Browser, scene: Scene, pages: list[PageToSee], look: str, theme: str, language: str
) -> dict[str, Image.Image]:
    """The upper part of each page, by its name."""
    pictures: dict[str, Image.Image] = {}
    for who, own in itertools.groupby(sorted(pages, key=lambda page: page.who), key=lambda page: page.who):
        context: dict[str, Any] = {"reduced_motion": "reduce", "color_scheme": theme, "locale": "en-GB"}
        visitor = Visitor(browser, scene.services, viewport={"width": LOOKS[look].width, "height": 844}, **context)
        if who != VISITOR:
            visitor.sign_in(scene.people[who])
        for page in own:
            pictures[page.name] = take_picture(visitor.page, page, scene, LOOKS[look], language)
        visitor.close()
    return {page.name: pictures[page.name] for page in pages}


def take_picture(page: Page, wanted: PageToSee, scene: Scene, look: Look, language: str) -> Image.Image:
    page.goto(wanted.address(scene.numbers))
    try:
        page.locator("h1").first.wait_for()
        wanted.prepare(page)
        page.get_by_text(wanted.shows).first.wait_for(state="attached")
        if language != "en":
            page.evaluate(CHOOSE_LANGUAGE, language)
            page.wait_for_function("code => document.documentElement.lang === code", arg=language)
        page.wait_for_function("!document.querySelector('[aria-busy=true]')")
    except Error as problem:
        print(f"{wanted.name}: {problem.message.splitlines()[0]}", file=sys.stderr)
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    page.set_viewport_size({"width": look.width, "height": 844})
    page.evaluate("localStorage.removeItem('samaya.language')")
    return picture.resize((round(look.width * look.scale), round(look.height * look.scale)))


def draw(pictures: dict[str, Image.Image], look: Look) -> Image.Image:
    gap, line = 12, 18
    width, height = round(look.width * look.scale) + gap, round(look.height * look.scale) + gap + line
    columns = min(look.columns, len(pictures))
    sheet = Image.new("RGB", (columns * width + gap, math.ceil(len(pictures) / columns) * height + gap), "#888888")
    pen = ImageDraw.Draw(sheet)
    for place, (name, picture) in enumerate(pictures.items()):
        left, top = gap + place % columns * width, gap + place // columns * height
        pen.text((left, top), name, fill="white")
        sheet.paste(picture, (left, top + line))
    return sheet


if __name__ == "__main__":
    main()
