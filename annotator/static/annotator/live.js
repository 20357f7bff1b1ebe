// What others do appears by itself: an open page asks every few seconds, and gets a 304 while nothing happened.
import { fetched, move, renew, typedInto } from "./keeping.js";
import { redraw } from "./marks.js";
import { sayThat } from "./site.js";

const EVERY = 4000;
const text = document.getElementById("text");
let etag = `"${text.dataset.etag}"`;
let asking = false;
let again = false;

const element = (name, className, ...content) => {
  const node = Object.assign(document.createElement(name), { className });
  node.append(...content);
  return node;
};

// The panel of an entry, with a link to what opens there, and what closes it: entries that came without are completed.
const panelOf = (entry) => {
  if (!entry.querySelector(".shut")) entry.querySelector("summary").prepend(element("span", "shut", text.dataset.close));
  const existing = entry.querySelector(".panel");
  if (existing) return existing;
  const link = element("a", "", text.dataset.open);
  link.href = text.dataset.passage.replace(/0(?=\/$)/, entry.dataset.passage);
  const panel = element("div", "panel", link);
  entry.append(panel);
  return panel;
};

// What opens under an entry in the margin, as it is now.
const fill = async (entry) => {
  const panel = panelOf(entry);
  panel.dataset.address ??= panel.querySelector("a").getAttribute("href");
  try {
    const fresh = await fetched(panel.dataset.address, ".passage-panel");
    if (fresh) renew(panel.firstElementChild, fresh);
    entry.dispatchEvent(new CustomEvent("glossator:filled"));
  } catch {
    sayThat("offline", "error"); // What it opens with is a link to the same.
  }
};

// Put the new margin in the place of the old one; entries that are open stay open, and look after what is in them.
const replace = (old, margin) => {
  const focused = old.contains(document.activeElement) && document.activeElement.closest(".entry")?.dataset.passage;
  const onCrowd = old.contains(document.activeElement) && document.activeElement.matches(".crowd > summary");
  old.before(margin);
  const crowd = margin.querySelector(".crowd");
  if (crowd) crowd.open = old.querySelector(".crowd")?.open ?? old.querySelector(".entry[open]") !== null;
  for (const opened of old.querySelectorAll(".entry[open]")) {
    const entry = margin.querySelector(`.entry[data-passage="${opened.dataset.passage}"]`);
    if (entry) {
      opened.querySelector("summary").replaceWith(entry.querySelector("summary"));
      Object.assign(opened.dataset, entry.dataset);
    } else if (![...opened.querySelectorAll("form")].some(typedInto)) continue;
    const place = entry ?? margin.appendChild(document.createElement("div"));
    move(opened, place);
    place.remove();
    fill(opened);
  }
  if (focused && !margin.contains(document.activeElement)) {
    margin.querySelector(`.entry[data-passage="${focused}"] summary`)?.focus({ preventScroll: true });
  }
  if (onCrowd) margin.querySelector("summary")?.focus({ preventScroll: true });
  old.remove();
  redraw(margin.closest(".para"));
};

// The margins in an answer, each in the place of the one that is there and that `wanted` takes.
export const takeIn = (html, wanted = () => true) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const margin of page.querySelectorAll(".margin")) {
    const old = document.getElementById(margin.id);
    if (old && wanted(old)) replace(old, document.adoptNode(margin));
  }
};

// On a paragraph's own page: everything on it, in full.
const refreshList = async () => {
  const list = document.getElementById("on-it")?.closest("section");
  const fresh = list && (await fetched(location.href, "section:has(> #on-it)", false));
  if (fresh) renew(list, fresh);
};

export const ask = async () => {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const headers = { "If-None-Match": etag, "HX-Request": "true" };
    let newest = null;
    // Where very much happened, an answer names the next one; what happens meanwhile is asked for after them all.
    for (let address = text.dataset.margin; address; ) {
      const answer = await fetch(address, { headers, cache: "no-store" });
      if (answer.status !== 200) return;
      newest ??= answer.headers.get("ETag");
      takeIn(await answer.text());
      [, address] = /<(.+)>/.exec(answer.headers.get("Link") ?? "") ?? [];
    }
    etag = newest ?? etag;
    document.body.dispatchEvent(new Event("glossator:heard"));
    await refreshList();
  } catch {
    // The server is away for a moment; the next question will find it.
  } finally {
    asking = false;
    if (again) {
      again = false;
      ask();
    }
  }
};

export const listen = () => {
  // `toggle` does not bubble, but it can be caught on its way down.
  text.addEventListener("toggle", (event) => event.target.open && event.target.matches(".entry") && fill(event.target), true);
  document.body.addEventListener("glossator:changed", ask);
  setInterval(() => {
    if (!document.hidden) ask();
  }, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ask();
  });
};
