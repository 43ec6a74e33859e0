// Today's session: steppers, the outbox behind every set, and the rest that starts by itself.
// Without this script the same forms are posted and the same pages come back.
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];

  // --- Steppers -----------------------------------------------------------------------------------------------

  const FIGURE = /^[0-9]+([.,][0-9]+)?$/;
  const number = (text) => (FIGURE.test(text.trim()) ? Number(text.trim().replace(",", ".")) : null);

  const tellValue = (input) => {
    const value = number(input.value);
    if (value === null) input.removeAttribute("aria-valuenow");
    else input.setAttribute("aria-valuenow", String(value));
    tellPlates(input, value);
  };

  // The plates for the load, where a bar is loaded: nothing where these plates do not make it.
  const tellPlates = (input, load) => {
    const line = one("[data-plates]", input.closest(".stepper"));
    if (!line) return;
    const all = input.closest("article").dataset.onBar.split("|").map((each) => each.split("="));
    line.textContent = all.find(([made]) => Number(made) === load)?.[1] ?? "";
  };

  const step = (input, direction) => {
    const value = number(input.value) ?? 0;
    const loads = (input.parentElement.dataset.loads || "").split(" ").filter(Boolean).map(Number);
    let next = value + direction;
    if (loads.length) next = direction > 0 ? loads.find((load) => load > value) : loads.findLast((load) => load < value);
    if (next === undefined || next < 0) return;
    input.value = String(next);
    tellValue(input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) step(one("input", button.parentElement), Number(button.dataset.step));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[role=spinbutton]") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    step(event.target, event.key === "ArrowUp" ? 1 : -1);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form.set-live");
    if (!form) return;
    form.dataset.touched = "";
    if (event.target.matches("[role=spinbutton]")) tellValue(event.target);
    if (event.target.name === "pain") one("[data-pain-label]", form).textContent = `Pain ${event.target.value}`;
  });

  // --- The outbox ---------------------------------------------------------------------------------------------

  const status = one("[data-outbox-status]");
  const outbox = window.Outbox;
  if (!status || !outbox) return;
  const user = status.dataset.user;
  let connection = "clear", waitingNow = 0;

  // Reps, or the seconds of a hold.
  const amount = (fields) => ("seconds" in fields ? `${fields.seconds} s` : fields.reps);
  const sets = (count) => `${count} ${count === 1 ? "set" : "sets"}`;
  const say = (strong, rest, state) => {
    status.dataset.state = state;
    const words = one("[data-words]", status);
    const bold = document.createElement("b");
    bold.textContent = strong;
    if (words.textContent !== strong + rest) words.replaceChildren(bold, rest);
  };

  const paint = async () => {
    const entries = await outbox.all(user);
    const waiting = entries.filter((entry) => entry.state === "waiting");
    waitingNow = waiting.length;
    if (!waiting.length) say("All saved", "", "synced");
    else if (connection === "signin") {
      const link = document.createElement("a");
      link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = `Sign in to send ${sets(waiting.length)}`;
      status.dataset.state = "waiting";
      one("[data-words]", status).replaceChildren(link);
    } else say("Saved on this phone", `, ${waiting.length} waiting`, "waiting");
    for (const entry of waiting) showWaiting(entry);
    paintRefused(entries.filter((entry) => entry.state === "refused" || entry.state === "gone"));
  };

  // A set that the server would not take stays in sight until the person decides.
  const paintRefused = (entries) => {
    const list = one("[data-refused]");
    if (!list) return;
    list.hidden = !entries.length;
    list.replaceChildren(...entries.map((entry) => {
      const notice = document.createElement("div");
      notice.className = "notice";
      notice.dataset.tone = "danger";
      const text = document.createElement("p");
      const why = entry.state === "gone" ? "its session is no longer there" : "a figure is not possible";
      text.textContent = `${entry.name}, ${entry.fields.load} × ${amount(entry.fields)}, was not taken: ${why}. It is still on this phone. Tell your coach, or log it again.`;
      const again = document.createElement("button");
      again.className = "btn"; again.type = "button"; again.textContent = "Try again";
      again.addEventListener("click", async () => {
        await outbox.put({ ...entry, state: "waiting" });
        sync();
      });
      const drop = document.createElement("button");
      drop.className = "btn btn-quiet"; drop.type = "button"; drop.textContent = "Remove from this phone";
      drop.addEventListener("click", async () => {
        await outbox.remove(entry.id);
        paint();
      });
      const row = document.createElement("div");
      row.className = "row row-wrap gap-2";
      row.append(again, drop);
      notice.append(text, row);
      return notice;
    }));
  };

  // --- The card -----------------------------------------------------------------------------------------------

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
      tellValue(form.elements[name]);
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
    const skipped = kind === "skipped", key = `${side}-${count}`, id = `${card.dataset.prefix}${key}-said`, done = amount(entry.fields);
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
      tellValue(form.elements.load);
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

  // --- Logging ------------------------------------------------------------------------------------------------

  const fieldsOf = (form, submitter) => {
    const fields = Object.fromEntries(new FormData(form, submitter));
    delete fields.csrfmiddlewaretoken;
    return fields;
  };
  const readable = (fields) =>
    fields.kind === "skipped" ? Boolean(fields.skip_reason) : number(fields.load) !== null && /^[0-9]+$/.test((fields.seconds ?? fields.reps).trim());

  // The phone's time with its offset.
  const stamp = () => {
    const now = new Date(), away = -now.getTimezoneOffset();
    const two = (value) => String(Math.floor(Math.abs(value))).padStart(2, "0");
    return `${new Date(now.getTime() + away * 60000).toISOString().slice(0, 23)}${away < 0 ? "-" : "+"}${two(away / 60)}:${two(away % 60)}`;
  };

  const told = async (entry, answer) => {
    const card = cardOf(entry);
    if (answer.state === "refused" && card) {
      await outbox.remove(entry.id); // what was typed is in the form again, with what is wrong beside it
      swap(card, answer.html);
    }
    if (answer.state === "saved" && card && !(await outbox.all(user)).some((other) => other.state === "waiting")) swap(card, answer.html);
  };

  // `left, set 2`; with the exercise before it where that is another one.
  const named = (place, card) => {
    const words = one("h3", place).textContent.toLowerCase(), other = place.closest("article");
    return other === card ? words : `${one("h2", other).textContent.trim()}, ${words}`;
  };

  // The full rest when the open set begins a new number, none between the sides of one.
  const rest = (card) => {
    const place = one(".set-open");
    const begun = place && one(".set-row:not([data-state=todo])", place.closest(".set"));
    one("rest-timer")?.start(place && !begun ? Number(card.dataset.rest) : 0, place ? named(place, card) : "");
  };

  // Figures that are none are not kept: the server says what is wrong, at its field.
  const ask = async (entry, form) => {
    const answer = await outbox.post(entry);
    if (answer.html) swap(cardOf(entry), answer.html);
    else {
      form.prepend(element("p", { class: "error set-error", role: "alert" }, `Write load and ${"seconds" in entry.fields ? "seconds" : "reps"} in the figures 0 to 9, or say why the set is skipped.`));
      delete form.dataset.sent;
      for (const button of every("[aria-busy]", form)) button.removeAttribute("aria-busy");
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-outbox]")) return;
    const fields = fieldsOf(form, event.submitter);
    form.elements.performed_at.value = fields.performed_at = stamp();
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    const entry = {
      id: fields.uuid, user, fields, name: one("h3", form).textContent, url: form.getAttribute("action"),
      at: new Date().toISOString(), state: "waiting",
    };
    if (!readable(fields)) {
      await ask(entry, form);
      return;
    }
    try {
      await outbox.put(entry);
    } catch {
      form.append(element("input", { type: "hidden", name: "kind", value: fields.kind }));
      form.submit(); // this phone keeps nothing: straight to the server
      return;
    }
    const card = cardOf(entry);
    if (fields.kind !== "skipped") card.dataset[`load_${fields.side}`] = fields.load;
    await paint();
    rest(card);
    reveal(one(".set-open")?.closest("article") ?? card);
    await sync();
  });

  // A line opens in place, without asking the server.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-open]");
    const card = link?.closest("article"), opened = one(".set-open"), from = opened?.closest("article");
    if (!link || (opened && !one(`template[data-row="${opened.dataset.key}"]`, from))) return;
    event.preventDefault();
    if (from) close(from);
    open(card, link.dataset.open);
  });

  let pause = 2000, later;
  const sync = async () => {
    clearTimeout(later);
    await paint();
    connection = navigator.onLine === false ? "offline" : await outbox.flush(user, told);
    await paint();
    if (connection === "offline" || connection === "retry") {
      later = setTimeout(sync, pause);
      pause = Math.min(pause * 2, 60000);
    } else pause = 2000;
  };

  // Finishing first sends what the phone still holds.
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("form[data-finish]") || !waitingNow) return;
    event.preventDefault();
    await sync();
    event.target.submit();
  });

  window.addEventListener("online", () => { pause = 2000; sync(); });
  window.addEventListener("pageshow", () => sync());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sync(); });
  if (!one(".morning-ask")) for (const card of every("article[data-item]")) reveal(card);
})();
