// Completion for a text field: a combobox with a list of options (WAI-ARIA pattern: focus stays in the field).
//
// What is completed is a source: its `address` is asked; `range` says which part of the value is being typed, or null
// where nothing is to be completed; `written` is what is put there for an option. Only a source that `opens` takes the
// whole field and offers something before anything is typed; from one that is `quick`, Enter takes the first option.
// An option may have words to be `shown` in the field: they stand there, and its value is sent.

// The field's whole value.
export const whole = (address) => ({ address, opens: true, range: (value) => [0, value.length], written: (option) => option });

// What begins a name, and what ends it then; an apostrophe goes around no comma.
const MARKS = { '"': '"', "“": "”“", "”": "”", "„": "“”", "‟": "”", "＂": "＂", "«": "»", "»": "«»", "‹": "›", "「": "」", "『": "』" };
const MARK = /["“”„‟＂«»‹›「」『』]/gu;

// Where the part of a list that has the caret begins and ends: in quotation marks, which each name of a path may have, a
// comma separates nothing.
const part = (value, caret) => {
  let start = 0;
  let begun = false;
  let quoted = "";
  for (let at = 0; at < value.length; at++) {
    const sign = value[at];
    if (sign === "," && !quoted) {
      if (at >= caret) return [start, at];
      start = at + 1;
      begun = false;
    } else if (!quoted && ">›".includes(sign)) begun = false;
    else if (sign === '"' && quoted === sign && value[at + 1] === sign) at++;
    else if (quoted ? quoted.includes(sign) : !begun && MARKS[sign]) [quoted, begun] = [quoted ? "" : MARKS[sign], true];
    else if (sign.trim()) begun = true;
  }
  return [start, value.length];
};

// One of several, separated by commas.
export const several = (address) => ({
  address,
  opens: true,
  quick: true,
  range: part,
  written: (option, from) => `${from > 0 ? " " : ""}${option}, `,
});

const after = (pattern) => (value, caret) => {
  const match = value.slice(0, caret).match(pattern);
  return match && [caret - match[1].length, caret];
};

// A person's name after "@".
export const mention = (address) => ({ address, range: after(/(?:^|[\s(])@([\w.+-]*)$/u), written: (option) => `${option} ` });

// A passage after "[[".
export const passage = (address) => ({ address, range: after(/\[\[([^[\]\n]{2,})$/u), written: (option) => `${option}]]` });

const folded = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(MARK, "").trim();

// The option that Enter takes: the first of which a name begins with what was typed, or the only one there is. None where
// what was typed is the whole of one.
const begunWith = (options, typed) => {
  const names = (option) => [option.textContent, ...option.dataset.label.split(/\s[›>/]\s/u), option.dataset.value].map(folded);
  const wanted = folded(typed);
  if (!wanted || options.some((option) => names(option).slice(1).includes(wanted))) return null;
  const begun = options.find((option) => names(option).some((name) => name.startsWith(wanted)));
  return begun ?? (options.length === 1 ? options[0] : null);
};

// What a field that names one thing is filled with where that has a name for people: "guide/12:5-20".
const REF = /^[-\w]+\/\d+(:\d+-\d+)?$/;

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
  let question = 0;
  let timer = 0;
  let pending = false; // what was typed has not been answered yet
  let hurried = false; // Enter was pressed before that
  let meant = null; // {value, shown} of what the field shows in words

  const valueOf = () => (meant && field.value === meant.shown ? meant.value : field.value);
  const showMeant = ({ value, shown }) => {
    meant = { value, shown };
    field.value = shown;
  };

  // The source that completes what is being typed, with the part of the value that it is.
  const typing = () => {
    const caret = field.selectionStart ?? field.value.length;
    for (const source of sources) {
      const range = source.range(field.value, caret);
      if (range) return { source, range };
    }
    return null;
  };

  const close = () => {
    question++; // An answer that is still on its way comes too late.
    pending = false;
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

  const take = ({ dataset }) => {
    const completing = typing();
    if (completing && dataset.shown) showMeant(dataset);
    else if (completing) {
      const { source, range } = completing;
      field.setRangeText(source.written(dataset.value, range[0]), ...range, "end");
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
        item.dataset.label = option.label;
        if (option.shown) item.dataset.shown = option.shown;
        if (option.hue) {
          item.className = `hue-${option.hue}`;
          const dot = document.createElement("span");
          dot.className = "dot";
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

  const optionsFor = async (address, typed) => {
    const url = new URL(address, location.href);
    url.searchParams.set("q", typed);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).options : [];
  };

  const ask = async () => {
    const completing = typing();
    if (!completing) return close();
    pending = true;
    const mine = ++question;
    try {
      const options = await optionsFor(completing.source.address, valueOf().slice(...completing.range).trim());
      // A slower answer to an earlier question must not replace this one's.
      if (mine !== question || document.activeElement !== field) return;
      pending = false;
      show(options);
    } catch {
      if (mine === question) close(); // Completion is a convenience; the field works without it.
    }
    if (hurried && mine >= question - 1) enter();
  };

  // Enter, in a field whose source is quick: whether there is an option that it takes; else it sends the form.
  const takeFirst = () => {
    const completing = typing();
    const option = completing?.source.quick && begunWith([...list.children], field.value.slice(...completing.range));
    if (!option || list.hidden) return false;
    take(option);
    return true;
  };
  const enter = () => {
    hurried = false;
    if (!takeFirst()) field.form?.requestSubmit();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    pending = true;
    timer = setTimeout(ask, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing && at < 0 && sources[0].quick) {
      const completing = typing();
      if (pending && completing && field.value.slice(...completing.range).trim()) {
        event.preventDefault();
        hurried = true;
        clearTimeout(timer);
        ask();
      } else if (takeFirst()) event.preventDefault();
      return;
    }
    if (event.key === "ArrowDown" && list.hidden && opens) {
      ask();
      event.preventDefault();
    }
    if (list.hidden) return;
    if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at < 0 ? -1 : at - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) take(list.children[at]);
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
    if (option) take(option);
  });
  // What stands there in words is replaced as one, and sent as what it means.
  field.addEventListener("focus", () => valueOf() !== field.value && field.select());
  field.form?.addEventListener("formdata", ({ formData }) => {
    if (valueOf() === field.value) return;
    const values = formData.getAll(field.name).map((value) => (value === field.value ? valueOf() : value));
    formData.delete(field.name);
    for (const value of values) formData.append(field.name, value);
  });
  const initial = field.value;
  if (opens && REF.test(initial)) {
    optionsFor(sources[0].address, initial).then(
      (options) => {
        const option = options.find(({ value, shown }) => value === initial && shown);
        if (!option || field.value !== initial) return;
        showMeant(option);
        field.defaultValue = field.value;
        if (document.activeElement === field) field.select();
      },
      () => {}, // The ref says it too.
    );
  }
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
