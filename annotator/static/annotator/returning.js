// Reload and Back return to the line one was at. The address names the paragraph at the top of the window, so that the
// server sends the part of the text it is in; how far it is scrolled is kept with the address in the history.
import { firstBelow } from "./near.js";
import { rangeOfEntry } from "./places.js";

const SETTLED = 250; // milliseconds after which scrolling is over
const text = document.getElementById("text");
let returned = false; // nobody has scrolled since
let waiting = 0;

const remember = () => {
  const para = firstBelow(1);
  if (!para) return;
  const address = new URL(location.href);
  if (scrollY > 0) {
    address.searchParams.delete("page");
    address.searchParams.set("at", para.dataset.key);
    const named = document.getElementById(location.hash.slice(1))?.getBoundingClientRect();
    if (!named || named.bottom < 0 || named.top > innerHeight) address.hash = "";
  }
  const reading = { key: para.dataset.key, top: para.getBoundingClientRect().top, from: scrollY };
  history.replaceState({ ...history.state, reading }, "", address);
};

// How far it is to where one was.
const wayBack = ({ key, top, from }) => {
  const para = document.getElementById(`p${key}`);
  if (!from) return -scrollY;
  return para ? para.getBoundingClientRect().top - top : 0;
};

// How far it is to the first passage that a narrowed margin shows.
const wayToFirst = () => {
  const entry = text.querySelector(".entry");
  const para = entry?.closest(".para");
  if (!para) return 0;
  const { top } = (rangeOfEntry(entry) ?? para).getBoundingClientRect();
  return top < 0 || top > innerHeight / 2 ? top - innerHeight / 3 : 0;
};

// Go `way` to its end. What comes into the window is laid out only then and may be of another height than was guessed.
const go = (way, tries = 30) => {
  const by = way();
  if (Math.abs(by) < 1 || !tries) return;
  scrollBy(0, by);
  requestAnimationFrame(() => returned && go(way, tries - 1));
};

export const listen = () => {
  // A paragraph's own page is there as a whole: there the browser returns by itself.
  if (!text.querySelector(":scope > .piece")) return;
  const { reading } = history.state ?? {};
  history.scrollRestoration = "manual";
  const arrive = () => {
    if (reading) go(() => wayBack(reading));
    else if ("narrowed" in text.dataset && !location.hash && !/[?&](at|page)=/.test(location.search)) go(wayToFirst);
  };
  returned = true;
  arrive();
  const scrolled = () => (returned = false);
  for (const how of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(how, scrolled, { once: true, passive: true });
  // Typefaces and pictures that come later move lines, and what comes before the text pushes it down.
  const again = () => returned && arrive();
  addEventListener("load", again);
  document.fonts?.ready.then(again);
  document.body.addEventListener("htmx:afterSettle", again);
  addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(remember, SETTLED);
  }, { passive: true });
  addEventListener("pagehide", remember);
};
