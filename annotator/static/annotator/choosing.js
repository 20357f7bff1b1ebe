// Choosing words: by the pointer, by touch, or by keyboard alone; and the tool bar that appears at them.
import { keyOf } from "./keyboard.js";
import { canHighlight } from "./marks.js";
import { piecesNear } from "./near.js";
import { rangeIn, rangeOf, stretchesOf, toCodePoints, wordsOf } from "./places.js";
import { cite } from "./site.js";

const tools = document.getElementById("tools");
const text = document.getElementById("text");
const spoken = document.getElementById("chosen"); // tells a screen reader what the keyboard has chosen
let chosen = []; // [{para, start, end, words}], start null for a whole paragraph
let walking = null; // the paragraph the keyboard is at, and the words there from `anchor` to `at`, in any order

export const current = () => walking?.para ?? chosen[0]?.para ?? null;

const paint = () => {
  if (!canHighlight) return;
  const highlight = CSS.highlights.get("chosen");
  highlight.clear();
  for (const { para, start, end } of chosen) {
    const range = start === null ? new Range() : rangeOf(para, start, end);
    if (start === null) range.selectNodeContents(wordsOf(para));
    if (range) highlight.add(range);
  }
};

const choose = (stretches, box) => {
  chosen = stretches;
  paint();
  tools.hidden = false;
  const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - tools.offsetWidth - 8);
  const above = box.top - tools.offsetHeight - 8;
  // Not over the place of messages at the foot of the window.
  const lowest = document.getElementById("messages").getBoundingClientRect().top - tools.offsetHeight - 8;
  const isBelow = above <= 0 || (box.below && box.bottom + 8 <= lowest);
  const below = Math.min(box.bottom + 8, lowest);
  tools.style.left = `${left + scrollX}px`;
  tools.style.top = `${(isBelow ? below : above) + scrollY}px`;
};

export const hide = () => {
  if (tools.contains(document.activeElement)) current()?.querySelector(".num").focus({ preventScroll: true });
  tools.hidden = true;
};

// At its words and not at its number, where the bar would lie over the number above.
const firstLine = (para) => wordsOf(para).getClientRects()[0] ?? para.getBoundingClientRect();

// Where the pointer let go: below the last line of what was chosen or, where that was done backwards, above the first.
const pointersEnd = (selection, stretches) => {
  const range = selection.getRangeAt(0);
  const backwards = range.startContainer === selection.focusNode && range.startOffset === selection.focusOffset;
  const { para, start, end } = stretches.at(backwards ? 0 : -1);
  const lines = [...rangeOf(para, start, end).getClientRects()].filter(({ width }) => width);
  const line = lines.at(backwards ? 0 : -1) ?? para.getBoundingClientRect();
  const at = (backwards ? line.left : line.right) - tools.offsetWidth / 2;
  return { left: at, top: line.top, bottom: line.bottom, below: !backwards };
};

const chosenByPointer = () => {
  const selection = getSelection();
  const stretches = stretchesOf(selection);
  if (!stretches.length) return;
  walking = null;
  tools.hidden = false; // so that it has a width
  choose(stretches, pointersEnd(selection, stretches));
};

// What an action is about: the words chosen, else the paragraph the keyboard is at.
export const meant = () => {
  if (chosen.length) return chosen;
  return walking ? [{ para: walking.para, start: null, end: null, words: wordsOf(walking.para).textContent }] : [];
};

export const forget = () => {
  hide();
  chosen = [];
  paint();
  if (!document.activeElement?.matches("input, textarea")) getSelection().removeAllRanges();
  spoken.textContent = "";
};

export const walkTo = (para) => {
  if (!para) return;
  forget();
  for (const here of document.querySelectorAll(".para.here")) here.classList.remove("here");
  para.classList.add("here");
  walking = { para, anchor: null, at: null };
  para.querySelector(".num").focus({ preventScroll: true });
  para.scrollIntoView({ block: "nearest" });
};

const step = (by) => {
  const paras = [...text.querySelectorAll(".para")];
  const from = current() ?? piecesNear().flatMap((piece) => [...piece.querySelectorAll(".para")]).find((para) => para.getBoundingClientRect().bottom > 0);
  const at = paras.indexOf(from);
  walkTo(current() ? paras[Math.min(Math.max(at + by, 0), paras.length - 1)] : from);
};

// To the next or the previous mark, from the one that has the focus, else from the paragraph one is at.
const nextMark = (by) => {
  // Folded marks that are not here yet are one.
  const marks = ".entry, .crowd[data-later]";
  const entries = [...text.querySelectorAll(marks)];
  const here = document.activeElement?.closest?.(marks);
  const after = current() ?? document.elementFromPoint(innerWidth / 2, 8)?.closest?.(".para");
  const follows = (entry) => !after || after.compareDocumentPosition(entry) & Node.DOCUMENT_POSITION_FOLLOWING;
  let at = entries.indexOf(here) + by;
  if (!here) at = by > 0 ? entries.findIndex(follows) : entries.findLastIndex((entry) => !follows(entry));
  const entry = entries[at];
  if (!entry) return;
  const crowd = entry.closest(".crowd");
  if (crowd) crowd.open = true;
  entry.querySelector("summary").focus({ preventScroll: true });
  entry.closest(".para").scrollIntoView({ block: "center" });
};

