// The reading page: pieces that follow by themselves, the outline that follows the reading position, marks, and work.
import * as beside from "./beside.js";
import * as choosing from "./choosing.js";
import * as composing from "./composing.js";
import * as crowds from "./crowds.js";
import * as finding from "./finding.js";
import * as live from "./live.js";
import * as returning from "./returning.js";
import { canHighlight, drawAll, joinOnHover } from "./marks.js";
import * as near from "./near.js";
import * as pieces from "./pieces.js";
import { stretchesOf } from "./places.js";

const text = document.getElementById("text");

near.whenNear(drawAll);
crowds.listen();
beside.listen();
near.listen();
pieces.listen();
joinOnHover(text);
choosing.listen(composing.act);
composing.listen();
finding.listen();
live.listen();
returning.listen();

// What is copied from the text is the text, with its printed numbers and without its margin.
text.addEventListener("copy", (event) => {
  const selection = getSelection();
  const stretches = stretchesOf(selection);
  if (stretches.length < 2 || selection.anchorNode.parentElement.closest(".margin, .margin-slot")) return;
  const lines = stretches.map(({ para, start, words }) => {
    const number = start ? null : para.querySelector(":scope > .text > .mark");
    return (number?.textContent ?? "") + words;
  });
  event.clipboardData.setData("text/plain", lines.join("\n\n"));
  event.preventDefault();
});

// The words that the address names.
const query = new URLSearchParams(location.search);
const here = document.querySelector(".para.here");
if (here && query.has("start") && canHighlight) {
  import("./places.js").then(({ rangeOf }) => {
    const range = rangeOf(here, Number(query.get("start")), Number(query.get("end")));
    if (range) CSS.highlights.get("joined").add(range);
  });
}

// The outline marks the heading last passed. Asked on every scroll, since a jump passes headings unseen.
const outline = document.querySelector(".outline");
let marking = 0;
function mark() {
  marking = 0;
  const passed = near.lastAbove(".para.heading", 120);
  const before = outline?.querySelector("[aria-current]") ?? null;
  const link = outline?.querySelector(`a[data-key="${passed?.dataset.key}"]`) ?? null;
  if (link === before) return;
  before?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  // A long outline scrolls by itself, where it stands beside the text.
  const side = outline?.closest(".side");
  if (link && side) side.scrollTop = link.offsetTop - side.clientHeight / 2;
}
const markSoon = () => {
  marking ||= requestAnimationFrame(mark);
};
document.addEventListener("scroll", markSoon, { passive: true });
document.body.addEventListener("htmx:afterSettle", markSoon);
new MutationObserver(markSoon).observe(text, { childList: true });
// Not before the page is shown: to ask where things are is to lay them out.
addEventListener("load", mark);

// Its links lead to another piece of the text where that is not here yet; else there is no need to load the page anew.
outline?.addEventListener("click", (event) => {
  const key = event.target.closest("a[data-key]")?.dataset.key;
  if (!document.getElementById(`p${key}`) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.hash = `p${key}`;
});
