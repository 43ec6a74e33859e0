// The program builder: steps sent one after the other, moves by pointer and by keys. Lines are read by LineReading.
// Without it every part of the page is a link or a form, and does the same.
(() => {
  "use strict";

  const RETRY = [1000, 2000, 5000, 10000];
  const KEPT = "kickstand-copied"; // what was copied, for pasting after a reload
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  // A sentence about a week, or about a day such as "2.1".
  const placed = (at, words) => interpolate(words, { week: at.split(".")[0], day: at.split(".")[1] }, true);
  const isTyping = (target) => target.closest("input, textarea, select") !== null;

  class ProgramBuilder extends HTMLElement {
    connectedCallback() {
      this.waiting = []; // steps not yet answered, the first one on its way
      this.pill = this.querySelector("#pill");
      this.panel = this.querySelector("#panel");
      this.reading = new window.LineReading(this.dataset.reading);
      this.listening = new AbortController();
      const listen = (name, act, target = this) => target.addEventListener(name, (event) => act.call(this, event), { signal: this.listening.signal });
      listen("submit", this.submitted);
      listen("click", this.clicked);
      listen("keydown", this.pressed, document);
      listen("input", (event) => event.target.matches(".item-edit, .day-add [name=line]") && this.reading.typed(event.target));
      listen("focusout", this.left);
      listen("mousedown", (event) => event.target.closest(".reading") && event.preventDefault()); // the line keeps the focus
      listen("online", () => this.wake?.(), window);
      listen("beforeunload", (event) => this.waiting.length && event.preventDefault(), window);
      if (this.panel.open) {
        this.panel.close();
        this.panel.showModal();
        this.dressPanel();
      }
      this.sortable();
    }

    disconnectedCallback() {
      this.listening.abort();
    }

    get revision() { return this.querySelector("#state").dataset.revision; }
    get base() { return this.querySelector("#state").dataset.base; }
    get token() { return this.querySelector("[name=csrfmiddlewaretoken]").value; }
    say(text) { this.querySelector("#said").textContent = text; }

    state(name, words) {
      this.pill.dataset.state = name;
      this.pill.lastElementChild.textContent = words;
    }

    // --- Steps: a queue, so that each one is sent with the revision that the one before it made -----------------

    step(fields, { refused = () => {}, done = () => {} } = {}) {
      this.waiting.push({ fields, refused, done });
      this.state("saving", gettext("Saving…"));
      if (!this.sending) this.send();
    }

    async send() {
      this.sending = true;
      for (let tries = 0; this.waiting.length; ) {
        const answer = await this.post(this.waiting[0].fields);
        if (answer === null || answer.status >= 500 || answer.signedOut) {
          this.state("unsaved", answer === null ? gettext("Not saved: no connection") : answer.signedOut ? gettext("Not saved: signed out. Sign in in another tab") : gettext("Not saved: the server does not answer"));
          await Promise.race([pause(RETRY[Math.min(tries++, RETRY.length - 1)]), new Promise((woken) => { this.wake = woken; })]);
          continue;
        }
        tries = 0;
        this.take(answer, this.waiting.shift());
      }
      this.sending = false;
    }

    async post(fields) {
      const body = new URLSearchParams({ ...fields, seen: this.revision, base: this.base });
      try {
        const response = await fetch(this.dataset.steps, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": this.token } });
        return { status: response.status, html: await response.text(), signedOut: response.headers.has("HX-Redirect") || response.status === 403 };
      } catch {
        return null;
      }
    }

    take(answer, { refused, done }) {
      if (answer.status === 404) {
        this.state("unsaved", gettext("Not saved: this draft is gone"));
        refused();
        return;
      }
      this.show(answer.html);
      if (answer.status === 200) {
        if (!this.waiting.length) this.state("saved", gettext("Draft saved"));
        done();
      } else {
        this.state("unsaved", gettext("Not saved: see above"));
        refused();
      }
    }

    // Replace what the answer brings, piece by piece. What is being typed stays.
    show(html) {
      const brought = new DOMParser().parseFromString(html, "text/html").body;
      const typed = [...this.querySelectorAll(".day-add [name=line]")].filter((field) => field.value).map((field) => [field.id, field.value]);
      const open = this.querySelector(".item-edit");
      const held = open && { id: open.closest(".item").id, line: open.value };
      const focus = document.activeElement?.closest("[id]")?.id;
      for (const piece of [...brought.children]) document.getElementById(piece.id)?.replaceWith(document.adoptNode(piece));
      for (const [id, line] of typed) {
        const field = document.getElementById(id);
        if (field && !field.value) field.value = line;
      }
      if (held && !this.querySelector(".item-edit")) this.editItem(document.getElementById(held.id), held.line);
      else if (focus && document.activeElement === document.body) (document.getElementById(focus)?.querySelector(".item-open") || document.getElementById(focus))?.focus();
      this.dressPanel();
      this.sortable();
    }

    // --- Forms --------------------------------------------------------------------------------------------------

    submitted(event) {
      const form = event.target;
      if (form.matches("[data-save]")) return this.save(event, form);
      if (!form.matches(".day-add, [data-step]")) return;
      event.preventDefault();
      const fields = Object.fromEntries(new FormData(form, event.submitter));
      if (form.matches(".day-add")) this.add(form, fields);
      else if (form.closest("#panel")) this.step(fields, { done: () => this.closePanel() });
      else if (event.submitter?.getAttribute("aria-disabled") !== "true") this.step(fields);
    }

    add(form, fields) {
      const field = form.elements.line;
      if (!fields.line.trim()) return;
      const id = crypto.randomUUID();
      const item = this.pending(id, fields.line);
      this.querySelector(`#body-${form.closest(".day").id.slice(4)} .items`).append(item);
      field.value = "";
      this.reading.close();
      this.step({ ...fields, id }, {
        done: () => this.say(interpolate(gettext("Added: %(line)s"), { line: document.getElementById(`i-${id}`)?.innerText ?? fields.line }, true)),
        refused: () => {
          item.remove();
          const back = document.getElementById(field.id) || field;
          if (!back.value) back.value = fields.line;
          back.focus();
        },
      });
    }

    pending(id, line) {
      const item = document.createElement("li");
      item.className = "item";
      item.id = `i-${id}`;
      item.dataset.pending = "";
      item.textContent = line;
      return item;
    }

    // Saving waits for what is on its way.
    save(event, form) {
      if (!this.waiting.length) return;
      event.preventDefault();
      form.querySelector("button").removeAttribute("aria-busy");
      const wait = setInterval(() => {
        if (this.waiting.length) return;
        clearInterval(wait);
        form.requestSubmit();
      }, 50);
    }

    // --- An item in its place -----------------------------------------------------------------------------------

    editItem(item, line = null) {
      const link = item?.querySelector(".item-open");
      if (!link || link.hidden) return;
      const field = document.createElement("input");
      Object.assign(field, { className: "input item-edit", value: line ?? link.dataset.line, autocomplete: "off", spellcheck: false });
      field.setAttribute("aria-label", gettext("Line of the exercise"));
      link.hidden = true;
      link.after(field);
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
      this.reading.read(field);
    }

    stopEditing(field, { focus = true } = {}) {
      const item = field.closest(".item");
      this.reading.close();
      field.remove();
      const link = item.querySelector(".item-open");
      link.hidden = false;
      if (focus) link.focus();
    }

    keepItem(field, { focus = true } = {}) {
      const item = field.closest(".item");
      const link = item.querySelector(".item-open");
      const line = field.value;
      this.stopEditing(field, { focus });
      if (line.trim() === link.dataset.line) return;
      if (line.trim()) link.querySelector(".item-name").textContent = line;
      this.step({ do: "edit", item: item.dataset.item, line }, { refused: () => this.editItem(document.getElementById(item.id), line) });
    }

    // Leaving a changed line keeps it: nothing typed is lost.
    left(event) {
      const field = event.target;
      if (field.matches?.(".item-edit") && field.isConnected && !field.closest(".item").contains(event.relatedTarget)) {
        setTimeout(() => field.isConnected && document.activeElement !== field && this.keepItem(field, { focus: false }));
      } else if (field.matches?.(".day-add [name=line]")) {
        setTimeout(() => document.activeElement !== field && this.reading.field === field && this.reading.close());
      }
    }

    remove(item) {
      const next = item.nextElementSibling || item.previousElementSibling;
      const name = item.querySelector(".item-name").textContent;
      (next?.querySelector(".item-open") || item.closest(".day").querySelector("[name=line]")).focus();
      this.step({ do: "remove", item: item.dataset.item });
      item.remove();
      this.say(interpolate(gettext("%(name)s removed. Control Z brings it back."), { name }, true));
    }

    // --- Moving -------------------------------------------------------------------------------------------------

    sortable() {
      for (const list of this.querySelectorAll(".items")) {
        if (list.sortable || !window.Sortable) continue;
        list.sortable = window.Sortable.create(list, {
          group: "items", draggable: "[data-item]", filter: "input", preventOnFilter: false, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 5,
          delay: 180, delayOnTouchOnly: true, animation: 120, scroll: true, bubbleScroll: true, emptyInsertThreshold: 24,
          onStart: () => { this.dragging = true; },
          onEnd: (event) => {
            setTimeout(() => { this.dragging = false; });
            if (event.from !== event.to || event.oldIndex !== event.newIndex) this.moved(event.item);
          },
        });
      }
    }

    moved(item) {
      const day = item.closest(".day");
      const place = [...item.parentElement.children].indexOf(item);
      this.step({ do: "move", item: item.dataset.item, to: day.dataset.at, position: place });
      const [week, number] = day.dataset.at.split(".");
      const facts = { name: item.querySelector(".item-name").textContent, week, day: number, place: place + 1, count: item.parentElement.children.length };
      this.say(interpolate(gettext("%(name)s: week %(week)s, day %(day)s, place %(place)s of %(count)s."), facts, true));
    }

    moveByKey(item, key) {
      const days = [...this.querySelectorAll(".day")];
      const here = days.indexOf(item.closest(".day"));
      if (key === "ArrowUp") item.previousElementSibling?.before(item);
      else if (key === "ArrowDown") item.nextElementSibling?.after(item);
      else {
        const to = days[here + (key === "ArrowRight" ? 1 : -1)]?.querySelector(".items");
        if (!to) return;
        to.insertBefore(item, to.children[[...item.parentElement.children].indexOf(item)] || null);
      }
      item.querySelector(".item-open").focus();
      item.scrollIntoView({ block: "nearest", inline: "nearest" });
      this.moved(item);
    }

    // --- Copy and paste -----------------------------------------------------------------------------------------

    copy(kind, at) {
      sessionStorage.setItem(KEPT, JSON.stringify({ kind, at, of: this.dataset.steps }));
      this.say(placed(at, kind === "day" ? gettext("Copied week %(week)s, day %(day)s.") : gettext("Copied week %(week)s.")));
      for (const old of this.querySelectorAll("[data-copied]")) delete old.dataset.copied;
      const from = kind === "day" ? this.querySelector(`.day[data-at="${at}"]`) : this.querySelector(`#week-${at}`).closest(".week");
      from.dataset.copied = "";
    }

    copied(kind) {
      const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
      return kept && kept.kind === kind && kept.of === this.dataset.steps ? kept.at : null;
    }

    paste(kind, at) {
      const from = this.copied(kind);
      if (from === null) return this.say(kind === "day" ? gettext("Copy a day first.") : gettext("Copy a week first."));
      if (kind === "day") this.step({ do: "paste-day", from, at });
      else this.step({ do: "paste-week", from, week: at });
      this.say(placed(at, kind === "day" ? gettext("Pasted into week %(week)s, day %(day)s.") : gettext("Pasted into week %(week)s.")));
    }

    // --- Panels -------------------------------------------------------------------------------------------------

    async openPanel(href) {
      let html;
      try {
        const response = await fetch(new URL(href, location.href), { headers: { "HX-Request": "true" } });
        if (!response.ok || response.headers.has("HX-Redirect")) throw new Error("No panel");
        html = await response.text();
      } catch {
        return this.state("unsaved", gettext("No connection"));
      }
      this.opener = document.activeElement?.id;
      this.panel.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.children);
      this.dressPanel();
      if (!this.panel.open) this.panel.showModal();
    }

    // Buttons that only work here, and what they need to be offered.
    dressPanel() {
      for (const button of this.panel.querySelectorAll("[data-copy]")) button.hidden = false;
      for (const button of this.panel.querySelectorAll("[data-paste]")) button.hidden = this.copied(button.dataset.paste) === null;
      const message = this.panel.querySelector("[aria-invalid=true]");
      message?.focus();
    }

    closePanel() {
      this.panel.close();
      document.getElementById(this.opener)?.focus();
    }

    clicked(event) {
      const control = event.target.closest("a, button, [role=option]");
      if (this.panel === event.target) return this.closePanel();
      if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (control.matches(".item-open, .day-open, .week-open, [data-panel], [data-close]")) event.preventDefault();
      if (control.matches(".item-open") && !this.dragging) this.editItem(control.closest(".item"));
      else if (control.matches(".day-open, .week-open, [data-panel]")) this.openPanel(control.getAttribute("href"));
      else if (control.matches("[data-close]")) this.closePanel();
      else if (control.matches("[data-copy]")) { this.copy(control.dataset.copy, control.dataset.at); this.closePanel(); }
      else if (control.matches("[data-paste]")) { this.paste(control.dataset.paste, control.dataset.at); this.closePanel(); }
      else if (control.matches("[role=option]")) this.reading.choose(control);
    }

    // --- Keys ---------------------------------------------------------------------------------------------------

    pressed(event) {
      if (event.isComposing) return;
      const control = event.ctrlKey || event.metaKey;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (event.target.matches?.(".item-edit, .day-add [name=line]")) return this.pressedInLine(event);
      if (isTyping(event.target) || this.panel.open) return;
      const act = (what) => { event.preventDefault(); what(); };
      const item = event.target.closest?.("[data-item]");
      const day = event.target.closest?.(".day-open")?.closest(".day");
      const week = event.target.closest?.(".week-open");
      if (control && !event.shiftKey && !event.altKey) {
        if (key === "z") act(() => this.querySelector("#undo").click());
        else if (key === "c" && (day || week)) act(() => (day ? this.copy("day", day.dataset.at) : this.copy("week", week.dataset.week)));
        else if (key === "v" && (day || week)) act(() => (day ? this.paste("day", day.dataset.at) : this.paste("week", week.dataset.week)));
      } else if (item && event.altKey && key.startsWith("Arrow")) act(() => this.moveByKey(item, key));
      else if (item && (key === "Delete" || key === "Backspace")) act(() => this.remove(item));
    }

    pressedInLine(event) {
      const field = event.target;
      if (this.reading.pressed(event)) return;
      const editing = field.matches(".item-edit");
      if (event.key === "Escape" || (event.key === "Enter" && editing)) event.preventDefault();
      if (event.key === "Enter" && editing) this.keepItem(field);
      else if (event.key === "Escape" && editing) this.stopEditing(field);
      else if (event.key === "Escape") this.reading.close();
    }
  }

  customElements.define("program-builder", ProgramBuilder);
})();
