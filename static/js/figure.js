// The moving figure: its parts go from the top to the bottom and back at the tempo of the chosen variation.
// It plays while it is in view, unless less motion is asked for; the button always decides. Without this script it
// stands still at the top.
(() => {
  "use strict";
  // The desk has no catalogue: it is English.
  const gettext = window.gettext ?? ((words) => words);
  const interpolate = window.interpolate ?? ((text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]));

  const QUICK = 0.5; // seconds, for a way that the tempo gives no time
  const FRAME = 0.1; // seconds, the longest step: a figure that was out of view does not jump
  const GAP = 0.4; // between two beats on the strip, in hundredths of it
  const smooth = (x) => x * x * (3 - 2 * x);

  const beatsOf = ({ times, hold, low }) => {
    const [lower, bottom, lift, top] = times.split(" ").map(Number);
    const down = Number(low || 0);
    const beats = [
      { word: gettext("Lower"), seconds: lower, from: 1, to: down },
      { word: gettext("Bottom"), seconds: bottom, from: down, to: down },
      { word: gettext("Lift"), seconds: lift, from: down, to: 1 },
      { word: gettext("Pause"), seconds: top, from: 1, to: 1, written: hold },
    ];
    return beats
      .filter((beat) => beat.seconds > 0 || beat.from !== beat.to)
      .map((beat) => ({ ...beat, lasts: beat.seconds || QUICK }));
  };

  const countOf = (beat, elapsed) => {
    if (!beat.seconds) return `${beat.word} · quick`;
    const words = { word: beat.word, at: Math.max(1, Math.ceil(elapsed)), of: beat.written || beat.seconds };
    return interpolate(gettext("%(word)s · %(at)s of %(of)s s"), words, true);
  };

  const tracksOf = (svg) =>
    svg.dataset.tracks.split(";").map((track) => {
      const [name, moves] = track.split(":");
      return {
        stance: name.split("-")[1],
        moves: moves.split(",").map((move) => move.split(" ").map(Number)),
        parts: svg.querySelectorAll(`[data-track="${name}"]`),
      };
    });

  const between = (moves, phase) => {
    const place = phase * (moves.length - 1);
    const first = Math.min(Math.floor(place), moves.length - 2);
    return moves[first].map((value, index) => value + (moves[first + 1][index] - value) * (place - first));
  };

  // A stretch of the strip.
  const bar = (strip, name, x, width) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [key, value] of Object.entries({ class: name, x, width, height: 1 })) made.setAttribute(key, value);
    strip.append(made);
    return made;
  };

  const move = (tracks, chosen, phase) => {
    for (const { stance, moves, parts } of tracks) {
      if (stance && stance !== chosen) continue;
      const matrix = `matrix(${between(moves, phase).map((value) => value.toFixed(4)).join(" ")})`;
      for (const part of parts) part.setAttribute("transform", matrix);
    }
  };

  // For a drawing of one placement: a function that puts it to a phase, from 0 at the bottom to 1.
  const poser = (svg) => {
    const tracks = tracksOf(svg).map((track) => ({ ...track, stance: undefined }));
    return (phase) => move(tracks, undefined, phase);
  };

  class Player {
    constructor(stage) {
      this.stage = stage;
      this.svg = stage.querySelector(".figure");
      this.tracks = tracksOf(this.svg);
      this.select = stage.querySelector(".player select");
      this.button = stage.querySelector(".player-play");
      this.count = stage.querySelector(".player-count");
      this.strip = stage.querySelector(".player-strip");
      this.still = matchMedia("(prefers-reduced-motion: reduce)");
      this.chosen = null; // what the person asked for: true plays, false is still
      this.seen = false;
      this.listen();
      this.load();
      this.button.hidden = false;
    }

    get wanted() { return this.chosen ?? !this.still.matches; }

    listen() {
      this.button.addEventListener("click", () => { this.chosen = !this.wanted; this.settle(); });
      this.select.addEventListener("change", () => this.load());
      this.stage.addEventListener("change", (event) => { if (event.target.name === "place") this.place(event.target.value); });
      this.still.addEventListener("change", () => this.settle());
      new IntersectionObserver(([entry]) => { this.seen = entry.isIntersecting; this.settle(); }, { threshold: 0.4 }).observe(this.svg);
    }

    // Another placement: with the same load where that is prescribed, or else its first variation.
    place(stance) {
      const options = [...this.select.options].filter((option) => option.dataset.stance === stance);
      const { implement } = this.stage.dataset;
      const option = options.find((each) => each.dataset.implement === implement) || options[0];
      if (!option) return;
      option.selected = true;
      this.load();
    }

    load() {
      const { stance, implement, mini, words } = this.select.selectedOptions[0].dataset;
      Object.assign(this.stage.dataset, { stance, implement });
      this.stage.toggleAttribute("data-mini", mini !== undefined);
      const tab = this.stage.querySelector(`input[name=place][value="${stance}"]`);
      if (tab) tab.checked = true;
      this.stage.querySelector("[data-words]").textContent = words;
      this.beats = beatsOf(this.select.selectedOptions[0].dataset);
      this.time = 0;
      this.drawStrip();
      this.settle();
    }

    settle() {
      this.button.toggleAttribute("data-playing", this.wanted);
      this.button.querySelector("span").textContent = this.wanted ? gettext("Pause") : gettext("Play at tempo");
      cancelAnimationFrame(this.next);
      this.last = undefined;
      if (this.wanted && this.seen) this.next = requestAnimationFrame((now) => this.tick(now));
      this.draw();
    }

    tick(now) {
      const total = this.beats.reduce((sum, beat) => sum + beat.lasts, 0);
      this.time = (this.time + Math.min((now - (this.last ?? now)) / 1000, FRAME)) % total;
      this.last = now;
      this.draw();
      this.next = requestAnimationFrame((then) => this.tick(then));
    }

    draw() {
      let elapsed = this.time, beat;
      for (beat of this.beats) {
        if (elapsed < beat.lasts) break;
        elapsed -= beat.lasts;
      }
      const still = !this.wanted && this.time === 0;
      const phase = beat.from + (beat.to - beat.from) * smooth(Math.min(elapsed / beat.lasts, 1));
      const text = still ? gettext("Top") : countOf(beat, elapsed);
      if (this.count.textContent !== text) this.count.textContent = text;
      this.svg.toggleAttribute("data-moving", !still);
      this.move(phase);
      this.fillStrip();
    }

    move(phase) {
      const chosen = this.stage.dataset.stance;
      if (this.drawn === `${chosen} ${phase}`) return;
      this.drawn = `${chosen} ${phase}`;
      move(this.tracks, chosen, phase);
    }

    // One stretch a beat, as long as it lasts; it fills while it plays.
    drawStrip() {
      const total = this.beats.reduce((sum, beat) => sum + beat.lasts, 0);
      let start = 0;
      this.strip.replaceChildren();
      for (const beat of this.beats) {
        beat.starts = start;
        beat.width = beat.lasts / total * 100 - GAP;
        bar(this.strip, "player-beat", start / total * 100, beat.width);
        beat.bar = bar(this.strip, "player-done", start / total * 100, 0);
        start += beat.lasts;
      }
    }

    fillStrip() {
      for (const beat of this.beats) {
        const share = Math.max(0, Math.min((this.time - beat.starts) / beat.lasts, 1));
        if (share === beat.share) continue;
        beat.share = share;
        beat.bar.setAttribute("width", (share * beat.width).toFixed(2));
      }
    }
  }

  window.Figure = { QUICK, smooth, poser, bar };

  document.addEventListener("DOMContentLoaded", () => {
    for (const stage of document.querySelectorAll(".stage")) new Player(stage);
  });
})();
