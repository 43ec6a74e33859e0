// A clip on its way: how much has gone, a way to stop it, and a word at once where it is too large to be sent at all.
// Without this script the form sends it just as well, and says nothing meanwhile.
(() => {
  "use strict";

  class ClipUpload extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.file = this.querySelector("[type=file]");
      this.button = this.form.querySelector("button:not([type])");
      this.stop = this.querySelector("[data-stop]");
      this.form.addEventListener("submit", (event) => this.send(event));
      this.file.addEventListener("change", () => this.tell(this.problem));
      this.stop.addEventListener("click", () => this.request?.abort());
    }

    get problem() {
      const [file] = this.file.files;
      if (!file) return "";
      if (file.size > Number(this.dataset.most)) {
        const sizes = { size: Math.ceil(file.size / 1048576), most: Math.floor(this.dataset.most / 1048576) };
        return interpolate(gettext("It has %(size)s MB, more than %(most)s. Film a shorter clip, or in a lower quality."), sizes, true);
      }
      return file.size ? "" : gettext("The file is empty. Choose another one.");
    }

    send(event) {
      const [file] = this.file.files;
      if (!file) return; // the page says it
      event.preventDefault();
      if (this.request || this.tell(this.problem)) return;
      const request = (this.request = new XMLHttpRequest());
      request.upload.addEventListener("progress", (progress) => this.show(progress));
      request.addEventListener("load", () => this.answered(request));
      request.addEventListener("error", () => this.lost(gettext("The connection broke. Nothing was attached: try again.")));
      request.addEventListener("abort", () => this.lost(gettext("Stopped. Nothing was attached.")));
      request.open("POST", this.form.action);
      request.setRequestHeader("HX-Request", "true");
      request.setRequestHeader("HX-Current-URL", location.href);
      request.send(new FormData(this.form));
      this.sending(true);
    }

    answered(request) {
      const next = request.getResponseHeader("HX-Redirect");
      if (request.status === 200 && next) {
        const there = new URL(next, location.href);
        // The same page with another fragment would not load again.
        if (there.pathname === location.pathname) {
          history.replaceState(null, "", there);
          location.reload();
        } else location.assign(there);
        return;
      }
      if (request.status !== 422) return this.lost(gettext("It did not arrive. Nothing was attached: try again."));
      const section = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("section");
      const here = this.closest("section");
      here.replaceWith(document.adoptNode(section));
      section.querySelector("[aria-invalid=true]")?.focus();
    }

    show({ lengthComputable, loaded, total }) {
      if (!lengthComputable) return;
      const share = Math.floor((100 * loaded) / total);
      this.querySelector("progress").value = share;
      // Said aloud in quarters, not at every step.
      const words = share < 100 ? interpolate(gettext("%(percent)s percent sent"), { percent: share - (share % 25) }, true) : gettext("Sent. One moment.");
      const status = this.querySelector("[role=status]");
      if (status.textContent !== words) status.textContent = words;
    }

    sending(on) {
      this.querySelector("[data-sending]").hidden = this.stop.hidden = !on;
      if (on) {
        this.tell("");
        this.button.setAttribute("aria-busy", "true");
      } else this.button.removeAttribute("aria-busy");
    }

    lost(words) {
      this.request = null;
      this.sending(false);
      this.tell(words);
    }

    tell(words) {
      const told = this.querySelector("[data-told]");
      told.hidden = !words;
      told.querySelector("span").textContent = words;
      return Boolean(words);
    }
  }

  customElements.define("clip-upload", ClipUpload);
})();
