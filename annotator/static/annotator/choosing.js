// Choosing words: by the pointer, by touch, or by keyboard alone; and the tool bar that appears at them.
import { canHighlight } from "./marks.js";
import { rangeIn, stretchesOf, toCodePoints, wordsOf } from "./places.js";
import { cite } from "./site.js";

const tools = document.getElementById("tools");
const text = document.getElementById("text");
let chosen = []; // [{para, start, end, words}], start null for a whole paragraph
let walking = null; // the paragraph the keyboard is at, and how far the selection has been extended by words

export const current = () => walking?.para ?? chosen[0]?.para ?? null;

export const choose = (stretches, at) => {
  chosen = stretches;
  if (canHighlight) {
    const highlight = CSS.highlights.get("chosen");
    highlight.clear();
    for (const each of stretches) {
      const words = wordsOf(each.para);
      if (each.start === null) {
        const range = new Range();
        range.selectNodeContents(words);
        highlight.add(range);
      } else if (each.range) highlight.add(each.range);
    }
  }
  if (!stretches.length) return hide();
  const box = at ?? stretches[0].para.getBoundingClientRect();
  tools.hidden = false;
  const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - tools.offsetWidth - 8);
  const above = box.top - tools.offsetHeight - 8;
  tools.style.left = `${left + scrollX}px`;
  tools.style.top = `${(above > 0 ? above : box.bottom + 8) + scrollY}px`;
};

export const hide = () => {
  tools.hidden = true;
};

const chosenByPointer = () => {
  const selection = getSelection();
  const stretches = stretchesOf(selection);
  if (!stretches.length) return;
  walking = null;
  choose(stretches, selection.getRangeAt(0).getBoundingClientRect());
};

// What an action is about: the words chosen, else the paragraph the keyboard is at.
export const meant = () => {
  if (chosen.length) return chosen;
  return walking ? [{ para: walking.para, start: null, end: null, words: wordsOf(walking.para).textContent }] : [];
};

export const forget = () => {
  if (canHighlight) CSS.highlights.get("chosen").clear();
  getSelection().removeAllRanges();
  chosen = [];
  hide();
};

const walkTo = (para) => {
  if (!para) return;
  for (const here of document.querySelectorAll(".para.here")) here.classList.remove("here");
  para.classList.add("here");
  walking = { para, words: 0 };
  chosen = [];
  if (canHighlight) CSS.highlights.get("chosen").clear();
  hide();
  const number = para.querySelector(".num");
  number.focus({ preventScroll: true });
  para.scrollIntoView({ block: "nearest" });
};

const step = (by) => {
  const paras = [...text.querySelectorAll(".para")];
  const from = current() ?? paras.find((para) => para.getBoundingClientRect().bottom > 0);
  const at = paras.indexOf(from);
  walkTo(current() ? paras[Math.min(Math.max(at + by, 0), paras.length - 1)] : from);
};

// Extend or shrink the selection by a word from the beginning of the paragraph; with Alt, move its beginning.
const extend = (by, moveStart) => {
  const para = current();
  if (!para) return;
  const words = wordsOf(para);
  const whole = words.textContent;
  const segmenter = new Intl.Segmenter(text.lang || undefined, { granularity: "word" });
  const ends = [...segmenter.segment(whole)].filter((part) => part.isWordLike).map((part) => [part.index, part.index + part.segment.length]);
  if (!ends.length) return;
  walking ??= { para, words: 0 };
  walking.from ??= 0;
  const last = ends.length;
  if (moveStart) walking.from = Math.min(Math.max(walking.from + by, 0), last - 1);
  walking.words = Math.min(Math.max((walking.words || 0) + (moveStart ? 0 : by), 1), last - walking.from);
  const [from, to] = [ends[walking.from][0], ends[walking.from + walking.words - 1][1]];
  const range = rangeIn(words, from, to);
  const stretch = { para, range, start: toCodePoints(whole, from), end: toCodePoints(whole, to), words: whole.slice(from, to) };
  choose([stretch], range.getBoundingClientRect());
};

const wholeParagraph = (para) => {
  walking = { para, words: 0 };
  choose([{ para, start: null, end: null, words: wordsOf(para).textContent }], para.querySelector(".num").getBoundingClientRect());
  tools.querySelector("button").focus();
};

export const citeMeant = () => {
  const [first] = meant();
  if (!first) return;
  const address = new URL(first.para.querySelector(".num").href);
  if (first.start !== null) address.search = `?start=${first.start}&end=${first.end}`;
  cite(first.para.dataset.cite, address);
};

export const listen = (act) => {
  let pending = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(pending);
    // After a moment: a touch selection is changed by its handles, with no pointer event to wait for.
    pending = setTimeout(() => {
      if (!document.activeElement?.closest?.("input, textarea")) chosenByPointer();
    }, 250);
  });
  document.addEventListener("pointerup", (event) => {
    if (event.target.closest?.("#text .words")) setTimeout(chosenByPointer);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest?.("#tools, .compose, .start-here, .margin-slot")) {
      chosen = [];
      if (canHighlight) CSS.highlights.get("chosen").clear();
      hide();
    }
  });
  text.addEventListener("click", (event) => {
    const number = event.target.closest(".num");
    if (!number || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.replaceState(history.state, "", `#${number.closest(".para").id}`);
    wholeParagraph(number.closest(".para"));
  });
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) act(button.dataset.do);
  });
  // A tool bar is one stop for the Tab key; arrows move inside.
  tools.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.shiftKey) return;
    const buttons = [...tools.querySelectorAll("button")];
    buttons[(buttons.indexOf(document.activeElement) + by + buttons.length) % buttons.length].focus();
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    if (event.target.closest?.("input, textarea, select, dialog[open]")) return;
    const keys = { t: "tags", n: "annotations", x: "cross-references", c: "cite" };
    if (event.shiftKey && ["ArrowRight", "ArrowLeft"].includes(event.key) && current()) {
      extend(event.key === "ArrowRight" ? 1 : -1, event.altKey);
    } else if (event.altKey || event.shiftKey) return;
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape") forget();
    else if (keys[event.key] && meant().length && tools.querySelector(`[data-do="${keys[event.key]}"]`)) act(keys[event.key]);
    else return;
    event.preventDefault();
  });
};
