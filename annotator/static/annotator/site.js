// On every page: keys that work everywhere, completion in fields that ask for it, and what to do when the server
// is silent. Nothing here is needed to use the site; everything has an address or a form of its own.
import { completeIn } from "./complete.js";
import * as drafts from "./drafts.js";
import { keyOf, keysAreOn, showKeys, switchKeys } from "./keyboard.js";
import * as leaving from "./leaving.js";
import * as previews from "./previews.js";

document.addEventListener("keydown", (event) => {
  const key = keyOf(event);
  if (key === "/") {
    document.querySelector("[data-find]")?.focus();
    event.preventDefault();
  } else if (key === "?") {
    document.getElementById("keys")?.showModal();
    event.preventDefault();
  } else if (key === "u" && document.querySelector("#text, [data-judging]")) {
    // Pressed once it says what would be undone, and once more it does it.
    (document.querySelector("[data-undo-named]") ?? document.querySelector("[data-undo-last]"))?.click();
  }
});

// Ctrl or Cmd with Enter sends the form that one is in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.defaultPrevented) return;
  const { form } = event.target;
  if (!form || form.method === "dialog") return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button.go") ?? form.querySelector("button:not([type=button], [formaction])"));
});

// The account's menu closes with Esc, and where somebody goes on elsewhere.
const account = document.querySelector(".account-of");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !account?.open) return;
  account.open = false;
  account.querySelector("summary").focus();
});
document.addEventListener("pointerdown", (event) => {
  if (account?.open && !account.contains(event.target)) account.open = false;
});

for (const switched of document.querySelectorAll("[data-keys-on]")) {
  switched.checked = keysAreOn();
  switched.addEventListener("change", () => switchKeys(switched.checked));
}
showKeys(document);

// Elements that only a script can serve, shown where there is one.
const SCRIPTED =
  "[data-scripted], [data-keys], [data-print], [data-cite][hidden], [data-cancel], [data-add-tag], [data-dismiss], [data-cancel-edit]";

const awaken = (root) => {
  for (const button of root.querySelectorAll(SCRIPTED)) button.hidden = false;
  completeIn(root);
};

const sentences = document.getElementById("say");
const words = sentences?.dataset ?? {};

export const say = (text, kind = "success") => {
  const item = document.createElement("div");
  item.className = kind;
  item.append(text, sentences?.content.cloneNode(true) ?? "");
  awaken(item);
  document.getElementById("messages")?.replaceChildren(item);
};

// What was done is said for some seconds, or as long as somebody is at it; what went wrong stays.
const SECONDS = 12;
const leave = (item) => {
  if (item.matches(":hover, :focus-within")) setTimeout(leave, 2000, item);
  else item.remove();
};
const leaveInTime = () => {
  for (const item of document.querySelectorAll("#messages > .success:not([data-leaving])")) {
    item.dataset.leaving = "";
    setTimeout(leave, SECONDS * 1000, item);
  }
};
const messages = document.getElementById("messages");
if (messages) new MutationObserver(leaveInTime).observe(messages, { childList: true });

// Say one of the sentences that the page holds for its scripts.
export const sayThat = (name, kind = "warning") => say(words[name] ?? "", kind);

// A passkey that was refused or is not there, in allauth's scripts.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  sayThat("passkey", "error");
});

export const cite = async (citation, address) => {
  const text = `${citation}. ${new URL(address, location.href)}`;
  try {
    await navigator.clipboard.writeText(text);
    say(`${words.copied} ${text}`);
  } catch {
    say(`${words.notCopied} ${text}`, "warning");
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("keys" in button.dataset) document.getElementById("keys")?.showModal();
  if ("cancelEdit" in button.dataset) {
    const acts = button.form.nextElementSibling;
    button.form.remove();
    acts?.querySelector("a, summary")?.focus();
  }
  if ("print" in button.dataset) print();
  if ("dismiss" in button.dataset) button.closest("#messages > *").remove();
  if ("cite" in button.dataset && button.dataset.address) cite(button.dataset.cite, button.dataset.address);
  if ("addTag" in button.dataset) {
    const field = button.closest("form").elements.tags;
    const names = field.value.split(",").map((name) => name.trim()).filter(Boolean);
    if (!names.includes(button.dataset.addTag)) names.push(button.dataset.addTag);
    field.value = names.join(", ");
    field.focus();
  }
});

// A form's own refusal (409, 422) is shown in its place. Any other is a page of its own, which must not take the place
// of what was typed; so say it, and keep the form. The same where there was no answer at all.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { status } = event.detail.xhr;
  if (status < 400 || status >= 500) return;
  if ([409, 422].includes(status)) {
    // What was said of an earlier success would seem to be about this.
    document.getElementById("messages")?.replaceChildren();
    return;
  }
  event.detail.shouldSwap = false;
  sayThat("refused", "error");
});
for (const silence of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(silence, (event) => {
    const { status, responseText } = event.detail.xhr ?? {};
    // What is missing for a while is said in a sentence.
    if (status === 503 && responseText && !responseText.startsWith("<")) say(responseText, "error");
    else sayThat("offline", "error");
  });
}
document.body.addEventListener("htmx:load", (event) => awaken(event.detail.elt));
awaken(document);
previews.listen();
leaving.listen();
drafts.listen(sayThat);
