// Steppers: a figure that is typed, or stepped through what can be loaded.
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);

  const FIGURE = /^[0-9]+([.,][0-9]+)?$/;
  const mark = () => (1.5).toLocaleString(document.documentElement.lang)[1]; // of decimals, as this page writes them
  const number = (text) => (FIGURE.test(text.trim()) ? Number(text.trim().replace(",", ".")) : null);

  const tellValue = (input) => {
    const value = number(input.value);
    if (value === null) input.removeAttribute("aria-valuenow");
    else input.setAttribute("aria-valuenow", String(value));
    input.dataset.signs = input.value.trim().length; // a long figure is written smaller, so that all of it is seen
    tellPlates(input, value);
  };

  // The plates for the load, where a bar is loaded: nothing where these plates do not make it.
  const tellPlates = (input, load) => {
    const line = one("[data-plates]", input.closest(".stepper"));
    if (!line) return;
    const all = input.closest("article").dataset.onBar.split("|").map((each) => each.split("="));
    line.textContent = all.find(([made]) => Number(made) === load)?.[1] ?? "";
  };

  const step = (input, direction) => {
    const value = number(input.value) ?? 0;
    const loads = (input.parentElement.dataset.loads || "").split(" ").filter(Boolean).map(Number);
    let next = value + direction;
    if (loads.length) next = direction > 0 ? loads.find((load) => load > value) : loads.findLast((load) => load < value);
    if (next === undefined || next < 0) return;
    input.value = String(next).replace(".", mark());
    tellValue(input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) step(one("input", button.parentElement), Number(button.dataset.step));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[role=spinbutton]") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    step(event.target, event.key === "ArrowUp" ? 1 : -1);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form.set-live");
    if (!form) return;
    form.dataset.touched = "";
    if (event.target.matches("[role=spinbutton]")) tellValue(event.target);
    if (event.target.name === "pain") one("[data-pain-label]", form).textContent = interpolate(gettext("Pain %(figure)s"), { figure: event.target.value }, true);
  });

  window.Steppers = { number, tell: tellValue };
})();
