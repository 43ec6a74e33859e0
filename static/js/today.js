// Today's session: every set goes into the outbox first, and the rest starts by itself.
// Without this script the same forms are posted and the same pages come back.
(() => {
  "use strict";

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
  const readable = (fields) =>
    fields.kind === "skipped" ? Boolean(fields.skip_reason) : steppers.number(fields.load) !== null && /^[0-9]+$/.test((fields.seconds ?? fields.reps).trim());

  // The phone's time with its offset.
  const stamp = () => {
    const now = new Date(), away = -now.getTimezoneOffset();
    const two = (value) => String(Math.floor(Math.abs(value))).padStart(2, "0");
    return `${new Date(now.getTime() + away * 60000).toISOString().slice(0, 23)}${away < 0 ? "-" : "+"}${two(away / 60)}:${two(away % 60)}`;
  };

  const told = async (entry, answer) => {
    const card = cards.of(entry);
    if (answer.state === "refused" && card) {
      await outbox.remove(entry.id); // what was typed is in the form again, with what is wrong beside it
      cards.swap(card, answer.html);
    }
    if (answer.state === "saved" && card && !(await outbox.all(box.user)).some((other) => other.state === "waiting")) cards.swap(card, answer.html);
  };

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

  // Figures that are none are not kept: the server says what is wrong, at its field.
  const ask = async (entry, form) => {
    const answer = await outbox.post(entry);
    if (answer.html) cards.swap(cards.of(entry), answer.html);
    else {
      const seconds = gettext("Write load and seconds in the figures 0 to 9, or say why the set is skipped.");
      const reps = gettext("Write load and reps in the figures 0 to 9, or say why the set is skipped.");
      form.prepend(cards.element("p", { class: "error set-error", role: "alert" }, "seconds" in entry.fields ? seconds : reps));
      delete form.dataset.sent;
      for (const button of every("[aria-busy]", form)) button.removeAttribute("aria-busy");
    }
  };

  const entryOf = (form, fields) => ({
    id: fields.uuid, user: box.user, fields, name: one("h3", form).textContent, url: form.getAttribute("action"),
    at: new Date().toISOString(), state: "waiting",
  });

  // The sets of an exercise that are left, this one first: each is an action of its own, with the one reason.
  const restOf = (form, fields) => {
    const card = form.closest("article");
    const blank = every('.set-row[data-state="todo"]', card).map((row) => one(`template[data-form="${row.dataset.key}"]`, card));
    const others = blank.filter(Boolean).map((template) => one("form", template.content));
    return [form, ...others].map((each) => {
      const own = { ...fieldsOf(each), kind: "skipped", skip_reason: fields.skip_reason, performed_at: fields.performed_at };
      return entryOf(each, own);
    });
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-outbox]")) return;
    const fields = fieldsOf(form, event.submitter);
    form.elements.performed_at.value = fields.performed_at = stamp();
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    const entry = entryOf(form, fields);
    if (!readable(fields)) {
      await ask(entry, form);
      return;
    }
    try {
      for (const each of "skipRest" in (event.submitter?.dataset ?? {}) ? restOf(form, fields) : [entry]) await outbox.put(each);
    } catch {
      form.append(cards.element("input", { type: "hidden", name: "kind", value: fields.kind }));
      form.submit(); // this phone keeps nothing: straight to the server
      return;
    }
    const card = cards.of(entry);
    await box.paint();
    if (fields.kind !== "skipped") rest(card);
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

  box.serve({ waiting: cards.waiting, told });
  if (!one(".morning-ask")) for (const card of every("article[data-item]")) cards.reveal(card);
})();
