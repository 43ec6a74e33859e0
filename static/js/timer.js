// Rest between sets. What is stored is when it ends, so it is true after a reload or a locked screen.
(() => {
  "use strict";

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

    start(seconds, then) {
      if (seconds > 0) this.state = { ends: Date.now() + seconds * 1000, total: seconds, then };
      else this.stop();
    }

    add(seconds) {
      const now = this.state;
      if (!now) return;
      const ends = Math.max(now.ends, Date.now()) + seconds * 1000;
      if (ends <= Date.now()) this.stop();
      else this.state = { ...now, ends, total: Math.max(now.total, Math.ceil((ends - Date.now()) / 1000)) };
    }

    stop() { this.state = null; }

    draw() {
      const now = this.state;
      const left = now ? Math.ceil((now.ends - Date.now()) / 1000) : 0;
      const stale = now && left < -600; // ten minutes over: nobody rests any more
      this.box.hidden = !now || stale;
      clearInterval(this.ticking);
      if (!now || stale) return;
      const over = left <= 0;
      this.box.dataset.state = over ? "over" : "";
      const shown = Math.max(left, 0);
      this.querySelector("[data-left]").textContent = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
      this.querySelector("[data-word]").textContent = over ? "go" : "rest";
      this.querySelector("[data-then]").textContent = now.then ? `then ${now.then}` : "";
      const bar = this.querySelector("progress");
      bar.max = now.total;
      bar.value = Math.min(now.total, now.total - shown);
      if (over && !this.told && left > -3 && navigator.userActivation?.hasBeenActive) navigator.vibrate?.([200, 100, 200]);
      this.told = over;
      this.ticking = setInterval(() => this.draw(), 500);
    }
  }

  customElements.define("rest-timer", RestTimer);
})();
