// The reading page: pieces that follow by themselves, the outline that follows the reading position, marks, and work.
import * as choosing from "./choosing.js";
import * as composing from "./composing.js";
import * as live from "./live.js";
import { canHighlight, drawAll, joinOnHover, prepare } from "./marks.js";

const text = document.getElementById("text");

// A browser that cannot highlight ranges gets the marks from the server.
const address = new URL(location.href);
if (!canHighlight && !address.searchParams.has("spans")) {
  address.searchParams.set("spans", "1");
  location.replace(address);
}

// A link to a paragraph that this piece does not hold leads to the piece that does.
const wanted = location.hash.match(/^#p(\d+)$/);
if (wanted && !document.getElementById(`p${wanted[1]}`) && !address.searchParams.has("at") && text.querySelector(".more")) {
  address.searchParams.delete("page");
  address.searchParams.set("at", wanted[1]);
  location.replace(address);
}

if (canHighlight) prepare();
drawAll(text);
performance.mark("glossator:drawn");
joinOnHover(text);
choosing.listen(composing.act);
composing.listen();
live.listen();

// The words that the address names.
const asked = new URLSearchParams(location.search);
const here = document.querySelector(".para.here");
if (here && asked.has("start") && canHighlight) {
  import("./places.js").then(({ rangeOf }) => {
    const range = rangeOf(here, Number(asked.get("start")), Number(asked.get("end")));
    if (range) CSS.highlights.get("joined").add(range);
  });
}

document.body.addEventListener("htmx:afterSettle", () => {
  drawAll(text);
  watch();
});

// The outline marks the heading last passed.
const outline = document.querySelector(".outline");
const seen = new Set();
const mark = () => {
  const heads = [...text.querySelectorAll(".para.heading")];
  const passed = heads.filter((head) => head.getBoundingClientRect().top < 120).at(-1);
  outline?.querySelector("[aria-current]")?.removeAttribute("aria-current");
  if (passed) outline?.querySelector(`a[data-key="${passed.dataset.key}"]`)?.setAttribute("aria-current", "true");
};
const observer = new IntersectionObserver(mark, { rootMargin: "-100px 0px -60% 0px" });
function watch() {
  if (!outline) return;
  for (const head of text.querySelectorAll(".para.heading")) {
    if (!seen.has(head)) {
      seen.add(head);
      observer.observe(head);
    }
  }
}
watch();
mark();
