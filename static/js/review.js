// The review by keys and by itself. Each key belongs to a control of the page; the list asks every few seconds whether
// anything is new, and never while the page is hidden.
(() => {
  "use strict";

  const EVERY = 8000; // ms; something new is on the page within ten seconds

  const isTyping = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;

  class ReviewKeys extends HTMLElement {
    connectedCallback() {
      this.listening = new AbortController();
      document.addEventListener("keydown", (event) => this.press(event), { signal: this.listening.signal });
      // Beside the list a card is read on a wide screen only: asking for its own address says that it was.
      if (this.dataset.seen && !document.hidden && this.closest(".review-detail").checkVisibility()) fetch(this.dataset.seen).catch(() => {});
      document.querySelector(".inbox-item[aria-current=true]")?.scrollIntoView({ block: "nearest" });
      document.querySelector(".adjust:not([popover]) [aria-invalid=true], .snooze:not([popover]) [aria-invalid=true]")?.focus();
    }

    disconnectedCallback() {
      this.listening.abort();
    }

    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
      if (isTyping(event.target)) return this.pressWhileTyping(event);
      if (event.key.length !== 1) return;
      const control = this.controlOf(event.key.toLowerCase());
      if (!control) return;
      event.preventDefault();
      if (control.matches("input")) control.focus();
      else control.click();
      if (control.matches("[popovertarget]")) this.enter(control.popoverTargetElement);
    }

    // A key of something that is folded away does nothing.
    controlOf(key) {
      const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
      return found.find((control) => !control.closest("[popover]:not(:popover-open)"));
    }

    enter(popover) {
      if (!popover?.matches(":popover-open")) return;
      const first = popover.querySelector("input:not([type=date]), button");
      first?.focus();
      if (first?.matches("input")) first.select();
    }

    pressWhileTyping(event) {
      const adjust = event.target.closest(".adjust");
      const folded = adjust ?? event.target.closest(".snooze");
      if (event.key === "Escape" && !folded) event.target.blur();
      if (event.key !== "Enter" || !folded) return;
      event.preventDefault();
      folded.querySelector(adjust ? "[value=adjust]" : "[value=snooze]").click();
    }
  }

  class ReviewLive extends HTMLElement {
    connectedCallback() {
      this.stopping = new AbortController();
      document.addEventListener("visibilitychange", () => this.plan(0), { signal: this.stopping.signal });
      this.plan(EVERY);
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
      this.stopping.abort();
    }

    plan(wait) {
      clearTimeout(this.timer);
      if (document.hidden) return;
      this.timer = setTimeout(() => this.ask(), wait);
    }

    async ask() {
      const headers = this.tag ? { "If-None-Match": this.tag } : {};
      try {
        const answer = await fetch(this.dataset.url, { headers, cache: "no-store", credentials: "same-origin" });
        if (answer.status === 200 && !answer.redirected) this.show(await answer.text(), answer.headers.get("ETag"));
      } catch {
        // Without a network the list stays as it is; the next question comes all the same.
      }
      if (this.isConnected) this.plan(EVERY);
    }

    // The first answer says how the list is now; it is put in place only where it differs from what is shown.
    show(html, tag) {
      this.tag = tag;
      const fresh = document.createElement("template");
      fresh.innerHTML = html;
      const known = new Set([...this.querySelectorAll(".inbox-item")].map((item) => item.pathname));
      const found = [...fresh.content.querySelectorAll(".inbox-item")].map((item) => item.getAttribute("href"));
      const focused = this.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      const place = this.scrollTop;
      const waiting = fresh.content.querySelector("[data-waiting]");
      this.count(waiting.dataset.waiting);
      waiting.remove();
      this.replaceChildren(fresh.content);
      this.scrollTop = place;
      if (focused) this.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
      const more = found.filter((path) => !known.has(path)).length;
      if (more) document.getElementById("review-news").textContent = interpolate(ngettext("One new card", "%(count)s new cards", more), { count: more }, true);
    }

    count(waiting) {
      const count = document.getElementById("to-review");
      if (count?.firstChild) count.firstChild.textContent = waiting;
    }
  }

  customElements.define("review-keys", ReviewKeys);
  customElements.define("review-live", ReviewLive);
})();
