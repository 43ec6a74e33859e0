// What every page shares. On the desk it runs in the head, before the first picture, so it only listens. A phone shows its
// page first and runs this with the other scripts: over a slow line nothing but the stylesheet is waited for.
(() => {
  "use strict";

  // A page transition that the browser gives up (slow answer, a page without one) is no error.
  const settle = (event) => {
    const transition = event.viewTransition;
    if (!transition) return;
    for (const promise of [transition.ready, transition.finished, transition.updateCallbackDone]) promise?.catch(() => {});
  };
  window.addEventListener("pageswap", settle);
  window.addEventListener("pagereveal", settle);
  settle({ viewTransition: document.activeViewTransition }); // one may have begun before we came

  // A form that is being sent says so, and is not sent twice. (htmx takes care of its own.)
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const button = event.submitter || event.target.querySelector("button:not([type=button])");
    if (!button) return;
    if (button.getAttribute("aria-busy") === "true") event.preventDefault();
    else button.setAttribute("aria-busy", "true");
  });

  // Back from another page: the button works again.
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button[aria-busy=true]")) button.removeAttribute("aria-busy");
  });
})();
