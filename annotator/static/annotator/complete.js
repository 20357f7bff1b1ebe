// Completion for a text field: a combobox with a list of options (WAI-ARIA pattern: focus stays in the field).
//
// What is completed is a source: its `address` is asked; `stretch` says which part of the value is being typed, or null
// where nothing is to be completed; `written` is what is put there for an option. Only a source that `opens` takes the
// whole field and offers something before anything is typed.

// The field's whole value.
export const whole = (address) => ({ address, opens: true, stretch: (value) => [0, value.length], written: (option) => option });

// Where the part of a list that has the caret begins and ends: in quotation marks a comma separates nothing.
const part = (value, caret) => {
  let start = 0;
  let begun = false;
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    const sign = value[at];
    if (sign === "," && !quoted) {
      if (at >= caret) return [start, at];
      start = at + 1;
      begun = false;
    } else if (sign === '"' && quoted && value[at + 1] === '"') at++;
    else if (sign === '"' && (quoted || !begun)) [quoted, begun] = [!quoted, true];
    else if (sign.trim()) begun = true;
  }
  return [start, value.length];
};

// One of several, separated by commas.
export const several = (address) => ({
  address,
  opens: true,
  stretch: part,
  written: (option, from) => `${from > 0 ? " " : ""}${option}, `,
});

const after = (pattern) => (value, caret) => {
  const found = value.slice(0, caret).match(pattern);
  return found && [caret - found[1].length, caret];
};

// A person's name after "@".
export const mention = (address) => ({ address, stretch: after(/(?:^|[\s(])@([\w.+-]*)$/u), written: (option) => `${option} ` });

// A passage after "[[".
export const passage = (address) => ({ address, stretch: after(/\[\[([^[\]\n]{2,})$/u), written: (option) => `${option}]]` });

let ids = 0;

export function complete(field, sources) {
  if (field.dataset.completing) return;
  field.dataset.completing = "1";
  const opens = sources[0].opens;
  const list = document.createElement("ul");
  list.className = "options";
  list.id = `options-${++ids}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() ?? "");
  list.hidden = true;
  field.parentElement.classList.add("completing");
  field.after(list);
  if (opens) {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
  }
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let at = -1;
  let asked = 0;
  let timer = 0;

  // The source that completes what is being typed, with the part of the value that it is.
  const typing = () => {
    const caret = field.selectionStart ?? field.value.length;
    for (const source of sources) {
      const stretch = source.stretch(field.value, caret);
      if (stretch) return { source, stretch };
    }
    return null;
  };

  const close = () => {
    asked++; // An answer that is still on its way comes too late.
    list.hidden = true;
    at = -1;
    if (opens) field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const point = (index) => {
    const options = [...list.children];
    at = (index + options.length) % options.length;
    options.forEach((option, each) => option.setAttribute("aria-selected", each === at));
    field.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };

  const take = (option) => {
    const found = typing();
    if (found) {
      const { source, stretch } = found;
      field.setRangeText(source.written(option, stretch[0]), ...stretch, "end");
    }
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
    if (opens) field.setAttribute("aria-expanded", "true");
  };

  const ask = async () => {
    const found = typing();
    if (!found) return close();
    const mine = ++asked;
    const url = new URL(found.source.address, location.href);
    url.searchParams.set("q", field.value.slice(...found.stretch).trim());
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
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden && opens) {
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
  field.addEventListener("blur", () => {
    clearTimeout(timer);
    close();
  });
  list.addEventListener("mousedown", (event) => {
    // Before the field loses the focus.
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) take(option.dataset.value);
  });
  // Somebody may have typed before this came.
  if (document.activeElement === field && field.value !== field.defaultValue) ask();
}

// Completion in every field under `root` that asks for it.
export const completeIn = (root) => {
  for (const field of root.querySelectorAll("[data-complete]")) {
    complete(field, [("several" in field.dataset ? several : whole)(field.dataset.complete)]);
  }
  for (const field of root.querySelectorAll("[data-mentions]")) {
    const sources = [mention(field.dataset.mentions)];
    if (field.dataset.passages) sources.push(passage(field.dataset.passages));
    complete(field, sources);
  }
};
