"""The report page in a real browser: what its style and script do.

Needs playwright, and Chromium on the path or named by CHROMIUM.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sample
from reports import HOSTILE, SHOWN, TEXT, compared, hostile_record, sheet

from dnextract.report import Scores, Sheet, page, records_sheet

api = pytest.importorskip(
    "playwright.sync_api", reason="no playwright here: the browser tests need pip install playwright"
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
if CHROMIUM is None:
    pytest.skip("no browser here: the browser tests need Chromium", allow_module_level=True)

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with api.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a page of sheets; at the end no error may have been logged and nothing asked for."""
    file = tmp_path / "report.html"
    heard: list[str] = []
    contexts: list[Any] = []

    def opened(*sheets: Sheet, html: str | None = None, at: str = "", **options: Any) -> Any:
        file.write_text(html or page(sheets or [sheet()], title="Báo cáo"), encoding="utf-8", newline="")
        contexts.append(browser.new_context(reduced_motion="reduce", **options))
        tab = contexts[-1].new_page()
        tab.set_default_timeout(5000)
        tab.on("console", lambda message: heard.append(f"console: {message.text}"))
        tab.on("pageerror", lambda error: heard.append(f"error: {error}"))
        tab.on("dialog", lambda dialog: heard.append(f"dialog: {dialog.message}"))
        tab.on("request", lambda request: heard.append(request.url))
        tab.goto(f"{file.as_uri()}{at}")
        return tab

    yield opened
    for context in contexts:
        context.close()
    loaded = {url.partition("#")[0] for url in heard if not url.startswith("data:")}
    assert loaded == {file.as_uri()}


def lit(tab: Any) -> list[tuple[str, str]]:
    """The words that are lit up in the text, with their roles."""
    script = "marks => marks.map(m => [m.textContent, m.dataset.on])"
    return [(words, role) for words, role in tab.locator(".reading [data-on]").evaluate_all(script)]


def values(tab: Any) -> list[str]:
    """The values of the lines shown, in order."""
    return list(tab.locator(".line:visible td.value b").all_inner_texts())


FIRST = [
    ("Quý III/2024", "period"),
    ("kim ngạch xuất khẩu gạo ", "metric"),
    ("Việt Nam", "place"),
    ("1,2 tỷ USD", "quantity"),
]


def test_the_text_is_shown_with_its_parts_marked_beside_the_table(show: Open) -> None:
    tab = show()
    assert tab.locator(".reading article").evaluate("a => a.textContent") == TEXT
    marked = tab.locator(".reading a.m").all_inner_texts()
    assert marked == ["1,2 tỷ USD", "15%", "350 tỷ đồng", "4%"]
    assert values(tab) == ["1,2 tỷ", "15", "350 tỷ", "4"]
    text, table = (tab.locator(pane).bounding_box() for pane in (".reading", ".listing"))
    assert text["x"] + text["width"] <= table["x"]
    assert tab.locator(".line.unsure").count() == 1
    assert tab.locator(".reading article .low").all_inner_texts() == ["350 tỷ đồng"]
    assert lit(tab) == []


def test_nested_marks_are_both_drawn(show: Open) -> None:
    place = show().locator(".reading .m.place", has_text="Việt Nam")
    drawn = place.evaluate("m => [0, 1].map(n => getComputedStyle(m).getPropertyValue(`--l${n}`))")
    assert len(set(drawn) - {"transparent"}) == 2


def test_pointing_at_a_record_lights_its_parts_and_the_reverse(show: Open) -> None:
    tab = show()
    tab.locator("#a1r0 td.metric").hover()
    assert lit(tab) == FIRST
    tab.locator(".reading .m.baseline").hover()
    assert tab.locator(".row.near td.value b").all_inner_texts() == ["15"]
    tab.locator(".reading .m.entity").hover()
    assert tab.locator(".row.near td.value b").all_inner_texts() == ["350 tỷ", "4"]
    tab.locator(".bar h1").hover()
    assert lit(tab) == []


