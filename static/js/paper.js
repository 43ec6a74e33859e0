// The button of the printed program: without this script the browser's own command prints.
(() => {
  "use strict";

  const button = document.getElementById("print");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
})();
