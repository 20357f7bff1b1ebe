// Before a page is left on which something was typed and not sent, the browser asks.
import { typedInto } from "./keeping.js";

// Forms in which one writes, wherever they stand: beside the words, in an entry that is open, on a page of their own.
const WRITING = "form[method=post]:has(textarea)";
let left = null; // the form that is being sent, or was given up

const unsent = () => [...document.querySelectorAll(WRITING)].some((form) => form !== left && typedInto(form));

const ask = (event) => unsent() && event.preventDefault();

// Only where somebody writes: a page that may ask is loaded anew by Back in some browsers.
const watch = () => addEventListener("beforeunload", ask);

export const listen = () => {
  if (unsent()) watch();
  document.addEventListener("focusin", ({ target }) => target.closest(WRITING) && watch());
  // What htmx sends leaves the page where it is.
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented) left = event.target;
  });
  document.addEventListener("click", ({ target }) => {
    const cancel = target.closest("form .actions a");
    if (cancel) left = cancel.closest("form");
  });
  document.addEventListener("input", () => (left = null));
};
