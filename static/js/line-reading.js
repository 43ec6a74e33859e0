// What a line of a program says, shown below its field as it is typed, with the exercises that could be meant.
(() => {
  "use strict";

  const SOON = 120;
  const ATTRIBUTES = ["aria-describedby", "role", "aria-autocomplete", "aria-expanded", "aria-activedescendant", "aria-controls"];

  class LineReading {
    #card = null;
    field = null; // the one whose line is shown

    constructor(address) {
      this.address = address;
    }

    get #options() { return this.#card ? [...this.#card.querySelectorAll("[role=option]")] : []; }

    typed(field) {
      clearTimeout(this.soon);
      if (this.field) this.#point(-1);
      this.soon = setTimeout(() => this.read(field), SOON);
    }

    async read(field) {
      this.asking?.abort();
      if (!field.value.trim()) return this.close();
      this.asking = new AbortController();
      try {
        const response = await fetch(`${this.address}?${new URLSearchParams({ line: field.value })}`, { signal: this.asking.signal });
        const html = response.ok && !response.redirected ? await response.text() : "";
        if (html && field.isConnected && document.activeElement === field) this.#show(field, html);
      } catch {
        // Not read this time: the next letter asks again.
      }
    }

    #show(field, html) {
      if (this.field !== field) this.#drop();
      const card = this.#card || document.createElement("div");
      card.className = "reading";
      card.id = "reading";
      card.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.children);
      if (!card.isConnected) field.after(card);
      this.field = field;
      this.#card = card;
      const list = card.querySelector("[role=listbox]");
      field.setAttribute("aria-describedby", "reading");
      field.setAttribute("role", "combobox");
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-expanded", String(list !== null));
      field.removeAttribute("aria-activedescendant");
      if (list) {
        list.id = "reading-choices";
        field.setAttribute("aria-controls", list.id);
      }
      card.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    // What is still to be asked, or on its way, is not shown any more.
    close() {
      clearTimeout(this.soon);
      this.asking?.abort();
      this.#drop();
    }

    #drop() {
      if (!this.field) return;
      for (const name of ATTRIBUTES) this.field.removeAttribute(name);
      this.#card.remove();
      this.field = this.#card = null;
    }

    // Arrows go through the choices, Enter and Tab take one, Escape lets go of it. Whether the key was one of these.
    pressed(event) {
      const options = this.field === event.target ? this.#options : [];
      const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
      if (event.key === "Escape" && at >= 0) this.#point(-1);
      else if (["ArrowDown", "ArrowUp"].includes(event.key) && options.length && !event.altKey) {
        this.#point((at + (event.key === "ArrowDown" ? 1 : options.length + (at < 0 ? 0 : -1))) % options.length);
      } else if (["Enter", "Tab"].includes(event.key) && at >= 0 && !event.shiftKey) this.choose(options[at]);
      else return false;
      event.preventDefault();
      return true;
    }

    #point(to) {
      const options = this.#options;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === to)));
      if (to < 0) this.field.removeAttribute("aria-activedescendant");
      else this.field.setAttribute("aria-activedescendant", options[to].id);
    }

    choose(option) {
      const field = this.field;
      this.close();
      field.value = option.dataset.line;
      field.focus();
      const caret = Math.min(Number(option.dataset.caret), field.value.length);
      field.setSelectionRange(caret, caret);
      this.read(field);
    }
  }

  window.LineReading = LineReading;
})();