def test_a_click_selects_a_record_and_opens_its_details(show: Open) -> None:
    tab = show()
    tab.locator("#a1r0 td.metric").click()
    tab.locator(".bar h1").hover()
    assert lit(tab) == FIRST
    assert tab.locator("#a1r0 .detail").is_visible()
    assert tab.locator("#a1r0 .open").get_attribute("aria-expanded") == "true"
    assert tab.locator("#a1r0 .row").get_attribute("aria-current") == "true"
    tab.locator("#a1r0 .open").click()
    assert tab.locator("#a1r0 .open").get_attribute("aria-expanded") == "false"
    assert not tab.locator(".detail:visible").count()


def test_a_click_on_a_figure_or_a_part_selects_in_the_table(show: Open) -> None:
    tab = show()
    tab.locator(".reading a.m", has_text="15%").click()
    assert tab.locator(".line.current").get_attribute("id") == "a1r1"
    entity = tab.locator(".reading .m.entity")
    for expected in ("a1r2", "a1r3", "a1r2"):  # a part of several records goes through them
        entity.click()
        assert tab.locator(".line.current").get_attribute("id") == expected


def test_the_keyboard_does_all_of_it(show: Open) -> None:
    tab = show()
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.name") == "words"
    tab.locator("#a1r0 .row").focus()
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.parentElement.id") == "a1r1"
    assert ("quý III/2023", "baseline") in lit(tab)
    tab.keyboard.press("Enter")
    assert tab.locator(".line.current").get_attribute("id") == "a1r1"
    tab.keyboard.press("End")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.parentElement.id") == "a1r3"
    tab.keyboard.press("Home")
    tab.keyboard.press(" ")
    assert tab.locator(".line.current").get_attribute("id") == "a1r0"
    tab.keyboard.press("Escape")
    assert tab.locator(".line.current").count() == 0
    tab.locator(".reading a.m", has_text="4%").focus()
    tab.keyboard.press("Enter")
    assert tab.locator(".line.current").get_attribute("id") == "a1r3"
    tab.locator("#a1r1 .row").focus()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "open"
    tab.keyboard.press("Enter")
    assert tab.locator(".line.current").get_attribute("id") == "a1r1"
    tab.keyboard.press("Tab")  # out of the table: one line of it is a stop
    assert not tab.evaluate("document.activeElement.closest('.records')")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kim ngach", ["1,2 tỷ", "15"]),
        ("lúa vàng", ["350 tỷ", "4"]),
        ("lùa", []),
        ("2023-Q3", ["15"]),
        ("thị phần", ["350 tỷ", "4"]),
    ],
)
def test_the_search_takes_words_with_and_without_accents(show: Open, words: str, found: list[str]) -> None:
    tab = show()
    tab.get_by_label("Search records").fill(words)
    assert values(tab) == found
    assert tab.locator("output").inner_text() == f"{len(found)} of 4 records"
    assert tab.locator("output").get_attribute("aria-live") == "polite"
    assert tab.locator(".empty").is_visible() == (not found)
    tab.keyboard.press("Escape")
    assert len(values(tab)) == 4
    assert tab.locator("output").inner_text() == "4 records"


def test_filters_hide_lines_and_fade_their_marks(show: Open) -> None:
    tab = show()
    tab.get_by_label("Kind").select_option("money")
    assert values(tab) == ["1,2 tỷ", "350 tỷ"]
    assert tab.locator(".reading .faded").all_inner_texts() == ["15%", "quý III/2023", "4%"]
    tab.get_by_label("Confidence").select_option("0-0.5")
    assert values(tab) == ["350 tỷ"]
    tab.locator(".reading a.m", has_text="4%").click()  # a figure that is filtered out is shown again
    assert len(values(tab)) == 4
    assert tab.locator(".line.current").get_attribute("id") == "a1r3"
    tab.get_by_label("Meaning").select_option("share")
    assert values(tab) == ["4"]
    tab.get_by_role("button", name="Reset").click()
    assert len(values(tab)) == 4
    assert not tab.locator(".faded").count()


def test_columns_sort_up_down_and_back(show: Open) -> None:
    tab = show()
    value = tab.get_by_role("button", name="Value")
    head = tab.locator("th.value")
    orders = []
    for _ in range(3):
        value.click()
        orders.append((head.get_attribute("aria-sort"), values(tab)))
    assert orders == [
        ("ascending", ["1,2 tỷ", "350 tỷ", "4", "15"]),
        ("descending", ["15", "4", "350 tỷ", "1,2 tỷ"]),
        ("none", ["1,2 tỷ", "15", "350 tỷ", "4"]),
    ]
    tab.get_by_role("button", name="Confidence", exact=True).click()
    assert values(tab) == ["350 tỷ", "4", "15", "1,2 tỷ"]
    assert tab.locator("th[aria-sort=ascending]").count() == 1


