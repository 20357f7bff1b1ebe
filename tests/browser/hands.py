"""What a person's hands do on a page."""

from django.urls import reverse
from playwright.sync_api import expect

# What is waited for comes at once, or on a busy machine a little later.
expect.set_options(timeout=20_000)

SPOT = """([where, words, nth]) => {
  const element = [...document.querySelectorAll(where)].find((each) => each.textContent.includes(words));
  element.scrollIntoView({ block: "center" });
  let at = -1;
  for (let n = 0; n <= nth; n++) at = element.textContent.indexOf(words, at + 1);
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let before = 0, begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const after = before + node.length;
    if (!begun && at < after) { range.setStart(node, at - before); begun = true; }
    if (begun && at + words.length <= after) { range.setEnd(node, at + words.length - before); break; }
    before = after;
  }
  const boxes = [...range.getClientRects()].filter((box) => box.width);
  const [first, last] = [boxes[0], boxes.at(-1)];
  return { from: [first.left, first.top + first.height / 2], to: [last.right, last.top + last.height / 2] };
}"""

SELECT = """([from, to]) => {
  const point = ([key, words, end]) => {
    const node = document.querySelector(`#p${key} > .text > .words`).firstChild;
    return [node, node.data.indexOf(words) + (end ? words.length : 0)];
  };
  getSelection().setBaseAndExtent(...point([...from, false]), ...point([...to, true]));
}"""


def bar(page):
    """The tool bar that appears at words that are chosen."""
    return page.get_by_role("toolbar")


def spot(page, where, words, nth=0):
    """Where ``words`` stand on the screen: of the paragraph of a key, or of the first element of a selector with them."""
    within = f"#p{where} > .text > .words" if isinstance(where, int) else where
    return page.evaluate(SPOT, [within, words, nth])


def pull(page, at):
    """Pull the mouse over the words of a ``spot``."""
    page.mouse.move(*at["from"])
    page.mouse.down()
    page.mouse.move(*at["to"], steps=4)
    page.mouse.up()


def drag(page, key, words, nth=0, then=None):
    """Choose ``words`` of the paragraph ``key`` with the mouse, ``then`` press the key of what is to be done."""
    page.locator(f"#p{key} > .text > .words").wait_for()
    pull(page, spot(page, key, words, nth))
    bar(page).wait_for()
    if then:
        page.keyboard.press(then)


def write_note(page, key, words, nth=0, *, note):
    """Choose ``words`` with the mouse, and write ``note`` into the form for them, unsent."""
    drag(page, key, words, nth, then="n")
    field(page, "Note").fill(note)


def select(page, first, last=None):
    """Choose from ``first`` to ``last``, each a paragraph's key and words in it, as handles and menus do."""
    page.evaluate(SELECT, [list(first), list(last or first)])
    bar(page).wait_for()


def point_at(page, key, words):
    """Move the mouse onto ``words``."""
    x, y = spot(page, key, words)["from"]
    page.mouse.move(x + 3, y)


def form(page):
    """The form that is open beside the words."""
    return page.locator(".margin-slot form.compose")


def open_entry(page, words):
    """Open the entry in the margin that says ``words``, and wait for what is in it."""
    entry = page.locator(".entry", has_text=words).first
    crowd = page.locator(".crowd:not([open])").filter(has=entry)
    if crowd.count():
        crowd.locator("> summary").click()
    entry.locator("> summary").click()
    entry.locator(".passage-panel").wait_for()
    return entry


def field(page, label):
    """The field of that label in the form that is open beside the words."""
    return form(page).get_by_label(label).and_(page.locator("input, textarea, select"))


def more(item):
    """Open the further actions of an item in an open entry; returns the item."""
    item.locator(".more-acts > summary").first.click()
    return item


def type_the_password(page):
    page.goto(reverse("account_login"))
    page.get_by_label("Login").fill("annotator")
    page.get_by_label("Password").fill("a password")
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
