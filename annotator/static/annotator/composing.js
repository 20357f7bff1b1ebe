// The three forms in place: fetched for the words chosen, shown in the margin beside them.
import { citeMeant, forget, hold, meant } from "./choosing.js";
import { typedInto } from "./keeping.js";
import { collect, release } from "./keyboard.js";
import { sayThat } from "./site.js";

let opener = null; // what had the focus, to give it back
let slot = null; // the place of the form that is open

const close = () => {
  if (!slot) return;
  const back = slot.contains(document.activeElement) || document.activeElement === document.body;
  slot.remove();
  slot = null;
  forget();
  if (back) opener?.focus({ preventScroll: true });
};

// The form that is open, if something was typed into it: it is sent or cancelled before another takes its place.
const unsent = () => {
  const form = slot?.querySelector("form.compose");
  if (!form || !typedInto(form)) return false;
  sayThat("unsent");
  form.scrollIntoView({ block: "nearest" });
  (form.querySelector(":focus") ?? form.elements.tags ?? form.elements.body ?? form.elements.target).focus();
  return true;
};

const addressOf = (verb, [first, ...more]) => {
  const address = new URL(`${first.para.querySelector(".num").pathname}${verb}/`, location.href);
  if (first.start !== null) {
    address.searchParams.set("start", first.start);
    address.searchParams.set("end", first.end);
    address.searchParams.set("quote", first.words);
  }
  address.searchParams.set("revision", first.para.closest("[data-revision]").dataset.revision);
  if (verb === "elsewhere") address.searchParams.set("margin", "1");
  if (more.length) {
    address.searchParams.set("further", more.map((each) => `${each.para.dataset.key}:${each.start}:${each.end}`).join(" "));
  }
  return address.pathname + address.search;
};

export const act = async (verb) => {
  if (verb === "cite") return citeMeant();
  const stretches = meant();
  if (!stretches.length || unsent()) return;
  const { para } = stretches[0];
  slot?.remove();
  opener = para.querySelector(".num");
  slot = document.createElement("div");
  slot.className = "margin-slot";
  // Beside a text in another language the form is in the page's.
  Object.assign(slot, { lang: document.documentElement.lang, dir: document.documentElement.dir });
  para.querySelector(":scope > .margin").before(slot);
  hold();
  collect();
  // Where the server is silent, site.js says so. No form then, but the words stay chosen, to try again.
  await htmx.ajax("GET", addressOf(verb, stretches), { target: slot, swap: "innerHTML" }).catch(() => {});
  const form = slot?.querySelector("form.compose");
  if (!form) {
    release(null);
    // What was found, and that the paragraph is gone, has nothing to type into: it is read, and closed with Escape.
    const answer = slot?.querySelector(".elsewhere, .notice");
    answer?.focus({ preventScroll: true });
    answer?.scrollIntoView({ block: "nearest" });
    if (answer) return;
    slot?.remove();
    slot = null;
    return;
  }
  const field = form.elements.tags ?? form.elements.body ?? form.elements.target;
  field.focus({ preventScroll: true });
  release(field);
  form.scrollIntoView({ block: "nearest" });
};

export const listen = () => {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && slot?.contains(event.target) && !unsent()) close();
  });
  // Done: the form has gone, so its place goes and the words are let go. What else changes leaves an open form alone.
  document.body.addEventListener("glossator:changed", () => {
    if (slot && !slot.querySelector("form.compose")) close();
  });
  // A reply that was taken makes room for the next (keeping.js).
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!event.detail.successful || !form.matches("form.answer, .acts form")) return;
    form.reset();
    form.dataset.sent = "";
  });
};
