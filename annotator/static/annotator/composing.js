// The three forms in place: fetched for the words chosen, shown in the margin beside them.
import { citeMeant, forget, hide, meant } from "./choosing.js";

let opener = null; // what had the focus, to give it back

export const close = () => {
  document.querySelector(".margin-slot")?.remove();
  opener?.focus?.({ preventScroll: true });
  opener = null;
};

export const act = async (verb) => {
  if (verb === "cite") return citeMeant();
  const stretches = meant();
  if (!stretches.length) return;
  const [first, ...more] = stretches;
  close();
  opener = first.para.querySelector(".num");
  const slot = document.createElement("div");
  slot.className = "margin-slot";
  first.para.querySelector(":scope > .margin").before(slot);
  const address = new URL(`${first.para.querySelector(".num").pathname}${verb}/`, location.href);
  if (first.start !== null) {
    address.searchParams.set("start", first.start);
    address.searchParams.set("end", first.end);
    address.searchParams.set("quote", first.words);
  }
  if (more.length) {
    address.searchParams.set("further", more.map((each) => `${each.para.dataset.key}:${each.start}:${each.end}`).join(" "));
  }
  hide();
  await htmx.ajax("GET", address.pathname + address.search, { target: slot, swap: "innerHTML" });
  const form = slot.querySelector("form.compose");
  if (!form) return;
  (form.elements.tags ?? form.elements.body ?? form.elements.target)?.focus();
  slot.scrollIntoView({ block: "nearest" });
};

export const listen = () => {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.(".margin-slot") && !event.defaultPrevented) close();
  });
  // Done: the form's place is empty again, the words are let go.
  document.body.addEventListener("glossator:changed", () => {
    close();
    forget();
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const wrong = event.detail.target?.closest?.(".margin-slot")?.querySelector("[aria-invalid=true]");
    wrong?.focus();
  });
};
