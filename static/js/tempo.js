// The tempo coach: the figure moves as the set is prescribed, and the seconds are counted aloud. Off until it is asked
// for, and one tap ends it. Where less motion is asked for only the count goes on.
(() => {
  "use strict";

  const gettext = window.gettext ?? ((words) => words);
  const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  const one = (selector, root = document) => root.querySelector(selector);
  const figure = window.Figure;
  const READY = 3; // seconds to lie down to it
  const PITCH = { down: 440, up: 660, still: 550 };

  class TempoCoach extends HTMLElement {
    connectedCallback() {
      this.box = one(".tempo", this);
      this.still = matchMedia("(prefers-reduced-motion: reduce)");
      this.onClick = (event) => {
        const button = event.target.closest("[data-tempo]");
        if (button && !this.running) this.start(button.closest("article"));
        else if (button || event.target.closest("tempo-coach [data-stop]")) this.stop();
      };
      this.onHide = () => { if (document.hidden) this.stop(); };
      this.onSubmit = () => this.stop(); // the set is logged: there is nothing to count any more
      document.addEventListener("click", this.onClick);
      document.addEventListener("submit", this.onSubmit);
      document.addEventListener("visibilitychange", this.onHide);
    }

    disconnectedCallback() {
      this.stop();
      document.removeEventListener("click", this.onClick);
      document.removeEventListener("submit", this.onSubmit);
      document.removeEventListener("visibilitychange", this.onHide);
    }

    start(card) {
      this.beats = this.beatsOf(card.dataset.beats);
      if (!this.beats.length) return;
      this.total = this.beats.reduce((sum, beat) => sum + beat.lasts, 0);
      this.draw(one(`template[data-figure="${card.dataset.item}"]`));
      this.box.hidden = false;
      this.running = true;
      this.began = performance.now() + READY * 1000;
      this.said = "";
      for (const button of document.querySelectorAll("[data-tempo]")) button.setAttribute("aria-pressed", "true");
      window.Cards?.reveal(card);
      this.tick();
    }

    stop() {
      if (!this.running) return;
      this.running = false;
      cancelAnimationFrame(this.next);
      window.Sounds?.hush();
      this.box.hidden = true;
      for (const button of document.querySelectorAll("[data-tempo]")) button.setAttribute("aria-pressed", "false");
    }

    beatsOf(times) {
      const [lower, bottom, lift, top] = times.split(" ").map(Number);
      const { wordsLower, wordsBottom, wordsLift, wordsTop } = this.dataset;
      return [
        { word: wordsLower, seconds: lower, from: 1, to: 0, pitch: PITCH.down },
        { word: wordsBottom, seconds: bottom, from: 0, to: 0, pitch: PITCH.still },
        { word: wordsLift, seconds: lift, from: 0, to: 1, pitch: PITCH.up },
        { word: wordsTop, seconds: top, from: 1, to: 1, pitch: PITCH.still },
      ].filter((beat) => beat.seconds > 0 || beat.from !== beat.to).map((beat) => ({ ...beat, lasts: beat.seconds || figure.QUICK }));
    }

    // The drawing of this exercise, and a strip with a stretch for each beat.
    draw(template) {
      const place = one(".tempo-figure", this), strip = one(".player-strip", this);
      place.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
      const svg = one(".figure", place);
      svg?.toggleAttribute("data-moving", true);
      this.pose = svg ? figure.poser(svg) : null;
      this.pose?.(1);
      strip.replaceChildren();
      let start = 0;
      for (const beat of this.beats) {
        const width = beat.lasts / this.total * 100 - 0.4;
        figure.bar(strip, "player-beat", start, width);
        Object.assign(beat, { starts: start / 100 * this.total, width, bar: figure.bar(strip, "player-done", start, 0) });
        start += beat.lasts / this.total * 100;
      }
    }

    tick() {
      if (!this.running) return;
      const since = (performance.now() - this.began) / 1000;
      if (since < 0) this.write(gettext("Ready"), String(Math.ceil(-since)), PITCH.still);
      else this.count(since);
      this.next = requestAnimationFrame(() => this.tick());
    }

    count(since) {
      const time = since % this.total, rep = Math.floor(since / this.total) + 1;
      const beat = this.beats.findLast((each) => each.starts <= time) ?? this.beats[0];
      const within = time - beat.starts, second = Math.floor(within) + 1;
      const told = beat.seconds ? fill(gettext("%(second)s of %(seconds)s s"), { second, seconds: beat.seconds }) : gettext("quick");
      this.write(beat.word, `${told} · ${fill(gettext("rep %(number)s"), { number: rep })}`, beat.pitch, second, rep);
      if (this.still.matches) return;
      this.pose?.(beat.from + (beat.to - beat.from) * figure.smooth(Math.min(within / beat.lasts, 1)));
      for (const each of this.beats) {
        const share = Math.max(0, Math.min((time - each.starts) / each.lasts, 1));
        each.bar.setAttribute("width", (share * each.width).toFixed(2));
      }
    }

    // What is read, and once a second what is heard: the word of a beat, then its seconds.
    write(word, rest, pitch, second = 1, rep = 0) {
      const now = `${word} ${rest}`;
      if (this.said === now) return;
      const begins = rep === 0 || second === 1;
      this.said = now;
      one("[data-beat]", this).textContent = word;
      one("[data-second]", this).textContent = rest;
      if (!window.Sounds?.say(rep === 0 ? rest : begins ? word : String(second))) window.Sounds?.beep(begins ? pitch : pitch / 2, begins ? 0.15 : 0.06);
    }
  }

  if (figure) customElements.define("tempo-coach", TempoCoach);
})();
