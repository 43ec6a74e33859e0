// The review by keys: J and K move, A approves, H holds, E adjusts, C comments. Each key belongs to a control of the page.
(() => {
  "use strict";

  const isTyping = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;

  class ReviewKeys extends HTMLElement {
    connectedCallback() {
      this.listening = new AbortController();
      document.addEventListener("keydown", (event) => this.press(event), { signal: this.listening.signal });
      document.querySelector(".inbox-item[aria-current=true]")?.scrollIntoView({ block: "nearest" });
      document.querySelector(".adjust:not([popover]) [aria-invalid=true]")?.focus();
    }

    disconnectedCallback() {
      this.listening.abort();
    }

    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
      if (isTyping(event.target)) return this.pressWhileTyping(event);
      if (event.key.length !== 1) return;
      const control = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (!control) return;
      event.preventDefault();
      if (control.matches("input")) control.focus();
      else control.click();
      if (control.matches("[popovertarget]")) document.querySelector("#adjust input")?.select();
    }

    pressWhileTyping(event) {
      const adjust = event.target.closest(".adjust");
      if (event.key === "Escape" && !adjust) event.target.blur();
      if (event.key !== "Enter" || !adjust) return;
      event.preventDefault();
      adjust.querySelector("[value=adjust]").click();
    }
  }

  customElements.define("review-keys", ReviewKeys);
})();
