// Completion for a text field: a combobox with a list of options (WAI-ARIA pattern: focus stays in the field).
// `several`: the field takes a list separated by commas, and the last one is completed. `trigger`: only words that
// begin with that character are completed (for mentions in a note).
let ids = 0;

export function complete(field, address, several, trigger = "") {
  if (field.dataset.completing) return;
  field.dataset.completing = "1";
  const list = document.createElement("ul");
  list.className = "options";
  list.id = `options-${++ids}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent ?? "");
  list.hidden = true;
  field.parentElement.classList.add("completing");
  field.after(list);
  if (!trigger) {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
  }
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let at = -1;
  let asked = 0;
  let timer = 0;

  // What is being typed: [from, to] in the field's value, or null where there is nothing to complete.
  const stretch = () => {
    const caret = field.selectionStart ?? field.value.length;
    const before = field.value.slice(0, caret);
    if (trigger) {
      const match = before.match(/(^|[\s(])@([\w.+-]*)$/u);
      return match ? [caret - match[2].length, caret] : null;
    }
    if (!several) return [0, field.value.length];
    const from = before.lastIndexOf(",") + 1;
    const next = field.value.indexOf(",", caret);
    return [from, next < 0 ? field.value.length : next];
  };

  const close = () => {
    list.hidden = true;
    at = -1;
    if (!trigger) field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const point = (index) => {
    const options = [...list.children];
    at = (index + options.length) % options.length;
    options.forEach((option, each) => option.setAttribute("aria-selected", each === at));
    field.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };

  const take = (value) => {
    const [from, to] = stretch() ?? [0, 0];
    const lead = several && from > 0 ? " " : "";
    const tail = several ? ", " : trigger ? " " : "";
    field.setRangeText(lead + value + tail, from, to, "end");
    close();
    field.focus();
  };

  const show = (options) => {
    list.replaceChildren(
      ...options.map((option, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.value = option.value;
        if (option.hue) {
          const dot = document.createElement("span");
          dot.className = `dot hue-${option.hue}`;
          item.append(dot, " ");
        }
        item.append(option.label);
        if (option.hint) {
          const hint = document.createElement("span");
          hint.className = "hint";
          hint.textContent = option.hint;
          item.append(hint);
        }
        return item;
      }),
    );
    if (!options.length) return close();
    list.hidden = false;
    at = -1;
    if (!trigger) field.setAttribute("aria-expanded", "true");
  };

  const ask = async () => {
    const range = stretch();
    if (!range) return close();
    const mine = ++asked;
    const url = new URL(address, location.href);
    url.searchParams.set("q", field.value.slice(...range).trim());
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      // A slower answer to an earlier question must not replace this one's.
      if (mine === asked && answer.ok && document.activeElement === field) show((await answer.json()).options);
    } catch {
      close(); // Completion is a convenience; the field works without it.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  field.addEventListener("focus", () => {
    if (several && !field.value) ask();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden && !trigger) {
      ask();
      event.preventDefault();
    }
    if (list.hidden) return;
    if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at < 0 ? -1 : at - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) take(list.children[at].dataset.value);
    else if (event.key === "Escape") {
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (option) take(option.dataset.value);
    event.preventDefault();
  });
}