// Where the words of a paragraph are, in UTF-16 units of its text.
const wordsIn = (whole) => {
  const segmenter = new Intl.Segmenter(text.lang || undefined, { granularity: "word" });
  return [...segmenter.segment(whole)].filter((part) => part.isWordLike).map((part) => [part.index, part.index + part.segment.length]);
};

// Go to another word of the paragraph the keyboard is at, or with Shift take the words up to it.
const go = (key, extending) => {
  const { para } = walking;
  const words = wordsOf(para);
  const whole = words.textContent;
  const places = wordsIn(whole);
  if (!places.length) return;
  const last = places.length - 1;
  const next = { Home: 0, End: last, ArrowRight: walking.at === null ? 0 : walking.at + 1, ArrowLeft: walking.at === null ? last : walking.at - 1 };
  // Shift with an arrow from nowhere begins at the first word and takes it.
  walking.at = Math.min(Math.max(next[key], 0), last);
  if (!extending || walking.anchor === null) walking.anchor = key === "End" && extending ? 0 : walking.at;
  const [from, to] = [places[Math.min(walking.anchor, walking.at)][0], places[Math.max(walking.anchor, walking.at)][1]];
  const stretch = { para, start: toCodePoints(whole, from), end: toCodePoints(whole, to), words: whole.slice(from, to) };
  const range = rangeIn(words, from, to);
  const edge = rangeIn(words, ...places[walking.at]).getBoundingClientRect();
  if (edge.top < 0 || edge.bottom > innerHeight) scrollBy(0, edge.top - innerHeight / 2);
  choose([stretch], range.getBoundingClientRect());
  spoken.textContent = stretch.words;
};

const wholeParagraph = (para) => {
  walking = { para, anchor: null, at: null };
  choose([{ para, start: null, end: null, words: wordsOf(para).textContent }], firstLine(para));
  tools.querySelector("button").focus();
};

export const citeMeant = () => {
  const [first] = meant();
  if (!first) return;
  const address = new URL(first.para.querySelector(".num").href);
  if (first.start !== null) address.search = `?start=${first.start}&end=${first.end}`;
  cite(first.para.dataset.cite, address);
};

// The words chosen stay painted while the form is open; the browser's own selection would bring the tool bar back.
export const hold = () => {
  hide();
  getSelection().removeAllRanges();
};

const KEYS = { t: "tags", n: "annotations", x: "cross-references", p: "elsewhere", c: "cite" };
const GOING = ["ArrowRight", "ArrowLeft", "Home", "End"];

const listenToPointer = () => {
  let pending = 0;
  let pressed = false;
  const soon = () => {
    clearTimeout(pending);
    // After a moment: a touch selection is changed by its handles, with no pointer event to wait for.
    pending = setTimeout(() => {
      if (!pressed && !document.activeElement?.closest?.("input, textarea")) chosenByPointer();
    }, 250);
  };
  document.addEventListener("selectionchange", soon);
  document.addEventListener("pointerdown", (event) => {
    pressed = event.pointerType === "mouse";
    if (!event.target.closest?.("#tools, .margin-slot") && !document.querySelector(".margin-slot")) {
      chosen = [];
      paint();
      hide();
    }
  });
  document.addEventListener("pointerup", () => {
    pressed = false;
    soon();
  });
  // The Tab key goes from paragraph to paragraph too.
  text.addEventListener("focusin", (event) => {
    const para = event.target.matches(".num") && event.target.closest(".para");
    if (para && walking?.para !== para) walking = { para, anchor: null, at: null };
  });
  text.addEventListener("click", (event) => {
    const number = event.target.closest(".num");
    if (!number || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.replaceState(history.state, "", `#${number.closest(".para").id}`);
    wholeParagraph(number.closest(".para"));
  });
};

const listenToTools = (act) => {
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) act(button.dataset.do);
  });
  // A tool bar is one stop for the Tab key; arrows move inside.
  const buttons = [...tools.querySelectorAll("button")];
  for (const button of buttons.slice(1)) button.tabIndex = -1;
  tools.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.shiftKey) return;
    buttons[(buttons.indexOf(document.activeElement) + by + buttons.length) % buttons.length].focus();
    event.preventDefault();
  });
};

const listenToKeys = (act) => {
  document.addEventListener("keydown", (event) => {
    const key = keyOf(event);
    const atNumber = walking && document.activeElement === walking.para.querySelector(".num");
    if (GOING.includes(key) && atNumber) go(key, event.shiftKey);
    else if (key === "]") nextMark(1);
    else if (key === "[") nextMark(-1);
    else if (event.shiftKey) return;
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "Escape" && !event.target.closest?.(".margin-slot")) forget();
    else if (KEYS[key] && meant().length && tools.querySelector(`[data-do="${KEYS[key]}"]`)) act(KEYS[key]);
    else return;
    event.preventDefault();
  });
};

export const listen = (act) => {
  listenToPointer();
  listenToTools(act);
  listenToKeys(act);
};
