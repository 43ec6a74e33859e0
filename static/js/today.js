// Today's session: every set goes into the outbox first, and the rest starts by itself.
// Without this script the same forms are posted and the same pages come back.
(() => {
  "use strict";
  const gettext = window.gettext ?? ((words) => words);

  const one = (selector, root = document) => root.querySelector(selector);
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];
  const outbox = window.Outbox, box = window.OutboxStatus, cards = window.Cards, steppers = window.Steppers;
  if (!box || !cards) return;

  const fieldsOf = (form, submitter) => {
    const fields = Object.fromEntries(new FormData(form, submitter));
    delete fields.csrfmiddlewaretoken;
    if (fields.rir === "4" && fields.rir_more) fields.rir = fields.rir_more; // 4+, and how many of them
    delete fields.rir_more;
    return fields;
  };
  const isLoad = (text) => steppers.number(text) !== null && steppers.number(text) <= 1000 && !/[.,]..../.test(text);
  const isWhole = (text, most) => /^[0-9]+$/.test(text.trim()) && Number(text) <= most;
  const readable = (fields) =>
    fields.kind === "skipped" ? Boolean(fields.skip_reason) : isLoad(fields.load) && isWhole(fields.seconds ?? fields.reps, "seconds" in fields ? 3600 : 1000);

  // The server's cards come when nothing of them waits here any more.
  const told = async (batch, results, fresh) => {
    if ((await outbox.all(box.user)).some((other) => other.state === "waiting" && other.kind === "set")) return;
    for (const [item, html] of Object.entries(fresh)) {
      const card = one(`article[data-item="${item}"]`);
      if (card) cards.swap(card, html);
    }
  };
  const wanted = (batch) => [...new Set(batch.filter((entry) => cards.of(entry)).map((entry) => entry.data.item))];

  // `left, set 2`; with the exercise before it where that is another one, by its label where it has one.
  const named = (place, card) => {
    const title = one("h3", place).textContent, other = place.closest("article");
    const words = title.slice(0, 1).toLowerCase() + title.slice(1);
    if (other === card) return words;
    return `${(one(".exercise-label", other) ?? one("h2", other)).textContent.trim()}, ${words}`;
  };

  // The full rest when the open set begins a new number, the short one between the sides of one.
  const rest = (card) => {
    const place = one(".set-open");
    const begun = place && one(".set-row:not([data-state=todo])", place.closest(".set"));
    const seconds = begun ? card.dataset.sideRest : card.dataset.rest;
    one("rest-timer")?.start(place ? Number(seconds) : 0, place ? named(place, card) : "", begun ? "sides" : "rest");
  };

  // What is wrong, in the form, which can be sent again.
  const complain = (form, words) => {
    one(".set-told", form)?.remove();
    form.prepend(cards.element("p", { class: "error set-error set-told", role: "alert" }, words));
    delete form.dataset.sent;
    for (const button of every("[aria-busy]", form)) button.removeAttribute("aria-busy");
  };

  // Figures that are none are not kept: the server says what is wrong, at its field.
  const ask = async (form, fields) => {
    const card = form.closest("article");
    try {
      const headers = { "HX-Request": "true", "X-CSRFToken": one("[name=csrfmiddlewaretoken]", form).value };
      const response = await fetch(form.action, { method: "POST", headers, body: new URLSearchParams(fields), redirect: "error" });
      if (response.status === 422) {
        cards.swap(card, await response.text());
        return;
      }
    } catch { /* no way to ask: said below */ }
    complain(form, "seconds" in fields ? gettext("Write load and seconds in the figures 0 to 9, or say why the set is skipped.") : gettext("Write load and reps in the figures 0 to 9, or say why the set is skipped."));
  };

  // What the outbox keeps: the set, and the day it belongs to where the server has not opened that yet.
  const entryOf = (form, fields, at) => {
    const data = { ...fields };
    delete data.performed_at;
    const id = form.dataset.entry ?? ("correct" in form.dataset ? outbox.uuid() : fields.uuid);
    return { id, who: box.user, kind: "set", data, name: one("h3", form).textContent, at };
  };

  // The sets of an exercise that are left, this one first: each is an action of its own, with the one reason.
  const restOf = (form, fields, at) => {
    const card = form.closest("article");
    const blank = every('.set-row[data-state="todo"]', card).map((row) => one(`template[data-form="${row.dataset.key}"]`, card));
    const others = blank.filter(Boolean).map((template) => one("form", template.content));
    return [form, ...others].map((each) => {
      const own = { ...fieldsOf(each), kind: "skipped", skip_reason: fields.skip_reason, performed_at: fields.performed_at };
      return entryOf(each, own, at);
    });
  };

  // The second tap of a double one is not for the next set, which stands in the same place by then.
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest?.("form[data-outbox] button[name=kind]")) event.preventDefault();
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-outbox]")) return;
    const fields = fieldsOf(form, event.submitter), at = outbox.stamp();
    form.elements.performed_at.value = fields.performed_at = at;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    if (!readable(fields)) {
      await ask(form, fields);
      return;
    }
    const entry = entryOf(form, fields, at), card = cards.of(entry);
    const isAgain = "correct" in form.dataset || Boolean(form.dataset.entry); // put right: no rest begins with that
    try {
      for (const each of "skipRest" in (event.submitter?.dataset ?? {}) ? restOf(form, fields, at) : [entry]) await outbox.put(each);
    } catch {
      if (navigator.onLine === false) { // told before it is lost: what was typed stays typed
        complain(form, gettext("This phone has no room left, and there is no signal. Write the set down, or stay on this page until there is."));
        return;
      }
      form.append(cards.element("input", { type: "hidden", name: "kind", value: fields.kind }));
      form.submit(); // this phone keeps nothing: straight to the server
      return;
    }
    await box.paint();
    if (fields.kind !== "skipped" && !isAgain) rest(card);
    cards.reveal(one(".set-open")?.closest("article") ?? card);
    await box.sync();
  });

  // A line opens in place, without asking the server.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-open]");
    const card = link?.closest("article"), opened = one(".set-open"), from = opened?.closest("article");
    if (!link || (opened && !one(`template[data-row="${opened.dataset.key}"]`, from))) return;
    event.preventDefault();
    if (from) cards.close(from);
    cards.open(card, link.dataset.open);
  });

  box.serve({ waiting: cards.showAll, told, wanted });
  if (!one(".morning-ask")) for (const card of every("article[data-item]")) cards.reveal(card);
})();