def test_the_legend_hides_a_kind_of_mark(show: Open) -> None:
    tab = show()
    metric = tab.locator(".reading .m.metric").first
    line = "m => getComputedStyle(m).getPropertyValue('--l0')"
    before = metric.evaluate(line)
    tab.locator(".legend button.metric").click()
    assert tab.locator(".legend button.metric").get_attribute("aria-pressed") == "false"
    assert (before != "transparent", metric.evaluate(line)) == (True, "transparent")
    tab.locator(".legend button.metric").click()
    assert metric.evaluate(line) == before


def test_hostile_words_are_shown_and_do_nothing(show: Open) -> None:
    text = f"{HOSTILE}{sample.TEXT}"
    tab = show(records_sheet(HOSTILE, text, [hostile_record(text)], title=HOSTILE, place=HOSTILE))
    assert tab.locator(".reading article").evaluate("a => a.textContent") == text.translate(SHOWN)
    assert tab.title() == "Báo cáo"
    assert tab.locator("script").count() == 1
    assert tab.locator("img").count() == 0
    tab.locator(".row").first.click()
    assert tab.locator("dd span").first.is_visible()
    rules = tab.locator("dl .wide dd span").evaluate("d => d.textContent")
    assert rules == HOSTILE.translate(SHOWN)


# The smallest contrast of words with what is behind them, over all words that are seen.
CONTRAST = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((c) => c / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((channels(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  let worst = [99, ""];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.matches("script, option, .unseen")) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < worst[0]) worst = [ratio, element.outerHTML];
  }
  return worst;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["records", "evaluation"])
def test_words_stand_out_in_both_schemes(show: Open, kind: str, scheme: str) -> None:
    made = evaluation() if kind == "evaluation" else None
    tab = show(html=made, color_scheme=scheme)
    ratio, where = tab.evaluate(CONTRAST)
    assert ratio >= 4.5, where
    tab.goto(f"{tab.url}#a1")
    for line in tab.locator("td.metric").all():
        line.click()
        ratio, where = tab.evaluate(CONTRAST)
        assert ratio >= 4.5, where


def test_the_scheme_can_be_chosen(show: Open) -> None:
    tab = show(color_scheme="dark")
    theme = tab.locator(".theme")
    shade = "getComputedStyle(document.querySelector('.bar')).backgroundColor"
    dark = tab.evaluate(shade)
    theme.click()
    light = tab.evaluate(shade)
    assert (light != dark, theme.get_attribute("aria-label")) == (True, "Colours: light")
    theme.click()
    assert (tab.evaluate(shade), theme.get_attribute("aria-label")) == (dark, "Colours: dark")
    theme.click()
    assert theme.get_attribute("aria-label") == "Colours: as the system"


def test_a_narrow_screen_shows_the_text_or_the_records(show: Open) -> None:
    tab = show(sheet(), sheet("bài-2"), viewport={"width": 400, "height": 800}, at="#a1")
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not tab.evaluate(wide)
    assert not tab.locator("#a1 .listing").is_visible()
    tab.locator("#a1 .reading a.m", has_text="15%").click()
    assert not tab.locator("#a1 .reading").is_visible()
    assert tab.locator("#a1r1 .detail").is_visible()
    assert not tab.evaluate(wide)
    tab.get_by_label("Order").locator("visible=true").select_option("value")
    assert values(tab) == ["1,2 tỷ", "350 tỷ", "4", "15"]
    tab.locator("#a1r1").get_by_text("Show in the text").click()
    assert tab.locator("#a1 .reading").is_visible()
    assert ("15%", "quantity") in lit(tab)
    tab.goto(tab.url.partition("#")[0])
    assert not tab.evaluate(wide)


