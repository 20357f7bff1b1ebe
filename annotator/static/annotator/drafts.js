// What somebody types into a note stays with the window until it is sent or given up, so that a page that is loaded again
// by mistake, a connection that fails, or a browser that ends, loses nothing. It is the person's who typed it: it goes with
// the first page that is shown to somebody else, or to nobody who is logged in, in this window or another.

const BODY = "form[method=post] textarea[name=body]";
const DRAFT = "draft ";
const SENT = "drafts sent";
// Whose page this is: nobody's, where nobody is logged in; undefined where it does not know.
const { person } = document.body.dataset;
const MINE = `${DRAFT}${person} `;

// One for each form: of words that are chosen, of a note that is answered, of a note in the version that is changed.
const keyOf = ({ form }) => {
  const parts = ["start", "end", "further", "version"].map((name) => form.elements[name]?.value ?? "");
  return [MINE + new URL(form.action).pathname, ...parts].join(" ");
};

// No browser need have room, or let a page keep anything.
const safely = (act) => {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
};
const forget = (...keys) => safely((kept) => keys.forEach((key) => kept.removeItem(key)));
const forgetOthers = () => safely((kept) => {
  forget(...Object.keys(kept).filter((key) => key.startsWith(DRAFT) && !key.startsWith(MINE)));
});

const changed = (field) => field.value !== field.defaultValue || "typed" in field.form.dataset;

const keep = (field) => {
  if (field.value && changed(field)) safely((kept) => kept.setItem(keyOf(field), field.value));
  else forget(keyOf(field));
};

const bringBack = (root, sayThat) => {
  for (const field of root.querySelectorAll(BODY)) {
    const draft = safely((kept) => kept.getItem(keyOf(field)));
    if (!draft || changed(field) || draft === field.value) continue;
    field.value = draft;
    sayThat("restored", "info");
  }
};

// What was sent with its page has arrived where the next one offers to undo it. A page that refuses it has it in a form,
// maybe one of another version, as somebody saved meanwhile.
const lookWhatArrived = () => safely((kept) => {
  const [key, request] = JSON.parse(kept.getItem(SENT)) ?? [];
  const draft = kept.getItem(key);
  if (!draft) return;
  const undo = document.querySelector(`#messages input[name=batch][value="${CSS.escape(request)}"]`);
  const again = [...document.querySelectorAll(BODY)].find((field) => field.value === draft);
  if (undo || again) forget(key, SENT);
  if (!undo && again) kept.setItem(keyOf(again), draft);
});

// Where somebody else logs in, or this person out, in another window, this one shows nothing any more that was typed here.
const leaveToOthers = () => {
  const windows = new BroadcastChannel(new URL(".", import.meta.url).pathname);
  windows.onmessage = ({ data }) => {
    if (data === person) return;
    for (const field of document.querySelectorAll(BODY)) field.value = field.defaultValue;
    safely((kept) => forget(...Object.keys(kept).filter((key) => key.startsWith(DRAFT))));
    location.replace(location.pathname + location.search);
  };
  windows.postMessage(person);
};

// `sayThat` shows a message of the page, by its name.
export const listen = (sayThat) => {
  if (person !== undefined) {
    forgetOthers();
    leaveToOthers();
  }
  lookWhatArrived();
  bringBack(document, sayThat);
  document.body.addEventListener("htmx:load", ({ detail }) => bringBack(detail.elt, sayThat));
  document.addEventListener("input", ({ target }) => target.matches(BODY) && keep(target));
  addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
    const field = target.querySelector("textarea[name=body]");
    if (!field || defaultPrevented || submitter?.formTarget) return;
    const sent = [keyOf(field), new FormData(target).getAll("request_id").at(-1)];
    safely((kept) => kept.setItem(SENT, JSON.stringify(sent)));
  });
  // The form may have gone when its answer has come.
  const keyOfRequest = new WeakMap();
  document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const field = detail.elt.matches("form") && detail.elt.querySelector("textarea[name=body]");
    if (field) keyOfRequest.set(detail.xhr, keyOf(field));
  });
  // Before the answer is shown, which may have the same form, empty.
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status < 400 && keyOfRequest.has(detail.xhr)) forget(keyOfRequest.get(detail.xhr));
  });
  document.addEventListener("click", ({ target }) => {
    const field = target.closest("[data-cancel], [data-cancel-edit], form .actions a")?.closest("form")?.querySelector(BODY);
    if (field) forget(keyOf(field));
  }, true);
};
