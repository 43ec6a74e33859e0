// The cards of today: one set open among all exercises, what waits folded to a line, the server's card in place of ours.
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];
  const steppers = window.Steppers, box = window.OutboxStatus;
  if (!box) return;

  const cardOf = (entry) => one(`[data-item="${entry.fields.item}"]`);
  const keyOf = (entry) => `${entry.fields.side}-${entry.fields.set_number}`;
  const formIn = (root) => one("form[data-outbox]", root);
  const HELD = ["done", "skipped", "stopped", "waiting"];

  // The server's card in place of ours. What is being typed for the same set, and the focus, stay.
  const swap = (card, html) => {
    const sheet = one(":popover-open", card);
    if (sheet) { // somebody is choosing: the card comes when the sheet is closed
      sheet.addEventListener("toggle", () => swap(card, html), { once: true });
      return;
    }
    const fresh = one("article", new DOMParser().parseFromString(html, "text/html"));
    if (!fresh || !card.isConnected) return;
    const before = formIn(card), after = formIn(fresh);
    const same = before && after && before.closest("[data-key]").dataset.key === after.closest("[data-key]").dataset.key;
    const focused = document.activeElement?.id;
    card.replaceWith(fresh);
    if (same && "touched" in before.dataset && !one("[aria-invalid]", fresh)) restore(after, new FormData(before));
    settle(fresh);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    reveal(fresh);
  };

  // One set is open among all exercises: the one with an error, else the one that is being typed, else the one whose turn it is.
  const settle = (fresh) => {
    const opened = every(".set-open").sort((a, b) => a.dataset.turn - b.dataset.turn);
    if (!opened.length) openNext();
    const kept = opened.find((each) => fresh.contains(each) && one("[aria-invalid], .set-error", each))
      ?? opened.find((each) => one("[data-touched]", each)) ?? opened[0];
    for (const each of opened) if (each !== kept) close(each.closest("article"));
  };

  const restore = (form, typed) => {
    form.dataset.touched = "";
    for (const name of ["load", "reps", "seconds"].filter((each) => form.elements[each])) {
      form.elements[name].value = typed.get(name);
      steppers.tell(form.elements[name]);
    }
    for (const name of ["rir", "pain"]) {
      const chosen = one(`input[name=${name}][value="${typed.get(name)}"]`, form);
      if (chosen) chosen.checked = true;
    }
    if (typed.get("pain")) one("[data-pain-label]", form).textContent = `Pain ${typed.get("pain")}`;
  };

  // The open set stands above the bars, whatever was folded before it.
  const reveal = (card) => {
    const open = one(".set-open", card), bars = one(".phone-bars");
    if (!open || !bars) return;
    const hidden = open.getBoundingClientRect().bottom - bars.getBoundingClientRect().top;
    if (hidden > 0) window.scrollBy({ top: hidden + 8, behavior: "instant" });
  };

  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };

  const folded = (entry, place, card) => {
    const { side, set_number: count, kind, load, unit, rir } = entry.fields;
    const skipped = kind === "skipped", key = `${side}-${count}`, id = `${card.dataset.prefix}${key}-said`, done = box.amount(entry.fields);
    const said = skipped ? "skipped, waiting to be sent" : `logged: ${load} ${unit}, ${"seconds" in entry.fields ? done : `${done} reps`}, waiting to be sent`;
    const rest = !skipped && rir ? ` · RIR ${rir === "4" ? "4+" : rir}` : "";
    const correct = element("button", { class: "set-correct", type: "button" }, element("span", { class: "visually-hidden" }, "Correct"));
    correct.addEventListener("click", () => reopen(entry));
    const mark = side === "both" ? [] : [element("span", { class: "side", "data-side": side, "aria-hidden": "true" }, side[0].toUpperCase())];
    return element("div", { class: "set-row", role: "group", "aria-label": entry.name, "aria-describedby": id, "data-key": key, "data-order": place.dataset.order, "data-turn": place.dataset.turn, "data-state": "waiting" },
      ...mark,
      element("span", { class: "visually-hidden", id }, said),
      element("span", { class: "did", "aria-hidden": "true" }, element("b", {}, skipped ? "skipped" : done), `${rest} · waiting`),
      correct);
  };

  // A waiting set on the card: its form folds to a line, and the next one opens from the template that came with the page.
  const showWaiting = (entry) => {
    const card = cardOf(entry);
    const place = card && one(`[data-key="${keyOf(entry)}"]`, card);
    if (!place || HELD.includes(place.dataset.state)) return;
    one(".set-rows", place.closest(".set")).append(folded(entry, place, card));
    place.remove();
    tidy(card);
    if (Number(entry.fields.pain) >= 6) card.dataset.red = "";
    if (!one(".set-open")) openNext();
  };

  // Lines in the order of the sides; the open set above a line that is still to do, below one that is done.
  const tidy = (card) => {
    for (const set of every(".set", card)) {
      const left = one('[data-state="todo"]', set), form = one(".set-open", set), rows = one(".set-rows", set);
      set.dataset.state = form ? "live" : left ? "todo" : "done";
      const lines = every(".set-row", rows).sort((a, b) => a.dataset.order - b.dataset.order);
      rows.prepend(...lines);
      if (form && left && form !== set.firstElementChild) set.prepend(form);
      if (form && !left && form !== set.lastElementChild) set.append(form);
    }
  };

  // The next set whose turn it is: A1 and A2 alternate. An exercise that pain has stopped has none.
  const openNext = () => {
    const cards = every("article[data-item]").filter((card) => !("red" in card.dataset) && !one(".red-notice", card));
    const rows = cards.flatMap((card) => every('.set-row[data-state="todo"]', card)).sort((a, b) => a.dataset.turn - b.dataset.turn);
    if (rows.length) open(rows[0].closest("article"), rows[0].dataset.key);
  };

  // Opens a set that nobody has logged.
  const open = (card, key) => {
    const row = one(`.set-row[data-key="${key}"]`, card);
    const template = row && one(`template[data-form="${row.dataset.key}"]`, card);
    if (!template) return null;
    const set = row.closest(".set");
    row.remove();
    set.append(template.content.cloneNode(true));
    tidy(card);
    const form = formIn(set), used = card.dataset[`load_${form.dataset.side}`];
    if (used) {
      form.elements.load.value = used;
      steppers.tell(form.elements.load);
    }
    reveal(card);
    return form;
  };

  // The open set goes back to its line.
  const close = (card) => {
    const place = one(".set-open", card);
    if (!place) return;
    const row = one(`template[data-row="${place.dataset.key}"]`, card).content.cloneNode(true);
    one(".set-rows", place.closest(".set")).append(row);
    place.remove();
    tidy(card);
  };

  // Correct a set that is still only here: its form again, under the same UUID, with what was typed.
  const reopen = (entry) => {
    const card = cardOf(entry), opened = one(".set-open")?.closest("article");
    if (opened) close(opened);
    const form = open(card, keyOf(entry));
    if (!form) return;
    form.elements.uuid.value = entry.id;
    restore(form, new Map(Object.entries(entry.fields)));
    form.dataset.again = "";
  };

  window.Cards = { of: cardOf, swap, waiting: showWaiting, open, close, reveal, element };
})();
