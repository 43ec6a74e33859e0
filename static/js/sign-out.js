// Whoever signs out while something still waits on this phone is told, and chooses. It is never thrown away.
(() => {
  "use strict";
  const gettext = window.gettext ?? ((words) => words);
  const ngettext = window.ngettext ?? ((one, many, count) => (count === 1 ? one : many));
  const interpolate = window.interpolate ?? ((words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name]));
  const outbox = window.Outbox;
  if (!outbox) return;

  const element = (tag, className, ...children) => {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...children);
    return made;
  };

  // The question stands in the place of the button, and the focus goes to the safe answer.
  const ask = (form, count) => {
    const words = ngettext(
      "%(count)s entry waits on this phone and is not sent yet. It stays here, and is sent when you sign in on this phone again.",
      "%(count)s entries wait on this phone and are not sent yet. They stay here, and are sent when you sign in on this phone again.", count);
    const stay = element("button", "btn btn-l btn-block btn-primary", gettext("Stay signed in"));
    const leave = element("button", "btn btn-l btn-block", gettext("Sign out and keep them here"));
    stay.type = leave.type = "button";
    const box = element("div", "notice", element("div", "stack gap-3", element("p", "", interpolate(words, { count }, true)), stay, leave));
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", gettext("Sign out"));
    box.dataset.tone = "caution";
    stay.addEventListener("click", () => { box.remove(); form.hidden = false; });
    leave.addEventListener("click", () => form.submit());
    form.hidden = true;
    form.before(box);
    stay.focus();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-sign-out]")) return;
    event.preventDefault();
    let waiting = [];
    try {
      if (navigator.onLine) await outbox.flush(form.dataset.signOut);
      waiting = await outbox.all(form.dataset.signOut);
    } catch { /* nothing is kept on this phone */ }
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    if (waiting.length) ask(form, waiting.length);
    else form.submit();
  });
})();