def test_several_articles_are_reached_from_the_index_and_from_each_other(show: Open) -> None:
    empty = records_sheet("c", "Không có số.", [])
    tab = show(sheet("a", title="Tin một"), sheet("b", title="Tin hai"), empty)

    def seen(name: str) -> None:
        api.expect(tab.locator(f"#{name}")).to_be_visible()
        assert tab.locator("#index:visible, .sheet:visible").count() == 1

    seen("index")
    tab.get_by_role("link", name="Tin hai").click()
    seen("a2")
    tab.get_by_label("Next article").click()
    seen("a3")
    assert tab.get_by_text("No figure was found").is_visible()
    assert tab.get_by_label("Next article").get_attribute("href") is None
    tab.go_back()
    seen("a2")
    tab.get_by_label("Previous article").click()
    seen("a1")
    tab.get_by_role("link", name="All articles").click()
    seen("index")
    tab.get_by_role("button", name="Records").click()
    assert tab.locator(".articles tbody td:first-child a").all_inner_texts() == ["c", "Tin một", "Tin hai"]


def evaluation() -> str:
    scores = Scores("core", 4, 4, {"full": (0.5, 0.5, 0.5)}, {"metric": 1.0})
    return page([compared()], title="Báo cáo", scores=[scores])


def test_an_evaluation_shows_outcomes_and_filters_by_them(show: Open) -> None:
    tab = show(html=evaluation())
    tab.get_by_role("link", name="Xuất khẩu quý III").click()
    toned = tab.locator("article .m.quantity").evaluate_all(
        "marks => marks.map(m => m.classList[m.classList.length - 1])"
    )
    assert toned == ["missed", "right", "differs", "spurious", "right"]
    tab.get_by_label("Differing field").select_option("baseline")
    assert values(tab) == ["15"]
    assert tab.locator("td.period del:visible, td.period ins:visible").all_inner_texts() == [
        "vs 2023-Q3",
        "vs 2022-Q3",
    ]
    tab.locator("#a1r2 .row").click()
    wrong = tab.locator(".fields .wrong")
    assert [row.split("\t") for row in wrong.all_inner_texts()] == [
        ["baseline", "quý III/2022 → 2022-Q3", "quý III/2023 → 2023-Q3"],
        ["place", "Cần Thơ", "Việt Nam"],
    ]
    assert wrong.last.evaluate("r => getComputedStyle(r.cells[1]).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_gold_stands_beside_what_was_predicted_on_a_narrow_screen_too(show: Open) -> None:
    tab = show(html=evaluation(), at="#a1r2", viewport={"width": 400, "height": 800})
    tab.locator("#a1").get_by_role("button", name="Records").click()
    fields = tab.locator("#a1r2 .fields")
    edges = "row => [...row.cells].map((cell) => cell.getBoundingClientRect().x)"
    assert fields.locator("thead tr").evaluate(edges) == fields.locator(".wrong").first.evaluate(edges)
    assert not tab.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_an_address_can_name_a_record(show: Open) -> None:
    for unknown in ("#a9", "#%"):
        assert show(sheet(), sheet("bài-2"), at=unknown).locator("#index").is_visible()
    tab = show(sheet(), sheet("bài-2"), at="#a2r1")
    assert tab.locator(".sheet:visible").get_attribute("id") == "a2"
    assert tab.locator("#a2r1 .detail").is_visible()


def test_print_shows_every_article_with_its_table_and_no_controls(show: Open) -> None:
    paper = {"width": 680, "height": 1000}
    tab = show(sheet(), sheet("bài-2"), color_scheme="dark", viewport=paper)
    tab.emulate_media(media="print")
    assert tab.locator(".records > thead:visible").count() == 2
    assert tab.locator("article:visible").count() == 2
    assert len(values(tab)) == 8
    for hidden in (".filters", ".theme", ".pager", ".tabs", ".detail", ".open"):
        assert tab.locator(f"{hidden}:visible").count() == 0
    assert tab.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert tab.pdf(format="A4").startswith(b"%PDF")


def test_without_script_all_is_there_to_read(show: Open) -> None:
    tab = show(sheet(), sheet("bài-2"), java_script_enabled=False)
    assert tab.locator("article:visible").count() == 2
    assert len(values(tab)) == 8
    assert tab.locator(".filters:visible, .theme:visible, .tabs:visible").count() == 0
    tab.locator("#a2 .reading a.m", has_text="15%").click()
    assert tab.locator(".detail:visible").count() == 1
