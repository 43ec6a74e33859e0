// The cards of today: one set open among all exercises, what waits folded to a line, the server's card in place of ours.
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];
  const gettext = window.gettext ?? ((words) => words);
  const ngettext = window.ngettext ?? ((one, many, count) => (count === 1 ? one : many));
  const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  const steppers = window.Steppers, box = window.OutboxStatus;
  if (!box) return;

  const cardOf = (entry) => one(`article[data-item="${entry.data.item}"]`);
  const keyOf = (entry) => `${entry.data.side}-${entry.data.set_number}`;
  const formIn = (root) => one("form[data-outbox]", root);

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
    const rir = typed.get("rir_more") || typed.get("rir"), said = { rir: Number(rir) > 4 ? "4" : rir, rir_more: rir, pain: typed.get("pain") };
    for (const [name, value] of Object.entries(said)) {
      const chosen = one(`input[name=${name}][value="${value}"]`, form);
      if (chosen) chosen.checked = true;
    }
    if (typed.get("pain")) one("[data-pain-label]", form).textContent = interpolate(gettext("Pain %(figure)s"), { figure: typed.get("pain") }, true);
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

  // What a screen reader hears of a set that waits, in the words of the server's line.
  const spoken = ({ side, set_number: number, kind, load, unit, seconds, reps }, card) => {
    if (kind === "skipped") return gettext("skipped, waiting to be sent");
    const isBand = "band" in card.dataset;
    const loaded = Number(load) === 0 || isBand ? load : fill(unit === "lb" ? gettext("%(load)s pounds") : gettext("%(load)s kilograms"), { load });
    const count = seconds ?? reps;
    const done = seconds === undefined ? ngettext("%(count)s rep", "%(count)s reps", Number(count)) : ngettext("%(count)s second", "%(count)s seconds", Number(count));
    const words = {
      left: gettext("Set %(number)s, left, %(load)s, %(amount)s, logged, waiting to be sent"),
      right: gettext("Set %(number)s, right, %(load)s, %(amount)s, logged, waiting to be sent"),
      both: gettext("Set %(number)s, both sides, %(load)s, %(amount)s, logged, waiting to be sent"),
    };
    return fill(words[side], { number, load: loaded, amount: fill(done, { count }) });
  };

  const plus = (rir) => (["4", "6"].includes(rir) ? `${rir}+` : rir);

  // What the pill shows while something waits, at the line that waits.
  const cloud = () => {
    const drawn = one('[data-outbox-status] [data-when="waiting"] svg')?.cloneNode(true) ?? element("span", {});
    drawn.classList.add("set-waits");
    return drawn;
  };

  const folded = (entry, place, card) => {
    const { side, set_number: count, kind, rir, pain } = entry.data;
    const skipped = kind === "skipped", key = `${side}-${count}`, id = `${card.dataset.prefix}${key}-said`, done = box.amount(entry.data);
    const rest = !skipped && rir ? ` · ${fill(gettext("RIR %(rir)s"), { rir: plus(rir) })}` : "";
    const correct = element("button", { class: "set-correct", type: "button" }, element("span", { class: "visually-hidden" }, gettext("Correct")));
    correct.addEventListener("click", () => reopen(entry));
    const hurt = !skipped && pain ? [" · ", element("span", { class: "did-pain" }, fill(gettext("pain %(figure)s"), { figure: pain }))] : [];
    const mark = side === "both" ? [] : [element("span", { class: "side", "data-side": side, "aria-hidden": "true" }, side[0].toUpperCase())];
    return element("div", { class: "set-row", role: "group", "aria-label": entry.name, "aria-describedby": id, "data-key": key, "data-order": place.dataset.order, "data-turn": place.dataset.turn, "data-state": "waiting", "data-entry": `${entry.id} ${entry.at}` },
      ...mark,
      element("span", { class: "visually-hidden", id }, spoken(entry.data, card)),
      element("span", { class: "did", "aria-hidden": "true" }, element("b", {}, skipped ? gettext("skipped") : done), rest, ...hurt),
      cloud(),
      correct);
  };

  // A waiting set on the card: its form folds to a line, and the next one opens from the template that came with the page.
  const showWaiting = (entry) => {
    const card = cardOf(entry);
    const place = card && one(`[data-key="${keyOf(entry)}"]`, card);
    const form = place && one("form.set-live", place);
    if (!place || place.dataset.entry === `${entry.id} ${entry.at}`) return;
    if (form && !form.dataset.sent && ("touched" in form.dataset || form.dataset.entry === entry.id)) return; // being typed
    one(".set-rows", place.closest(".set")).append(folded(entry, place, card));
    place.remove();
    tidy(card);
    remember(entry.data, card);
    if (Number(entry.data.pain) >= 6) redden(card, entry.data.pain);
    if (!one(".set-open")) openNext();
  };

  // What was done says what comes next: the same side goes on at its load, the other side of the set matches it.
  const remember = ({ side, set_number: number, kind, load, reps, seconds }, card) => {
    if (kind === "skipped") return;
    card.dataset[`load_${side}`] = load;
    card.dataset[`did_${side}_${number}`] = JSON.stringify({ load, amount: seconds ?? reps });
  };

  const goOn = (form, card) => {
    const { matches } = form.closest(".set-open").dataset, used = card.dataset[`load_${form.dataset.side}`];
    const lead = matches && card.dataset[`did_${matches}_${form.elements.set_number.value}`];
    if (lead) match(form, matches, JSON.parse(lead));
    else if (used) form.elements.load.value = used;
    for (const name of ["load", "reps", "seconds"]) if (form.elements[name]) steppers.tell(form.elements[name]);
  };

  const match = (form, side, { load, amount }) => {
    const held = form.elements.seconds, line = one("[data-follows]", form);
    form.elements.load.value = load;
    (held ?? form.elements.reps).value = amount;
    const done = fill(gettext("%(reps)s at %(load)s"), { reps: held ? `${amount} s` : amount, load: `${load} ${form.elements.unit.value}` });
    line.textContent = fill(side === "left" ? gettext("Left did %(done)s. Match it.") : gettext("Right did %(done)s. Match it."), { done });
    line.hidden = false;
  };

  // Pain that stops the exercise is said at once, with what to do, and no further set of it opens.
  const redden = (card, pain) => {
    const template = one("template[data-red-notice]", card), opened = one(".set-open", card);
    card.dataset.red = "";
    if (opened) close(card);
    if (!template || one(".red-notice", card)) return;
    const notice = template.content.cloneNode(true);
    one("[data-pain]", notice).textContent = fill(gettext("You said %(pain)s of 10."), { pain });
    one("p", notice).setAttribute("role", "alert");
    if (!one('.set-row[data-state="todo"]', card)) one("form", notice)?.remove(); // the last set of it was the one that hurt
    one(".sets", card).before(notice);
  };

  // What was taken instead, and is not sent yet, stands in the place of the first: its card came with the choice.
  const showSwapped = ({ data, card: html }) => {
    const card = one(`article[data-item="${data.instead_of}"]`);
    if (card && html) swap(card, html);
  };

  // A warning sign that waits stops all of the day: what to do stands above the cards (outbox-forms.js).
  const stopAll = () => {
    for (const card of every("article[data-item]")) {
      card.dataset.red = "";
      if (one(".set-open", card)) close(card);
    }
  };

  // All that waits is on its card. What another tab has sent meanwhile waits no more.
  const showAll = (entries) => {
    for (const entry of entries) if (entry.kind === "swap") showSwapped(entry);
    if (entries.some(({ kind, data }) => kind === "sign" || (kind === "finish" && data.red_flag)) || one("main[data-away]")) stopAll(); // or it is moved away
    const sets = entries.filter((entry) => entry.kind === "set"), known = new Set(sets.map((entry) => `${entry.id} ${entry.at}`));
    for (const entry of sets) showWaiting(entry);
    for (const row of every('.set-row[data-state="waiting"]')) {
      if (known.has(row.dataset.entry)) continue;
      row.dataset.state = "sent";
      one(".set-waits", row)?.remove();
      for (const words of every(".visually-hidden:not(button *)", row)) words.textContent = words.textContent.replace(/, [^,]*$/, "");
    }
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
    const form = formIn(set);
    if (!("correct" in form.dataset)) goOn(form, card);
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
    form.elements.uuid.value = entry.data.uuid;
    restore(form, new Map(Object.entries(entry.data)));
    form.dataset.entry = entry.id;
  };

  // Correct a set that the server has: its form in place, without asking anybody.
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("button.set-correct")?.form?.closest(".set-row"), card = row?.closest("article[data-item]");
    if (!card || !one(`template[data-form="${row.dataset.key}"]`, card)) return;
    const opened = one(".set-open"), from = opened?.closest("article");
    if (opened && !one(`template[data-row="${opened.dataset.key}"]`, from)) return;
    event.preventDefault();
    if (from) close(from);
    open(card, row.dataset.key)?.elements.load.focus({ preventScroll: true });
  });

  window.Cards = { of: cardOf, swap, showAll, open, close, reveal, element };
})();
