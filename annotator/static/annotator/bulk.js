// The page that tags all hits: ticking many at once, and their number. Without it each box is ticked by itself.
const form = document.querySelector("form.bulk");

const count = () => {
  const output = form.querySelector("[data-ticked]");
  const ticked = form.querySelectorAll("[name=chosen]:checked").length;
  const unseen = form.querySelector("[name=rest]:checked")?.dataset.number ?? 0;
  const number = ticked + Number(output.dataset.elsewhere) + Number(unseen);
  output.textContent = output.dataset.ticked.replace("%(n)s", number);
  output.hidden = false;
};

const ticks = () => new Map([...form.querySelectorAll("[name=chosen]")].map((box) => [box.id, box.checked]));

const awaken = () => {
  for (const button of form.querySelectorAll("[data-tick]")) button.hidden = false;
  count();
};

if (form) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tick]");
    if (!button) return;
    const boxes = (button.closest(".of-document") ?? form).querySelectorAll("[name=chosen]:enabled");
    for (const box of boxes) box.checked = button.dataset.tick === "all";
    count();
  });
  form.addEventListener("change", count);
  // The hits come back as they were when they were sent; what was ticked or unticked since then stays so.
  let sent = new Map();
  let since = new Map();
  form.addEventListener("htmx:beforeSend", () => {
    sent = ticks();
  });
  form.addEventListener("htmx:beforeSwap", () => {
    since = new Map([...ticks()].filter(([id, checked]) => sent.get(id) !== checked));
  });
  form.addEventListener("htmx:afterSwap", () => {
    for (const [id, checked] of since) {
      const box = document.getElementById(id);
      if (box && !box.disabled) box.checked = checked;
    }
    awaken();
  });
  awaken();
}
