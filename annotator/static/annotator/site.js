// On every page: keys that work everywhere, completion in fields that ask for it, and what to do when the server
// is silent. Nothing here is needed to use the site; everything has an address or a form of its own.
import { complete } from "./complete.js";

const typing = (element) =>
  element instanceof Element && element.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    document.getElementById("find")?.focus();
    event.preventDefault();
  } else if (event.key === "?") {
    document.getElementById("keys")?.showModal();
    event.preventDefault();
  } else if (event.key === "u") {
    // Only what is on the page: the message of the last action carries its undo.
    document.querySelector("#messages [data-undo]")?.click();
  }
});

const awaken = (root) => {
  for (const button of root.querySelectorAll("[data-keys], [data-cite][hidden], [data-cancel], [data-add-tag]")) button.hidden = false;
  for (const field of root.querySelectorAll("[data-complete]")) complete(field, field.dataset.complete, "several" in field.dataset);
  for (const field of root.querySelectorAll("[data-mentions]")) complete(field, field.dataset.mentions, false, "@");
};

export const say = (text, kind = "success") => {
  const item = document.createElement("li");
  item.className = kind;
  item.textContent = text;
  document.getElementById("messages")?.replaceChildren(item);
};

const words = document.getElementById("say")?.dataset ?? {};

export const cite = async (citation, address) => {
  const text = `${citation}. ${new URL(address, location.href)}`;
  try {
    await navigator.clipboard.writeText(text);
    say(`${words.copied ?? ""} ${text}`);
  } catch {
    say(`${words.notCopied ?? ""} ${text}`, "warning");
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("keys" in button.dataset) document.getElementById("keys")?.showModal();
  if ("cite" in button.dataset && button.dataset.address) cite(button.dataset.cite, button.dataset.address);
  if ("addTag" in button.dataset) {
    const field = button.closest("form").elements.tags;
    const names = field.value.split(",").map((name) => name.trim()).filter(Boolean);
    if (!names.includes(button.dataset.addTag)) names.push(button.dataset.addTag);
    field.value = names.join(", ");
    field.focus();
  }
});

// htmx swaps what a failed request answers with; where there was no answer at all, say so and keep what was typed.
for (const silence of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(silence, () => say(words.offline ?? "The server did not answer.", "error"));
}
document.body.addEventListener("htmx:load", (event) => awaken(event.detail.elt));
awaken(document);
