// Find anything: Ctrl K or Cmd K opens the dialog, arrows move, Enter goes. Without this script the entry is a link to
// the search page of the same address.
(() => {
  "use strict";

  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  let goes = false; // Enter was pressed before the answer to the last letter was there
  let moved = ""; // where the arrows went since the last letter: an answer that comes late leaves them there

  if (/Mac|iPhone|iPad/.test(navigator.platform)) for (const key of document.querySelectorAll("[data-palette] kbd")) key.textContent = "⌘ K";

  const options = () => [...list.querySelectorAll("a[role=option]")];
  const isFresh = () => list.firstElementChild?.dataset.q === field.value.trim();

  const point = (at) => {
    for (const [n, option] of options().entries()) {
      option.id = `palette-${n}`; // given here: a name that htmx knows from before would settle back to unselected
      option.setAttribute("aria-selected", String(n === at));
      if (n !== at) continue;
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  };

  const move = (at) => {
    point(at);
    moved = options()[at]?.href ?? "";
  };

  const open = () => {
    if (dialog.open) return;
    document.querySelector(".side-nav:popover-open")?.hidePopover();
    dialog.showModal();
    goes = false;
    moved = "";
    field.value = "";
    field.focus();
    ask(3);
  };

  // htmx may still be waking up when the keys come early: an event that nobody heard is said again.
  const ask = (times) => {
    if (!dialog.open || field.value || times === 0) return;
    field.dispatchEvent(new CustomEvent("palette-open"));
    setTimeout(() => list.firstElementChild || ask(times - 1), 1500);
  };

  const pressed = (event) => {
    if (event.isComposing) return;
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") move((at + 1) % all.length);
    else if (event.key === "ArrowUp") move((at <= 0 ? all.length : at) - 1);
    else if (event.key === "Enter") {
      if (isFresh()) all[at]?.click();
      else goes = true;
    } else return;
    event.preventDefault();
  };

  new MutationObserver(() => {
    const all = options();
    field.setAttribute("aria-expanded", String(all.length > 0));
    field.removeAttribute("aria-activedescendant");
    if (all.length) point(Math.max(0, all.findIndex((option) => option.href === moved)));
    if (goes && isFresh()) all[0]?.click();
  }).observe(list, { childList: true });

  field.addEventListener("keydown", pressed);
  field.addEventListener("input", () => { goes = false; moved = ""; });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("click", (event) => {
    const entry = event.target.closest?.("[data-palette]");
    if (!entry || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  });
})();
