// Rest between sets, and the short one to change sides. What is stored is when it ends, so it is true after a reload or
// a locked screen.
(() => {
  "use strict";

  const gettext = window.gettext ?? ((words) => words);
  const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  const STALE = 600; // seconds over: nobody rests any more
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  class RestTimer extends HTMLElement {
    connectedCallback() {
      this.box = this.querySelector(".timer");
      this.key = `rest:${this.dataset.session}`;
      for (const key of Object.keys(localStorage)) if (key.startsWith("rest:") && key !== this.key) localStorage.removeItem(key);
      this.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        if ("end" in button.dataset) this.stop();
        else this.add(Number(button.dataset.add));
      });
      document.addEventListener("visibilitychange", () => this.draw());
      this.draw();
    }

    disconnectedCallback() { clearInterval(this.ticking); }

    get state() {
      try { return JSON.parse(localStorage.getItem(this.key)); } catch { return null; }
    }

    set state(value) {
      try {
        if (value) localStorage.setItem(this.key, JSON.stringify(value));
        else localStorage.removeItem(this.key);
      } catch { /* private browsing: the rest is shown as long as the page stays */ }
      this.draw();
    }

    // `kind`: rest, or sides.
    start(seconds, then, kind = "rest") {
      if (seconds > 0) this.state = { ends: Date.now() + seconds * 1000, total: seconds, then, kind };
      else this.stop();
    }

    add(seconds) {
      const now = this.state;
      if (!now) return;
      const ends = Math.max(now.ends, Date.now()) + seconds * 1000;
      if (ends <= Date.now()) this.stop();
      else this.state = { ...now, told: false, ends, total: Math.max(now.total, Math.ceil((ends - Date.now()) / 1000)) };
    }

    stop() { this.state = null; }

    draw() {
      const now = this.state;
      const left = now ? Math.ceil((now.ends - Date.now()) / 1000) : 0;
      const stale = now && left < -STALE;
      this.box.hidden = !now || stale;
      clearInterval(this.ticking);
      if (!now || stale) {
        this.querySelector("[data-said]").textContent = "";
        return;
      }
      this.write(now, left);
      if (left <= 0 && !now.told) this.tell(now, left);
      this.ticking = setInterval(() => this.draw(), 500);
    }

    write(now, left) {
      const over = left <= 0, shown = Math.max(left, 0);
      this.box.dataset.state = over ? "over" : "";
      this.querySelector("[data-left]").textContent = clock(shown);
      this.querySelector("[data-word]").textContent = over ? gettext("go") : gettext("rest");
      const words = now.kind === "sides" ? gettext("change to %(set)s") : gettext("then %(set)s");
      const then = now.then ? fill(words, { set: now.then }) : "";
      const since = over && left < -3 ? fill(gettext("over for %(time)s"), { time: clock(-left) }) : "";
      this.querySelector("[data-then]").textContent = [since, then].filter(Boolean).join(", ");
      const bar = this.querySelector("progress");
      bar.max = now.total;
      bar.value = Math.min(now.total, now.total - shown);
    }

    // Once, to eye, ear and hand; whoever looked away meanwhile reads it when they are back.
    tell(now, left) {
      if (left > -3) {
        if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([200, 100, 200]);
        window.Sounds?.beep(880, 0.15);
        window.Sounds?.beep(1175, 0.25, 0.2);
      }
      if (document.hidden) return;
      const next = now.then ? fill(gettext("Next: %(set)s."), { set: now.then }) : "";
      this.querySelector("[data-said]").textContent = `${gettext("The rest is over.")} ${next}`.trim();
      try { localStorage.setItem(this.key, JSON.stringify({ ...now, told: true })); } catch { /* told again, then */ }
    }
  }

  customElements.define("rest-timer", RestTimer);
})();
