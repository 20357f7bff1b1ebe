// Marks in the text and their notes in the margin: drawn on ranges with the CSS Custom Highlight API, joined on hover.
import { rangeOf, rangeOfEntry, toCodePoints, wordsOf } from "./places.js";

export const canHighlight = "highlights" in CSS;
// In the order in which they are painted, the uppermost first; tags have colours from 1 to 12.
const HUES = ["uncertain", ...Array.from({ length: 12 }, (_, number) => `${number + 1}`), "note", "ref"];
// Lines below the words at the most, each with an offset of its own in the style sheet.
const LANES = 3;
const drawn = new Map(); // para -> [[name, range], …]

const highlight = (name) => {
  if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
  return CSS.highlights.get(name);
};

// The first lane that nothing stands in from `start` to `end`; where there is none, the last.
const laneFor = (lanes, start, end) => {
  const free = lanes.findIndex((taken) => taken.every(([from, to]) => to <= start || end <= from));
  const lane = free < 0 ? LANES - 1 : free;
  lanes[lane].push([start, end]);
  return lane ? `-${lane + 1}` : "";
};

const erase = (para) => {
  for (const [name, range] of drawn.get(para) ?? []) highlight(name).delete(range);
  drawn.delete(para);
};

// Draw the marks of one paragraph anew.
export const draw = (para) => {
  if (!canHighlight) return;
  erase(para);
  const ranges = [];
  const lanes = Array.from({ length: LANES }, () => []);
  for (const entry of para.querySelectorAll(".entry[data-start]")) {
    const [start, end] = [Number(entry.dataset.start), Number(entry.dataset.end)];
    const range = rangeOf(para, start, end);
    if (!range) continue;
    for (const hue of entry.dataset.hues.split(" ")) {
      const name = `hue-${hue}${laneFor(lanes, start, end)}`;
      highlight(name).add(range);
      ranges.push([name, range]);
    }
  }
  drawn.set(para, ranges);
};

// Draw the marks of all paragraphs of `root`, or, far away from the screen, none: each costs the browser something.
export const drawAll = (root, isNear = true) => {
  for (const para of root.querySelectorAll(".para")) {
    if (!isNear) erase(para);
    else if (!drawn.has(para)) draw(para);
  }
};

// A margin that changed: what is drawn is drawn anew.
export const redraw = (para) => drawn.has(para) && draw(para);

export const prepare = () => {
  // Registered once in a fixed order, so that overlapping marks are painted alike on every page.
  for (const [order, hue] of HUES.entries()) {
    for (const lane of ["", "-2", "-3"]) highlight(`hue-${hue}${lane}`).priority = HUES.length - order;
  }
  highlight("joined").priority = HUES.length + 1;
  highlight("chosen").priority = HUES.length + 2;
};

const join = (entries) => {
  if (canHighlight) highlight("joined").clear();
  for (const joined of document.querySelectorAll(".entry.joined")) joined.classList.remove("joined");
  for (const entry of entries) {
    entry.classList.add("joined");
    const para = entry.closest(".para");
    const whole = !("start" in entry.dataset);
    const words = para && wordsOf(para);
    if (!words || !canHighlight) continue;
    const range = whole ? new Range() : rangeOf(para, Number(entry.dataset.start), Number(entry.dataset.end));
    if (whole) range.selectNodeContents(words);
    if (range) highlight("joined").add(range);
  }
};

const caretAt = (x, y) => {
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret && [caret.offsetNode, caret.offset];
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range && [range.startContainer, range.startOffset];
};

// The entries whose words are under the pointer.
const under = (para, event) => {
  const caret = caretAt(event.clientX, event.clientY);
  const words = wordsOf(para);
  if (!caret || !words?.contains(caret[0])) return [];
  const before = document.createRange();
  before.selectNodeContents(words);
  before.setEnd(...caret);
  const at = toCodePoints(words.textContent, before.toString().length);
  return [...para.querySelectorAll(".entry[data-start]")].filter(
    (entry) => Number(entry.dataset.start) <= at && at <= Number(entry.dataset.end),
  );
};

export const joinOnHover = (text) => {
  let waiting = 0;
  text.addEventListener("pointermove", (event) => {
    if (waiting) return;
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      const entry = event.target.closest?.(".entry");
      const para = event.target.closest?.(".para");
      join(entry ? [entry] : para && event.target.closest(".words") ? under(para, event) : []);
    });
  });
  text.addEventListener("focusin", (event) => {
    const entry = event.target.closest(".entry");
    if (entry) join([entry]);
  });
  text.addEventListener("click", (event) => {
    const para = event.target.closest(".para");
    if (!para || !event.target.closest(".words") || !getSelection().isCollapsed) return;
    const entries = under(para, event);
    if (entries.length > 1) offer(entries, event);
    else if (entries.length) show(entries[0], !entries[0].open);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.addEventListener("pointerdown", (event) => !event.target.closest(".offer") && close());
};

// Open an entry (or close it), also one that is folded away with others, and bring it onto the screen.
const show = (entry, wanted = true) => {
  const crowd = entry.closest(".crowd");
  if (crowd && wanted) crowd.open = true;
  const bring = () => {
    // Of one that is higher than the window its beginning.
    const block = entry.offsetHeight > innerHeight * 0.7 ? "start" : "nearest";
    requestAnimationFrame(() => requestAnimationFrame(() => entry.scrollIntoView({ block })));
  };
  // What is in it comes later, and may reach out of the window again.
  if (wanted && !entry.open) entry.addEventListener("glossator:filled", bring, { once: true });
  entry.open = wanted;
  if (wanted) bring();
};

const close = () => document.querySelector(".offer")?.remove();

// Words that stand in several passages: all of these, to choose from.
const offer = (entries, { pageX, pageY }) => {
  close();
  const list = document.createElement("div");
  list.className = "offer";
  list.setAttribute("role", "group");
  for (const entry of entries) {
    const button = document.createElement("button");
    const summary = entry.querySelector("summary").cloneNode(true);
    summary.querySelector(".shut")?.remove();
    const words = document.createElement("q");
    words.textContent = rangeOfEntry(entry)?.toString() ?? "";
    // No quotation marks around what begins with one.
    words.classList.toggle("as-is", /^\s*\p{Quotation_Mark}/u.test(words.textContent));
    button.type = "button";
    button.append(...summary.childNodes, words);
    button.addEventListener("click", () => {
      close();
      show(entry);
    });
    list.append(button);
  }
  document.body.append(list);
  const room = document.documentElement.clientWidth - list.offsetWidth - 8;
  list.style.left = `${Math.max(8, Math.min(pageX, room))}px`;
  list.style.top = `${pageY + 12}px`;
  list.querySelector("button").focus({ preventScroll: true });
};
