// Forms that are kept on the phone before they are sent: stop, skip, finish, the morning's answer, comments, messages.
// Without this script, or where the phone keeps nothing, they are posted as they are.
(() => {
  "use strict";
  const gettext = window.gettext ?? ((words) => words);
  const interpolate = window.interpolate ?? ((words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name]));
  const outbox = window.Outbox, box = window.OutboxStatus;
  if (!box) return;

  const one = (selector, root = document) => root.querySelector(selector);
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];
  const WORDS = new Set(["comment", "message"]); // more of them can be written while one waits

  const dataOf = (form, submitter) => {
    const data = Object.fromEntries(new FormData(form, submitter));
    delete data.csrfmiddlewaretoken;
    const { session, assignment, due } = form.dataset;
    return session ? { ...data, session, assignment, due_on: due } : data;
  };

  // Where an entry belongs on this page: to the forms of its kind, session and exercise.
  const formsOf = (entry) => every(`form[data-keep="${entry.kind}"], form[data-kept-here~="${entry.kind}"]`).filter((form) =>
    (form.dataset.session ?? "") === (entry.data.session ?? "") && (form.elements.item?.value ?? "") === (entry.data.item ?? ""));

  const SAID = {
    stop: gettext("Stopped on this phone. It is sent when there is a signal."),
    skip_session: gettext("Skipped on this phone. It is sent when there is a signal."),
    finish: gettext("Finished on this phone. It is sent when there is a signal, and then what comes next stands here."),
    morning: gettext("Answered on this phone. It is sent when there is a signal."),
  };

  // A warning sign, alone or with the end of a session. Until it is sent nobody has heard of it: what to do says the page.
  const isSign = ({ kind, data }) => kind === "sign" || (kind === "finish" && Boolean(data.red_flag));
  const showSign = (entry) => {
    const template = one("template[data-sign-waits]"), form = one('form[data-keep="sign"]');
    if (!template || form?.dataset.sent || one(`[data-tells="${entry.id}"]`)) return;
    const notice = template.content.firstElementChild.cloneNode(true);
    notice.dataset.tells = entry.id;
    (form ?? template).before(notice);
    if (form) form.hidden = true;
  };

  // A session on another day. What it opens is on the phone; where it was, nothing more is logged.
  const inWords = (day) => new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(day));
  const dayNow = ({ dataset: { zone, day } }) => { // where the person trains
    try { return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date()); }
    catch { return day; }
  };
  const showMove = async ({ id, data: { day, to } }) => {
    const template = one("template[data-move-waits]"), main = one("main"), now = dayNow(main);
    if (!template || one('form[data-keep="move"][data-sent]') || one(`[data-tells="${id}"]`)) return;
    const notice = template.content.firstElementChild.cloneNode(true), path = template.dataset.path.replace("0000-00-00", day);
    notice.dataset.tells = id;
    one("[data-words]", notice).textContent = to === now ? gettext("Moved to today on this phone.") : interpolate(gettext("Moved to %(day)s on this phone."), { day: inWords(to) }, true);
    one("[data-leave]", notice).addEventListener("click", () => outbox.remove(id).then(() => location.reload()));
    template.before(notice);
    for (const each of every('form[data-keep="move"], a[href$="/me/moved-days/"]')) each.hidden = true;
    const isHere = template.dataset.due === day, begins = one("[data-on-its-day]");
    if (isHere && to > now) main.dataset.away = "";
    if (to > now || (isHere && !begins)) return;
    if (isHere) {
      main.dataset.moved = "";
      begins.hidden = false;
      one("[data-preview]").hidden = true;
    } else if (await window.caches?.match(path)) Object.assign(one("[data-open-day]", notice), { href: path, hidden: false });
  };

  const nowSent = (notice) => {
    delete notice.dataset.tells;
    for (const each of every("[data-until-sent], [data-leave]", notice)) each.hidden = true;
    one("[data-once-sent]", notice).hidden = false;
  };

  // In the place of the form: what was done. Above it: a line that waits.
  const show = (entry) => {
    const forms = formsOf(entry), [form] = forms;
    if (!form || ["sign", "move"].includes(entry.kind) || form.dataset.sent || one(`[data-kept="${entry.id}"]`)) return;
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.dataset.kept = entry.id;
    notice.dataset.then = form.dataset.then ?? "";
    notice.append(WORDS.has(entry.kind) ? `“${entry.data.text}” · ${gettext("waiting")}` : SAID[entry.kind]);
    if (WORDS.has(entry.kind)) {
      if (form.closest("main")) form.before(notice);
      else one("main").append(notice);
      return;
    }
    form.before(notice);
    for (const each of forms) each.hidden = true;
  };

  // Sent meanwhile: the page of what came of it is there now.
  const sent = (notice) => {
    delete notice.dataset.kept;
    const link = document.createElement("a");
    link.href = notice.dataset.then || location.pathname;
    link.textContent = gettext("Look at it");
    notice.replaceChildren(gettext("Sent."), " ", link);
  };

  const waiting = (entries) => {
    const known = new Set(entries.map((entry) => entry.id));
    for (const entry of entries) if (entry.kind !== "set") show(entry);
    for (const entry of entries.filter(isSign)) showSign(entry);
    for (const entry of entries) if (entry.kind === "move") showMove(entry);
    for (const notice of every("[data-tells]")) if (!known.has(notice.dataset.tells)) nowSent(notice);
    for (const notice of every("[data-kept]")) if (!known.has(notice.dataset.kept)) sent(notice);
  };

  const go = (address) => {
    const there = new URL(address || location.href, location.href);
    if (there.pathname === location.pathname) {
      if (there.hash) history.replaceState(null, "", there.hash);
      location.reload();
    } else location.assign(there);
  };

  // What became of it: sent, not possible (the server says why, at its field), or still here.
  const outcome = async (entry, form) => {
    const now = (await outbox.all(box.user)).find((each) => each.id === entry.id);
    if (entry.kind === "sign" && now?.state !== "refused") { // what to do stays in sight, sent or not
      delete form.dataset.sent;
      showSign(entry);
      await box.paint();
      one(".sign-waits").focus();
      return;
    }
    if (!now || (["swap", "move"].includes(entry.kind) && now.state === "waiting")) {
      go(form.dataset.then);
      return;
    }
    if (now.state === "refused") {
      await outbox.remove(entry.id);
      form.submit();
      return;
    }
    if (WORDS.has(entry.kind)) form.reset();
    delete form.dataset.sent;
    for (const button of every("[aria-busy]")) button.removeAttribute("aria-busy");
    await box.paint();
    const end = one("form[data-here]");
    if (entry.kind === "stop" && form.dataset.then === end?.getAttribute("action")) here(end);
  };

  // Another exercise: its card comes along, so that today shows it before the server has heard of it.
  const chosen = (entry) => {
    const template = every("template[data-instead]").find((each) => each.dataset.instead === entry.data.key);
    if (!template) return false;
    const card = one("article", template.content), first = one("input[name=instead_of]", template.content).value;
    delete entry.data.key;
    Object.assign(entry.data, { item: card.dataset.item, instead_of: first, instead_key: template.dataset.instead });
    entry.card = template.innerHTML;
    return true;
  };

  // What was taken instead, and is only here yet, is taken back here.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-take-back]")) return;
    event.preventDefault();
    const waits = (await outbox.all(box.user)).find(({ kind, data }) => kind === "swap" && data.item === form.dataset.takeBack);
    if (!waits) {
      form.submit();
      return;
    }
    await outbox.remove(waits.id);
    location.reload();
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-keep]")) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    const entry = { id: outbox.uuid(), who: box.user, kind: form.dataset.keep, data: dataOf(form, event.submitter), name: "", at: outbox.stamp() };
    if (entry.kind === "swap" ? !chosen(entry) : entry.kind === "move" && !entry.data.to) {
      delete form.dataset.sent;
      for (const button of every("[aria-busy]")) button.removeAttribute("aria-busy");
      if (box.isOffline()) one("input[type=radio]", form).focus();
      else form.submit(); // nothing is chosen: the server says so, at its field
      return;
    }
    try {
      await outbox.put(entry);
    } catch {
      if (navigator.onLine) form.submit(); // this phone keeps nothing: straight to the server
      else await box.noRoom(); // told before it is lost: what was typed stays typed
      delete form.dataset.sent;
      for (const button of every("[aria-busy]")) button.removeAttribute("aria-busy");
      return;
    }
    await box.sync();
    await outcome(entry, form);
  });

  // Without signal the pages for finishing and skipping cannot be fetched: their forms came along with this one.
  const here = (opener) => {
    const place = one("[data-here-place]");
    for (const sheet of every(":popover-open")) sheet.hidePopover();
    place.replaceChildren(one(`template#${opener.dataset.here}`).content.cloneNode(true));
    for (const each of every("form[data-here]")) each.hidden = true;
    place.scrollIntoView({ block: "start" });
    one("input, textarea, button", place)?.focus({ preventScroll: true });
    for (const button of every("[aria-busy]")) button.removeAttribute("aria-busy");
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("a[data-here]");
    if (!opener || !box.isOffline()) return;
    event.preventDefault();
    here(opener);
  });

  // Finishing first sends what the phone still holds, but never waits for a signal.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-here]")) return;
    event.preventDefault();
    const state = box.isWaiting() ? await box.sync() : "clear";
    if (state !== "clear" || box.isOffline()) here(form);
    else form.submit();
  });

  box.serve({ waiting });
})();
