// All, some or none of a list of ticks; the button says how many. Without this script the ticks are enough.
(() => {
  "use strict";

  class TickAll extends HTMLElement {
    connectedCallback() {
      this.form = this.closest("form");
      this.button = this.form.querySelector("[data-count]");
      this.hidden = false;
      this.addEventListener("click", (event) => this.tick(event.target.dataset.tick));
      this.form.addEventListener("change", () => this.count());
      this.count();
    }

    get boxes() {
      return [...this.form.querySelectorAll("[type=checkbox][name=move]")];
    }

    tick(which) {
      if (!which) return;
      for (const box of this.boxes) box.checked = which === "all" || (which === "changes" && box.hasAttribute("data-changes"));
      this.count();
    }

    count() {
      const ticked = this.boxes.filter((box) => box.checked).length;
      this.button.textContent = ticked ? interpolate(ngettext("Move %(count)s client", "Move %(count)s clients", ticked), { count: ticked }, true) : gettext("Move nobody yet");
      this.button.disabled = ticked === 0;
    }
  }

  customElements.define("tick-all", TickAll);
})();
