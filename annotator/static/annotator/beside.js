// The margin beside the text: every entry stands beside its words, and none moves a line of the text. Entries push each
// other down; the one that was opened last comes to its place, and those above it make room. Where they were pushed far
// from their words, those of the first words in the window come to them when scrolling is over, and those above it go up.
// Narrow windows, where the entries follow their paragraphs, and pages without scripts have none of this.
import { piecesNear, whenNear } from "./near.js";
import { rangeOfEntry } from "./places.js";

const GAP = 6; // pixels between two entries
const wide = matchMedia("(min-width: 58.01rem)");
const text = document.getElementById("text");
const SETTLED = 150; // milliseconds after which scrolling is over
let active = null; // the entry that comes to its place
let first = null; // what stands beside the first words in the window
let far = false; // whether something was pushed far from its words
let coming = null; // what a key has led to, until it stands beside its words
let waiting = 0;
let scrolling = 0;

// What stands beside a part of the text: a form that is open there, and entries, folded ones as one.
const items = (piece) => [...piece.querySelectorAll(".para > .margin-slot > .compose, .para > .margin > *")];

// Where the words of an entry begin, or its paragraph: pixels below the top of the window.
const wordsBegin = (item, para) => {
  const entry = item.matches(".entry") ? item : item.querySelector(".entry");
  const [first] = (entry && rangeOfEntry(entry)?.getClientRects()) ?? [];
  return (first ?? para.getBoundingClientRect()).top;
};

// Those above `at` go up.
const makeRoom = (boxes, at) => {
  for (let above = at - 1; above >= 0; above--) {
    boxes[above].top = Math.min(boxes[above].top, boxes[above + 1].top - GAP - boxes[above].height);
  }
};

// Tops for boxes of known heights that want to stand at `wanted`, in this order, none over another, `at` in its place.
export const place = (boxes, at) => {
  let bottom = -Infinity;
  for (const box of boxes) {
    box.top = Math.max(box.wanted, bottom + GAP);
    bottom = box.top + box.height;
  }
  if (at < 0) return;
  // The first of them cannot stand above where it wants to be: then the one in its place moves down with the rest.
  let room = boxes[0].wanted;
  for (let above = 0; above < at; above++) room += boxes[above].height + GAP;
  boxes[at].top = Math.max(boxes[at].wanted, Math.min(room, boxes[at].top));
  makeRoom(boxes, at);
  bottom = boxes[at].top + boxes[at].height;
  for (const box of boxes.slice(at + 1)) {
    box.top = Math.max(box.wanted, bottom + GAP);
    bottom = box.top + box.height;
  }
};

// What stands beside the first words in the window comes to them if it was pushed far away, unless something open is read.
const follow = (boxes, at) => {
  const isFar = ({ top, wanted }) => top - wanted > innerHeight / 2;
  const isRead = ({ item }) => {
    if (item.contains(coming)) return true;
    const { top, bottom } = item.getBoundingClientRect();
    return item.matches("[open], :focus-within") && top < innerHeight && bottom > 0;
  };
  far = boxes.some(isFar);
  if (!far) return;
  let from = boxes.findIndex(({ item }) => item === first);
  if (from < 0 || !boxes.some(isRead)) from = boxes.findIndex(({ wanted }) => wanted >= 0);
  if (from < 0) from = boxes.length - 1;
  first = boxes[from].item;
  if (!isFar(boxes[from])) return;
  place(boxes.slice(from), Math.max(-1, at - from));
  makeRoom(boxes, from);
};

const layOut = () => {
  waiting = 0;
  text.classList.add("beside");
  if (!wide.matches) {
    text.style.paddingBottom = "";
    return;
  }
  const boxes = [];
  for (const piece of piecesNear()) {
    for (const item of items(piece)) {
      const para = item.closest(".para");
      boxes.push({ item, base: para.getBoundingClientRect().top, wanted: wordsBegin(item, para), height: item.offsetHeight });
    }
  }
  if (!boxes.length) return;
  const form = boxes.findIndex(({ item }) => item.matches(".compose"));
  const at = form >= 0 || !active ? form : boxes.findIndex(({ item }) => item.contains(active));
  place(boxes, at);
  follow(boxes, at);
  for (const { item, base, top } of boxes) item.style.top = `${Math.round(top - base)}px`;
  // What stands beside the last lines may reach below them: the page is as long as that, or nobody could scroll there.
  const last = boxes.at(-1);
  const end = text.lastElementChild.getBoundingClientRect().bottom;
  text.style.paddingBottom = `${Math.max(0, Math.ceil(last.top + last.height - end))}px`;
  if (!boxes.some(({ item }) => item.contains(coming))) return;
  coming.scrollIntoView({ block: "nearest" });
  coming = null;
};

export const layOutSoon = () => {
  waiting ||= requestAnimationFrame(layOut);
};

// A piece in which something is open is laid out wherever it is: that may reach into the window. Its style sheet could ask
// for that, and would go through all pieces with each that comes.
const keep = (piece) => piece?.toggleAttribute("data-kept", piece.querySelector(".margin-slot, .margin > [open]") !== null);

const sizes = new ResizeObserver(layOutSoon);

export const begin = layOut;

export const listen = () => {
  sizes.observe(text);
  whenNear((piece, isNear) => {
    for (const item of items(piece)) sizes[isNear ? "observe" : "unobserve"](item);
    layOutSoon();
  });
  wide.addEventListener("change", layOutSoon);
  addEventListener(
    "scroll",
    () => {
      clearTimeout(scrolling);
      if (far) scrolling = setTimeout(layOutSoon, SETTLED);
    },
    { passive: true },
  );
  text.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.matches(".entry, .crowd")) active = target.open ? target : null;
      keep(target.closest(".piece"));
      layOutSoon();
    },
    true,
  );
  text.addEventListener("focusin", ({ target }) => {
    // What is pointed at must not move away from under the pointer.
    const byKey = target.matches(":focus-visible");
    const entry = target.closest(byKey && far ? ".entry" : ".entry[open]");
    if (!entry || entry === active) return;
    active = entry;
    layOutSoon();
    if (!byKey || !far) return;
    first = entry.closest(".margin > *");
    coming = target;
  });
  // Margins in which something changed, and forms that open.
  new MutationObserver((changes) => {
    if (changes.every(({ target }) => target === text)) return;
    for (const piece of new Set(changes.map(({ target }) => target.closest(".piece")))) keep(piece);
    for (const piece of piecesNear()) for (const item of items(piece)) sizes.observe(item);
    layOutSoon();
  }).observe(text, { childList: true, subtree: true });
  document.fonts?.ready.then(layOutSoon);
};
