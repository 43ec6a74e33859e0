// What goes on around the sets: how far each exercise is, the folded why, the sound, the screen that stays on, and what
// needs signal.
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];
  const main = one("main");
  const begun = () => Boolean(one('article[data-item] .set-row:not([data-state="todo"])'));
  const isLeft = () => Boolean(one(".set-open"));

  // --- The exercises of the day -------------------------------------------------------------------------------

  const tellSteps = () => {
    for (const step of every(".steps a")) {
      const card = one(step.getAttribute("href"));
      if (!card) continue;
      const held = every('.set-row:not([data-state="todo"])', card).length, left = every('.set-row[data-state="todo"], .set-open', card).length;
      const bar = one("progress", step);
      bar.max = Math.max(held + left, 1);
      bar.value = held;
      step.dataset.state = left ? "todo" : "done";
      if (one(".set-open", card)) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
  };

  // --- The screen stays on while sets are left ----------------------------------------------------------------

  let lock = null, asking = false;
  const keepAwake = async () => {
    const wanted = !document.hidden && begun() && isLeft();
    if (!wanted && lock) {
      const held = lock;
      lock = null;
      await held.release().catch(() => {});
    }
    if (!wanted || lock || asking || !navigator.wakeLock) return;
    asking = true;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; }, { once: true });
    } catch { /* a low battery, or a browser that lets no page do it: the screen goes off as usual */ }
    asking = false;
  };

  // --- From the first set on ----------------------------------------------------------------------------------

  // The head is small now, and so is what was asked: there is room to start at the top again.
  const shrink = () => {
    for (const why of every("details.asked[open]")) why.open = false;
    window.scrollTo({ top: 0, behavior: "instant" });
    window.Cards?.reveal(one(".set-open")?.closest("article") ?? main);
  };

  let wasBegun = begun();
  const look = () => {
    tellSteps();
    if (begun() && !wasBegun) shrink();
    wasBegun = begun();
    keepAwake();
  };
  if (main && one("article[data-item]")) {
    new MutationObserver(look).observe(main, { childList: true, subtree: true });
    document.addEventListener("visibilitychange", keepAwake);
    look();
  }

  // The figures behind 4+ push Log down: it stays above the bars.
  document.addEventListener("change", (event) => {
    if (event.target.name === "rir" && event.target.value === "4") window.Cards?.reveal(event.target.closest("article"));
  });

  // --- What needs signal --------------------------------------------------------------------------------------

  const stopWithout = async (event, asked) => {
    if (!asked || navigator.onLine !== false) return;
    event.preventDefault();
    event.stopPropagation();
    if (asked.href && await window.caches?.match(asked.pathname)) { // its page is on the phone
      location.assign(asked.href);
      return;
    }
    asked.closest("[popover]")?.hidePopover?.();
    const told = one("[data-no-signal]", asked) ?? one("[data-no-signal]");
    if (!told) return;
    told.hidden = false;
    told.scrollIntoView({ block: "center" });
  };
  document.addEventListener("click", (event) => stopWithout(event, event.target.closest?.("a[data-needs-signal]")), true);
  document.addEventListener("submit", (event) => stopWithout(event, event.target.closest?.("form[data-needs-signal]")), true);
  window.addEventListener("online", () => { for (const told of every("[data-no-signal]")) told.hidden = true; });
})();
