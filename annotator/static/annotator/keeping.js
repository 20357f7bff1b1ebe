// Fresh HTML in the place of old, without disturbing what somebody is typing there.

const FIELDS = "textarea:not([hidden]), input:not([type=hidden])";

const changed = (field) =>
  ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

// Whether something stands in a form that was typed and has not been sent, or was sent and came back (`data-typed`).
export const typedInto = (form) => {
  const fields = [...form.querySelectorAll(FIELDS)];
  return fields.some(changed) || ("typed" in form.dataset && fields.some((field) => field.value && !field.matches("[type=checkbox]")));
};

const inUse = (form) => typedInto(form) || (document.activeElement?.matches(FIELDS) && form.contains(document.activeElement));

const formOf = (root, address) => [...root.querySelectorAll("form")].find((form) => form.getAttribute("action") === address);

// Move `node` before `place` with its focus, its caret and what is being composed in it.
export const move = (node, place) => {
  if (place.parentNode.moveBefore) {
    place.parentNode.moveBefore(node, place);
    return;
  }
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  const caret = typeof focused?.selectionStart === "number" ? [focused.selectionStart, focused.selectionEnd] : null;
  place.before(node);
  focused?.focus({ preventScroll: true });
  if (caret) focused.setSelectionRange(...caret);
};

// Where the focus goes when what had it is replaced: to the same thing in the new, else to what opens it.
const focusAgain = (fresh, address) => {
  const form = address && formOf(fresh, address);
  const target = form?.querySelector("textarea, button") ?? fresh.closest("details")?.querySelector("summary") ?? fresh;
  target.focus({ preventScroll: true });
};

// Where a form that changes a contribution in place stands beside it in `fresh`.
const besideIt = (form, fresh) => {
  const acts = form.dataset.beside && fresh.querySelector(`.acts[data-acts-of="${form.dataset.beside}"]`);
  const place = acts && document.createElement("div");
  acts?.before(place);
  return place || null;
};

// Put `fresh` in the place of `old`. Forms in use move over; those that were sent (`data-sent`) leave the focus to their
// successors, or if they are in use again already, take their request's id: what was sent once is not sent twice.
export const renew = (old, fresh) => {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const idle = focused || document.activeElement === document.body;
  const left = old.querySelector("form[data-sent]") ?? focused?.closest("form");
  old.before(fresh);
  for (const form of old.querySelectorAll("form")) {
    if (!inUse(form)) continue;
    const twin = formOf(fresh, form.getAttribute("action"));
    if (twin && "sent" in form.dataset) form.elements.request_id.value = twin.elements.request_id.value;
    delete form.dataset.sent;
    const place = twin ?? besideIt(form, fresh) ?? fresh.appendChild(document.createElement("div"));
    move(form, place);
    place.remove();
  }
  for (const open of old.querySelectorAll(".more-acts[open]")) {
    const twin = fresh.querySelector(`.more-acts[data-of="${open.dataset.of}"]`);
    if (twin) twin.open = true;
  }
  if (idle && (focused || left) && !fresh.contains(document.activeElement)) focusAgain(fresh, left?.getAttribute("action"));
  old.remove();
  htmx.process(fresh);
};

// An element of a page of ours, as it is now; `null` where the server cannot say.
export const fetched = async (address, selector, fragment = true) => {
  const headers = fragment ? { "HX-Request": "true", "HX-Current-URL": location.href } : {};
  const answer = await fetch(address, { headers, cache: "no-store" });
  if (!answer.ok) return null;
  const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);
  return part && document.adoptNode(part);
};
