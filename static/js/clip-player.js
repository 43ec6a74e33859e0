// A clip frame by frame, slower, and to the moments of its notes. Without this script the browser's own controls play
// it, and a note's link opens the page at its moment.
(() => {
  "use strict";

  const FINEST = 1 / 120; // seconds; how far to feel for the next frame while nobody knows how long one lasts
  const MOST = 14; // such steps reach over a frame of a clip with ten a second
  const SLACK = 0.001;

  const isTyping = (target) => target.closest("input:not([type=radio]), textarea, select") !== null;

  class ClipPlayer extends HTMLElement {
    connectedCallback() {
      this.media = this.querySelector(".clip-media");
      this.media.addEventListener("error", () => this.unseen());
      if (this.media.error || (this.media.complete && this.media.naturalWidth === 0)) this.unseen();
      if (this.dataset.kind !== "video") return;
      this.shown = 0; // where the frame begins that is on the screen
      this.frame = 0; // how long one lasts, once that was seen
      this.listening = new AbortController();
      const { signal } = this.listening;
      this.tools = this.querySelector("[data-tools]");
      this.tools.hidden = false;
      this.tools.addEventListener("click", (event) => this.stepped(event), { signal });
      this.tools.addEventListener("change", (event) => this.slow(event), { signal });
      for (const name of ["timeupdate", "seeked", "pause"]) this.media.addEventListener(name, () => this.tell(), { signal });
      document.addEventListener("keydown", (event) => this.press(event), { signal });
      document.addEventListener("click", (event) => this.jump(event), { signal });
      document.querySelector("[data-note] textarea")?.addEventListener("focus", () => this.media.pause(), { signal });
      if (this.media.requestVideoFrameCallback) this.watch();
    }

    disconnectedCallback() {
      this.listening?.abort();
    }

    unseen() {
      this.querySelector("[data-unseen]").hidden = false;
    }

    // Every frame that is drawn says where it begins; two in a row say how long one lasts.
    watch() {
      this.media.requestVideoFrameCallback((_, { mediaTime, presentedFrames }) => {
        if (!this.media.paused && presentedFrames === this.count + 1) this.learn(mediaTime - this.shown);
        [this.shown, this.count] = [mediaTime, presentedFrames];
        this.drawn?.();
        this.tell();
        if (this.isConnected) this.watch();
      });
    }

    learn(length) {
      if (length > SLACK && length < 0.2) this.frame = this.frame ? Math.min(this.frame, length) : length;
    }

    stepped(event) {
      const step = event.target.closest("[data-step]")?.dataset.step;
      if (step) this.step(Number(step));
    }

    async step(way) {
      this.media.pause();
      if (this.stepping) return;
      this.stepping = true;
      try {
        await (way < 0 ? this.back() : this.on());
      } finally {
        this.stepping = false;
      }
      this.tell();
    }

    // Just before this frame begins is the one before, however long that lasts.
    async back() {
      const from = this.here;
      const to = this.media.requestVideoFrameCallback ? from - SLACK : from - 1 / 30;
      await this.seek(Math.max(0, to));
      this.learn(from - this.here);
    }

    async on() {
      const from = this.here;
      if (!this.media.requestVideoFrameCallback) return this.seek(from + 1 / 30);
      for (let tries = 1; tries <= MOST && this.here <= from + SLACK; tries += 1) {
        const to = this.frame && tries === 1 ? from + this.frame + SLACK : from + (this.frame || 0) + tries * FINEST;
        if (to > this.media.duration) return;
        await this.seek(to);
      }
      this.learn(this.here - from);
    }

    get here() {
      return this.media.requestVideoFrameCallback ? this.shown : this.media.currentTime;
    }

    // Resolves when the frame there is on the screen; the same frame as before is not drawn again.
    async seek(to) {
      const arrived = new Promise((resolve) => this.media.addEventListener("seeked", resolve, { once: true }));
      const drawn = new Promise((resolve) => (this.drawn = resolve));
      this.media.currentTime = to;
      await arrived;
      await Promise.race([drawn, new Promise((resolve) => setTimeout(resolve, 80))]);
    }

    slow(event) {
      if (event.target.name === "speed") this.media.playbackRate = Number(event.target.value);
    }

    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const way = { ",": -1, ".": 1 }[event.key];
      if (!way) return;
      event.preventDefault();
      this.step(way);
    }

    jump(event) {
      const link = event.target.closest("[data-jump]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.media.pause();
      this.seek(Number(link.dataset.jump) / 1000 + SLACK);
      this.media.scrollIntoView({ block: "nearest" });
    }

    tell() {
      const now = this.media.paused && !this.media.seeking ? this.here : this.media.currentTime;
      const hundredths = Math.round(now * 100);
      const pad = (value) => String(value).padStart(2, "0");
      const words = `${Math.floor(hundredths / 6000)}:${pad(Math.floor(hundredths / 100) % 60)}.${pad(hundredths % 100)}`;
      this.querySelector("[data-moment]").textContent = words;
      const second = document.querySelector("[data-note] [name=second]");
      if (second && document.activeElement !== second) second.value = (hundredths / 100).toFixed(2);
      for (const line of document.querySelectorAll(".clip-notes [data-at]")) {
        line.toggleAttribute("data-now", Math.abs(Number(line.dataset.at) / 1000 - now) < 0.25);
      }
    }
  }

  customElements.define("clip-player", ClipPlayer);
})();
