"""Reading in a browser: everything arrives, every link lands, the keys work, and the paper is clean."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from annotator.actions import contributions, taggings
from annotator.models.place import Place
from corpus.models.paragraph import PIECE
from tests.browser import hands
from tests.browser.pages import ARABIC, CHINESE, all_of_it, box_of, long_text, make_text, top_of
from tests.support import factories

# Twelve sections with their headings: thirteen pieces.
LONG = 12 * 101


def address(text, query=""):
    return reverse("document", args=[text.slug]) + query


def clean(text):
    return " ".join(text.split())


@pytest.fixture
def short(db):
    made = make_text(
        ["Site › Speeches", "# Tasks", "The first paragraph, which is read.", "The second one.", "Share | Print"],
        title="A speech",
        author="Wang Yi",
        publisher="A ministry",
        published_on=dt.date(2025, 11, 5),
        source_url="https://example.org/speech",
    )
    made.paragraphs.filter(key__in=[1, 5]).update(kind="furniture")
    made.paragraphs.filter(key=2).update(number="II.", section_number="II")
    made.paragraphs.filter(key__in=[3, 4]).update(section="II. Tasks", section_number="II")
    made.current.paragraph_count = 2
    made.current.save()
    return made


def test_a_long_text_arrives_by_itself(db, page):
    text = long_text()
    page.goto(address(text))
    all_of_it(page, LONG)
    keys = page.locator("#text .para").evaluate_all("paras => paras.map(para => Number(para.dataset.key))")
    assert keys == list(range(1, LONG + 1))
    # What find-in-page finds.
    assert page.evaluate("window.find('Paragraph 100 of section 12')")
    assert page.evaluate("getSelection().anchorNode.parentElement.closest('.para').dataset.key") == str(LONG)


def test_nothing_is_shown_before_its_marks_are_drawn(db, annotator, page):
    text = make_text(["One of them is marked."])
    taggings.tag(places=[Place(text.paragraphs.get(key=1), 0, 3)], tags=[factories.make_tag("promise")], by=annotator)
    page.goto(address(text))
    shown = page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    assert page.evaluate("performance.getEntriesByName('glossator:drawn')[0].startTime") <= shown.json_value()
    assert page.evaluate("[...CSS.highlights.get('hue-1')].join()") == "One"


def test_marks_are_drawn_where_they_can_be_seen_and_nowhere_else(db, annotator, page):
    text = long_text(sections=3)
    places = [Place(text.paragraphs.get(key=key), 0, 12) for key in (2, 303)]
    taggings.tag(places=places, tags=[factories.make_tag("promise")], by=annotator)
    page.goto(address(text))
    all_of_it(page, 303)
    drawn = "keys => [...CSS.highlights.get('hue-1')].map(range => range.startContainer.parentElement.closest('.para').id).join() === keys"
    page.wait_for_function(drawn, arg="p2")
    page.locator("#p303").scroll_into_view_if_needed()
    page.wait_for_function(drawn, arg="p303")
    page.keyboard.press("Home")
    page.wait_for_function(drawn, arg="p2")


def test_an_entry_reaches_over_the_edge_of_its_piece(db, annotator, page):
    text = long_text(sections=1)
    last, (first, second) = PIECE, (factories.make_tag(name) for name in ("promise", "rule"))
    paragraph = text.paragraphs.get(key=last)
    for number in range(4):
        taggings.tag(places=[Place(paragraph, number * 3, number * 3 + 2)], tags=[first, second], by=annotator)
    page.goto(address(text, f"#p{last}"))
    all_of_it(page, 101)
    entry = page.locator(f"#m{last} .entry").last
    piece = page.locator(".piece").first
    entry.scroll_into_view_if_needed()
    page.wait_for_function(
        "([entry, piece]) => entry.getBoundingClientRect().bottom > piece.getBoundingClientRect().bottom + 20",
        arg=[entry.element_handle(), piece.element_handle()],
    )
    entry.locator("summary").click()  # nothing of the next piece lies over it
    expect(entry).to_have_attribute("open", "")


@pytest.mark.parametrize("key", [3, 99])
def test_a_form_reaches_over_the_edge_of_a_short_paragraph(db, annotator, open_page, key):
    text = long_text(sections=1)
    page = open_page(annotator, at=address(text))
    all_of_it(page, 101)
    page.locator(f"#p{key} .num").click()
    page.keyboard.press("n")
    hands.field(page, "Note").fill("Is all of the form there?")
    assert box_of(page, ".margin-slot form")["bottom"] > box_of(page, f"#p{key}")["bottom"]
    hands.form(page).get_by_role("button", name="Write note").click()
    expect(page.locator(f"#m{key} .say")).to_have_text("Is all of the form there?")


@pytest.mark.parametrize("query", ["#p250", "?at=250#p250", "?at=250"])
def test_a_link_into_the_middle_lands_and_stays(db, page, query):
    text = long_text(sections=4)
    page.goto(address(text, query))
    all_of_it(page, 404)
    # Two hundred paragraphs were put in above meanwhile.
    assert 0 <= top_of(page, "#p250") < 40


def test_a_link_to_the_end_of_a_piece_lands_though_nothing_stands_below_it_yet(db, page):
    text = long_text(sections=4)
    page.goto(address(text, "#p300"))
    all_of_it(page, 404)
    expect(page.locator("#p300")).to_be_in_viewport()


def test_the_outline_follows_and_leads(db, page):
    text = long_text(sections=5, each=40)
    page.goto(address(text))
    all_of_it(page, 5 * 41)
    current = page.locator(".outline [aria-current]")
    for key, section in ((83, "Section 3"), (70, "Section 2")):
        page.locator(f"#p{key}").evaluate("para => para.scrollIntoView({block: 'start'})")
        expect(current).to_contain_text(section)
    page.get_by_role("link", name="Section 4").click()
    page.wait_for_function("() => Math.abs(document.getElementById('p124').getBoundingClientRect().top) < 40")
    expect(current).to_contain_text("Section 4")


def test_the_outline_leads_to_what_has_not_arrived_yet(db, page):
    text = long_text(sections=3)
    page.route("**/*page=2*", lambda route: None)  # the piece that never comes
    page.goto(address(text))
    page.get_by_role("link", name="Section 3").click()
    page.wait_for_function("() => document.getElementById('p203')?.getBoundingClientRect().top < 40")


def test_the_outline_of_many_headings_comes_after_the_text(db, page):
    text = make_text([f"# Heading {n}" for n in range(90)])
    page.goto(address(text))
    expect(page.locator(".outline li")).to_have_count(90)
    page.locator("#p88").evaluate("para => para.scrollIntoView({block: 'start'})")
    expect(page.locator(".outline [aria-current]")).to_be_in_viewport()


def test_the_title_block_and_the_outline_count_what_is_read(short, page):
    page.goto(address(short))
    assert (
        clean(page.locator("header.doc .byline").inner_text())
        == "Wang Yi · A ministry · 5 November 2025 · 2 paragraphs"
    )
    assert page.get_by_role("link", name="Source", exact=True).get_attribute("href") == "https://example.org/speech"
    assert clean(page.locator(".outline li").inner_text()) == "II. Tasks 2 paragraphs"


def test_furniture_is_hidden_until_the_whole_source_is_asked_for(short, page):
    page.goto(address(short))
    expect(page.get_by_text("Share | Print")).to_have_count(0)
    page.get_by_role("link", name="Show the whole source").click()
    expect(page.get_by_text("Share | Print")).to_be_visible()
    expect(page.locator("#text .para")).to_have_count(5)
    page.get_by_role("link", name="Hide page furniture").click()
    expect(page.locator("#text .para")).to_have_count(3)


def test_the_number_of_a_paragraph_is_its_permanent_link(short, page):
    page.goto(address(short))
    link = page.locator("#p3 .num").get_attribute("href")
    assert link == f"/documents/{short.slug}/3/"
    page.goto(link)
    expect(page.locator(".para.here .words")).to_have_text("The first paragraph, which is read.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wang Yi 2025, § II, ¶ 3")
    # The lines around a text are no surroundings of a paragraph.
    expect(page.get_by_text("Site › Speeches")).to_have_count(0)
    page.get_by_role("link", name="¶ 4 →").click()
    expect(page.locator(".para.here .words")).to_have_text("The second one.")
    page.get_by_role("link", name="Read in the document").click()
    expect(page.locator("#p4")).to_be_in_viewport()


def test_the_keys_walk_search_and_explain_themselves(short, page):
    page.goto(address(short))
    page.keyboard.press("j")
    expect(page.locator(".para.here")).to_have_attribute("data-key", "2")
    page.keyboard.press("j")
    expect(page.locator(".para.here")).to_have_attribute("data-key", "3")
    page.keyboard.press("k")
    expect(page.locator(".para.here")).to_have_attribute("data-key", "2")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search passages")).to_be_focused()
    page.keyboard.type("second j")  # a letter in a field is a letter
    expect(page.locator(".para.here")).to_have_attribute("data-key", "2")


def test_cite_copies_a_citation_with_its_address(short, open_page, live_server):
    page = open_page(permissions=["clipboard-read", "clipboard-write"], at=address(short))
    page.locator("#p3 .num").click()
    page.locator("#tools [data-do=cite]").click()
    expect(page.locator("#messages")).to_contain_text("Wang Yi 2025, § II, ¶ 3")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"Wang Yi 2025, § II, ¶ 3. {live_server.url}/documents/{short.slug}/3/"
    page.locator("header.doc").get_by_role("button", name="Cite").click()
    expect(page.locator("#messages")).not_to_contain_text("¶ 3")
    assert page.evaluate("navigator.clipboard.readText()") == f"Wang Yi 2025. {live_server.url}{address(short)}"


def test_paper_has_the_text_and_nothing_else(short, annotator, open_page):
    factories.make_tagging(short.paragraphs.get(key=3), factories.make_tag("promise"), annotator)
    page = open_page(annotator, dark=True, at=address(short))
    expect(page.locator(".margin .chip")).to_be_visible()
    page.emulate_media(media="print")
    assert clean(page.locator("body").inner_text()) == clean(
        """A speech Wang Yi · A ministry · 5 November 2025 · 2 paragraphs
        2 II. Tasks 3 The first paragraph, which is read. 4 The second one."""
    )
    colours = page.locator("#p3 .words").evaluate(
        "words => [getComputedStyle(words).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize(("texts", "language", "number_is_left"), [(ARABIC, "ar", False), (CHINESE, "zh-Hans", True)])
def test_numbers_and_margin_stand_where_the_script_begins_and_ends(
    annotator, open_page, texts, language, number_is_left
):
    text = make_text(texts, language=language)
    factories.make_tagging(text.paragraphs.get(key=2), factories.make_tag("promise"), annotator)
    page = open_page(annotator, at=address(text))
    number, words, chip = (box_of(page, f"#p2 {part}") for part in (".num", ".words", ".chip"))
    if number_is_left:
        assert number["right"] <= words["left"]
        assert words["right"] <= chip["left"]
    else:
        assert number["left"] >= words["right"]
        assert words["left"] >= chip["right"]
    assert page.locator("#p2 .words").evaluate("words => words.closest('[lang]').lang") == language
    # What people write beside it is in the language of the page, from left to right.
    assert page.locator("#p2 .chip").evaluate("chip => chip.closest('[lang]').lang") == "en"
    assert page.locator("#p2 .chip").evaluate("chip => getComputedStyle(chip).direction") == "ltr"


def test_without_javascript_a_long_text_is_paged(db, open_page):
    text = long_text(sections=3)
    page = open_page(javascript=False, at=address(text))
    expect(page.locator("#text .para")).to_have_count(PIECE)
    page.get_by_role("link", name="Later paragraphs").click()
    expect(page.locator("#text .para").first).to_have_attribute("data-key", str(PIECE + 1))
    last = 303 // PIECE + 1
    page.goto(address(text, f"?page={last - 1}"))
    page.get_by_role("link", name="Later paragraphs").click()
    expect(page.locator("#text .para")).to_have_count(303 % PIECE)
    expect(page.get_by_role("link", name="Later paragraphs")).to_have_count(0)
    page.get_by_role("link", name="Earlier paragraphs").click()
    expect(page.locator("#text .para").first).to_have_attribute("data-key", str((last - 2) * PIECE + 1))
    page.get_by_role("link", name="Section 1", exact=False).click()
    expect(page.locator("#p1")).to_be_in_viewport()


def test_the_tags_of_a_document_narrow_its_margin(db, annotator, open_page):
    text = make_text(["One.", "Two.", "Three."])
    promise, rule = factories.make_tag("promise"), factories.make_tag("rule", colour=3)
    for key, tag in ((1, promise), (2, promise), (3, rule)):
        factories.make_tagging(text.paragraphs.get(key=key), tag, annotator)
    page = open_page(annotator, at=address(text))
    facets = page.locator(".facets li")
    expect(facets).to_have_count(2)
    assert [clean(each) for each in facets.all_inner_texts()] == ["promise 2", "rule 1"]
    expect(page.locator(".margin .chip")).to_have_count(3)
    facets.first.get_by_role("link").click()
    expect(page.locator(".margin .chip")).to_have_count(2)
    expect(facets.locator("[aria-current]")).to_contain_text("promise")
    facets.first.get_by_role("link").click()
    expect(page.locator(".margin .chip")).to_have_count(3)


def test_the_tags_of_a_document_come_and_go_while_it_is_read(db, annotator, colleague, open_page):
    text = make_text(["One.", "Two."])
    rule = factories.make_tag("rule")
    page = open_page(annotator, at=address(text))
    facets = page.locator(".facets li")
    expect(facets).to_have_text("None yet.")
    paragraph = text.paragraphs.select_related("document__collection").get(key=1)
    made, _batch = taggings.tag(places=[Place(paragraph)], tags=[rule], by=colleague)
    expect(facets).to_have_text(re.compile(r"rule\s+1"))
    facets.get_by_role("link").focus()
    taggings.tag(places=[Place(paragraph, 0, 3)], tags=[rule], by=annotator)
    expect(facets).to_have_text(re.compile(r"rule\s+2"))
    expect(facets.get_by_role("link")).to_be_focused()
    contributions.withdraw(contributions=made, by=colleague)
    expect(facets).to_have_text(re.compile(r"rule\s+1"))


@pytest.mark.parametrize("name", ["document", "catalogue"])
def test_nothing_is_wider_than_a_phone(short, open_page, name):
    long_word = make_text(["W" * 300], title="T" * 200, collection=short.collection)
    page = open_page(phone=True, at=reverse("catalogue") if name == "catalogue" else address(long_word))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_outline_is_beside_the_text_and_folded_on_a_phone(short, open_page):
    desk = open_page(at=address(short))
    expect(desk.get_by_role("navigation", name="Outline")).to_be_visible()
    expect(desk.get_by_text("Outline and tags")).to_be_hidden()
    phone = open_page(phone=True, at=address(short))
    expect(phone.get_by_role("navigation", name="Outline")).to_be_hidden()
    phone.get_by_text("Outline and tags").tap()
    expect(phone.get_by_role("link", name="II. Tasks")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("phone", [True, False])
def test_the_address_of_a_paragraph_opens_at_it(db, open_page, javascript, phone):
    text = make_text(["Long before it. " * 150] * 7)
    page = open_page(phone=phone, javascript=javascript, at=reverse("paragraph", args=[text.slug, 6]))
    expect(page.locator("#p6 > .num")).to_be_in_viewport()
