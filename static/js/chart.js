// The readout of a chart over time: the pointer or the arrow keys choose a session, a line stands at it, its figures
// are said below. Without this script the newest session is said there, and the table has them all.
(() => {
  "use strict";

  class ChartReadout extends HTMLElement {
    connectedCallback() {
      this.svg = this.querySelector("svg.chart");
      if (!this.svg || !this.dataset.x || this.keys) return;
      this.xs = this.dataset.x.split(" ").map(Number);
      this.said = this.dataset.said.split("\n");
      this.line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      this.line.setAttribute("class", "cursor");
      this.svg.append(this.line);
      this.keys = this.slider();
      this.querySelector(".chart-said").before(this.keys);
      this.svg.addEventListener("pointermove", (event) => this.point(event));
      this.svg.addEventListener("pointerdown", (event) => this.point(event));
      this.say(this.xs.length - 1, false);
    }

    // A slider without looks: arrow keys, Home and End, and a reader that says the session, come with it.
    slider() {
      const keys = document.createElement("input");
      const attributes = { type: "range", class: "chart-keys", min: 0, max: this.xs.length - 1, value: this.xs.length - 1 };
      for (const [name, value] of Object.entries(attributes)) keys.setAttribute(name, value);
      keys.setAttribute("aria-label", gettext("Session to read"));
      keys.addEventListener("input", () => this.say(Number(keys.value), true));
      return keys;
    }

    point(event) {
      const matrix = this.svg.getScreenCTM();
      if (!matrix) return;
      const x = (event.clientX - matrix.e) / matrix.a;
      let nearest = 0;
      for (const [place, at] of this.xs.entries()) {
        if (Math.abs(at - x) < Math.abs(this.xs[nearest] - x)) nearest = place;
      }
      this.say(nearest, true);
    }

    say(place, drawn) {
      const { y, height } = this.svg.viewBox.baseVal;
      this.keys.value = place;
      this.keys.setAttribute("aria-valuetext", this.said[place]);
      this.querySelector(".chart-said").textContent = this.said[place];
      if (drawn) this.line.setAttribute("d", `M${this.xs[place]} ${y + 10}V${y + height - 22}`);
    }
  }

  customElements.define("chart-readout", ChartReadout);
})();
