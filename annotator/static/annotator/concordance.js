// The lines of a concordance by keyboard: up and down go from line to line, space ticks; Enter opens, being a link.

for (const list of document.querySelectorAll("[data-lines]")) {
  list.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const line = event.target.closest("li");
    if (!line) return;
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step) {
      const other = line[step]?.querySelector("a.line");
      if (!other) return;
      other.focus();
    } else if (event.key === " " && event.target.matches("a.line")) {
      const box = line.querySelector("input[type=checkbox]");
      if (!box) return;
      box.checked = !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    } else return;
    event.preventDefault();
  });
}
