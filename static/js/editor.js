// The progression editor: saves every change by itself, says so, and moves rungs by hand or by arrow keys.
// What a form and its buttons mean is the server's to say; without this script they work as plain posts.
(() => {
  "use strict";

  const QUIET = 400; // ms without typing before a change is sent
  const AGAIN = 4000; // ms before a change that could not be sent is tried again
  const WORDS = {
    saving: gettext("Saving…"),
    saved: gettext("Saved"),
    offline: gettext("Not saved: no connection"),
    refused: gettext("Not saved: the server did not take it. Trying again."),
    away: gettext("Not saved: you are signed out. Sign in in another window."),
    stale: gettext("Changed in another window"),
  };

  const isTyping = (target) => target.matches?.("input:not([type=checkbox]), textarea") === true;

  class ProgressionEditor extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.list = this.querySelector("#rungs");
      this.pill = document.getElementById("draft-state");
      this.moved = this.querySelector("#moved");
      this.waiting = false; // something was typed that was not sent
      this.sending = null; // the request under way
      this.listening = new AbortController();
      const { signal } = this.listening;
      this.form.addEventListener("input", () => this.note(), { signal });
      this.form.addEventListener("change", (event) => this.changed(event), { signal });
      document.addEventListener("submit", (event) => this.submitted(event), { signal, capture: true });
      document.addEventListener("keydown", (event) => this.pressed(event), { signal });
      this.list.addEventListener("pointerdown", (event) => this.grabbed(event), { signal });
      window.addEventListener("online", () => this.waiting && this.send(), { signal });
      window.addEventListener("beforeunload", (event) => this.waiting && event.preventDefault(), { signal });
      this.ends();
    }

    disconnectedCallback() {
      this.listening.abort();
      clearTimeout(this.timer);
    }

    // --- Saving by itself ------------------------------------------------------------------------------------------

    note(delay = QUIET) {
      this.waiting = true;
      clearTimeout(this.timer);
      if (this.stale) return;
      this.say("saving");
      this.timer = setTimeout(() => this.send(), delay);
    }

    // One request at a time: each says which revision it was made on.
    async send(act = "") {
      clearTimeout(this.timer);
      while (this.sending) await this.sending;
      this.sending = this.post(act);
      const sent = await this.sending;
      this.sending = null;
      if (this.waiting && sent) this.note();
      return sent;
    }

    async post(act) {
      const body = new FormData(this.form);
      if (act) body.set("do", act);
      this.waiting = false;
      this.say("saving");
      let response;
      try {
        response = await fetch(this.form.action, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" } });
      } catch {
        return this.later("offline");
      }
      const told = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : null;
      if (response.status === 409 && told) return this.overtaken(told);
      if (response.redirected || response.status === 403) return this.later("away");
      if (!response.ok || !told) return this.later("refused");
      this.take(told, act);
      return true;
    }

    later(state) {
      this.waiting = true;
      this.say(state);
      this.timer = setTimeout(() => this.send(), AGAIN);
      return false;
    }

    overtaken(told) {
      this.stale = told.revision;
      this.waiting = true;
      this.say("stale");
      return false;
    }

    say(state) {
      if (this.pill.dataset.state === state) return;
      this.pill.dataset.state = state;
      const words = document.createElement("b");
      words.textContent = WORDS[state];
      this.pill.replaceChildren(words);
      if (state === "stale") this.pill.append(this.choice(gettext("Take that one"), () => this.takeTheirs()), this.choice(gettext("Keep this one"), () => this.keepThis()));
    }

    choice(text, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-s";
      button.textContent = text;
      button.addEventListener("click", act);
      return button;
    }

    takeTheirs() {
      this.waiting = false;
      location.reload();
    }

    keepThis() {
      this.form.elements.revision.value = this.stale;
      this.stale = undefined;
      this.send();
    }

    // --- What comes back -------------------------------------------------------------------------------------------

    take(told, act) {
      this.form.elements.revision.value = told.revision;
      document.getElementById("undo").disabled = !told.undo;
      document.getElementById("discard-open").hidden = told.revision === 0;
      if (told.html !== undefined) this.redraw(told, act);
      else if (told.count !== this.list.children.length) return this.overtaken(told);
      this.tell(told.errors);
      for (const [key, words] of Object.entries(told.tempo)) {
        const pace = document.getElementById(`pace-${key}`);
        if (pace) pace.textContent = words;
      }
      this.say("saved");
      document.body.dispatchEvent(new CustomEvent("draft-saved"));
    }

    redraw(told, act) {
      const at = document.activeElement?.closest(".erung")?.dataset.key;
      const open = new Set([...this.list.querySelectorAll("details[open]")].map((each) => each.closest(".erung").dataset.key));
      const parsed = new DOMParser().parseFromString(`<ol>${told.html}</ol>`, "text/html");
      this.list.replaceChildren(...parsed.querySelector("ol").children);
      for (const row of this.list.children) if (open.has(row.dataset.key)) row.querySelector("details").open = true;
      for (const name of ["name", "summary"]) this.form.elements[name].value = told[name];
      this.ends();
      const row = document.getElementById(`rung-${told.focus || at}`);
      if (!row) return;
      row.scrollIntoView({ block: "nearest" });
      row.querySelector(act.startsWith("delete") || !told.focus ? "[data-grip]" : "select").focus();
    }

    tell(errors) {
      for (const slot of this.form.querySelectorAll(".field-error")) {
        const name = slot.id.slice(2);
        const words = errors[name];
        const quiet = name === "name" && !this.form.elements.name.value;
        slot.hidden = !words || quiet;
        slot.querySelector("span").textContent = words ?? "";
        const field = document.getElementById(`f-${name}`);
        if (words && !quiet) field?.setAttribute("aria-invalid", "true");
        else field?.removeAttribute("aria-invalid");
        const folded = words && slot.closest("details");
        if (folded) folded.open = true;
      }
    }

    // --- Buttons and keys ------------------------------------------------------------------------------------------

    changed(event) {
      if (event.target.matches("[data-variation]")) this.follow(event.target);
      this.note();
    }

    // The foot map and what it is loaded with follow the variation, where the coach has not chosen otherwise.
    follow(select) {
      const row = select.closest(".erung");
      const option = select.selectedOptions[0];
      const use = row.querySelector(".foot-map use");
      if (option.dataset.foot) use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${option.dataset.foot}`));
      const boxes = [...row.querySelectorAll("[name$=-implements]")];
      const chosen = boxes.filter((box) => box.checked);
      if (chosen.length > 1 || !option.dataset.implement) return;
      for (const box of boxes) box.checked = box.value === option.dataset.implement;
    }

    async submitted(event) {
      const button = event.submitter;
      if (event.target !== this.form || !button) return;
      if (button.id === "save") return this.saving(event, button);
      event.preventDefault();
      event.stopPropagation();
      const act = button.name === "do" ? button.value : "";
      const [verb, key] = act.split(":");
      if (this.stale) return;
      if (verb === "up" || verb === "down") this.step(document.getElementById(`rung-${key}`), verb === "up" ? -1 : 1, button);
      else await this.send(act);
    }

    // What is on its way comes first; then the whole form is sent, with what was typed last.
    saving(event, button) {
      clearTimeout(this.timer);
      if (!this.sending) {
        this.waiting = false;
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      this.sending.then(() => setTimeout(() => this.form.requestSubmit(button)));
    }

    pressed(event) {
      const grip = event.target.closest?.("[data-grip]");
      if (grip && ["ArrowUp", "ArrowDown"].includes(event.key)) {
        event.preventDefault();
        this.step(grip.closest(".erung"), event.key === "ArrowUp" ? -1 : 1, grip);
      } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !isTyping(event.target)) {
        event.preventDefault();
        const undo = document.getElementById("undo");
        if (!this.stale && (!undo.disabled || this.waiting)) this.send("undo");
      }
    }

    // --- Order -----------------------------------------------------------------------------------------------------

    step(row, by, focus) {
      const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (by < 0) other.before(row);
      else other.after(row);
      focus.focus();
      row.scrollIntoView({ block: "nearest" });
      this.ordered(row);
    }

    ordered(row) {
      [...this.list.children].forEach((each, place) => {
        for (const number of each.querySelectorAll("[data-no]")) number.textContent = place + 1;
        each.querySelector("[data-variation]").setAttribute("aria-label", interpolate(gettext("Variation of rung %(number)s"), { number: place + 1 }, true));
      });
      const place = [...this.list.children].indexOf(row) + 1;
      this.moved.textContent = interpolate(gettext("Now rung %(place)s of %(count)s"), { place, count: this.list.children.length }, true);
      this.ends();
      this.note();
    }

    ends() {
      [...this.list.children].forEach((row, place, all) => {
        row.querySelector("[value^='up:']").disabled = place === 0;
        row.querySelector("[value^='down:']").disabled = place + 1 === all.length;
      });
    }

    grabbed(event) {
      const grip = event.target.closest("[data-grip]");
      if (!grip || event.button !== 0) return;
      const row = grip.closest(".erung");
      const before = [...this.list.children];
      const dragging = new AbortController();
      const { signal } = dragging;
      grip.setPointerCapture(event.pointerId);
      row.dataset.dragged = "";
      grip.addEventListener("pointermove", (moved) => this.dragged(row, moved), { signal });
      const end = (ended) => {
        dragging.abort();
        delete row.dataset.dragged;
        if (ended.type === "pointercancel") this.list.replaceChildren(...before);
        if (before.some((each, place) => each !== this.list.children[place])) this.ordered(row);
      };
      for (const type of ["pointerup", "pointercancel"]) grip.addEventListener(type, end, { signal });
    }

    // The row goes where the pointer has passed the middle of a neighbour; near an edge the list scrolls.
    dragged(row, event) {
      const box = this.getBoundingClientRect();
      if (event.clientY < box.top + 40) this.scrollBy(0, -12);
      if (event.clientY > box.bottom - 40) this.scrollBy(0, 12);
      const middle = (each) => each.getBoundingClientRect().top + each.getBoundingClientRect().height / 2;
      const [before, after] = [row.previousElementSibling, row.nextElementSibling];
      if (before && event.clientY < middle(before)) this.carry(row, () => before.before(row), event);
      else if (after && event.clientY > middle(after)) this.carry(row, () => after.after(row), event);
    }

    // Moving a node in the page drops its pointer: the grip takes it again.
    carry(row, move, event) {
      move();
      row.querySelector("[data-grip]").setPointerCapture(event.pointerId);
    }
  }

  customElements.define("progression-editor", ProgressionEditor);
})();
