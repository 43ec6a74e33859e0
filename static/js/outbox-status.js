// What the outbox holds, told in the pill; what was refused, until the person decides. It sends when there is a way.
(() => {
  "use strict";
  const gettext = window.gettext ?? ((words) => words);
  const ngettext = window.ngettext ?? ((one, many, count) => (count === 1 ? one : many));
  const interpolate = window.interpolate ?? ((words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name]));

  const one = (selector, root = document) => root.querySelector(selector);
  const status = one("[data-outbox-status]");
  const outbox = window.Outbox;
  if (!status || !outbox) return;
  const user = status.dataset.user;
  // What the scripts of a page do: with all that waits, with the answers to what was sent; which cards it wants again.
  const served = [];
  const told = async (...answers) => { for (const each of served) await each.told?.(...answers); };
  const wanted = (batch) => served.flatMap((each) => each.wanted?.(batch) ?? []);
  let connection = { state: "clear" }, waitingNow = 0, broken = false, full = false;

  // --- The pill -----------------------------------------------------------------------------------------------

  const say = (strong, rest, state) => {
    status.dataset.state = state;
    const words = one("[data-words]", status);
    const bold = document.createElement("b");
    bold.textContent = strong;
    if (words.textContent !== strong + rest) words.replaceChildren(bold, rest);
  };

  const signIn = (waiting) => {
    const count = waiting.length, sets = waiting.every((entry) => entry.kind === "set");
    const words = sets ? ngettext("Sign in to send %(count)s set", "Sign in to send %(count)s sets", count) : ngettext("Sign in to send %(count)s entry", "Sign in to send %(count)s entries", count);
    const link = document.createElement("a");
    link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = interpolate(words, { count }, true);
    status.dataset.state = "waiting";
    one("[data-words]", status).replaceChildren(link);
  };

  const paint = async () => {
    let entries = [];
    try {
      entries = await outbox.all(user);
    } catch {
      broken = true;
    }
    const waiting = entries.filter((entry) => entry.state === "waiting");
    waitingNow = waiting.length;
    if (!waiting.length) say(gettext("All saved"), "", "synced");
    else if (connection.state === "signin" || connection.state === "other") signIn(waiting);
    else say(gettext("Saved on this phone"), `, ${interpolate(gettext("%(count)s waiting"), { count: waiting.length }, true)}`, "waiting");
    for (const each of served) each.waiting?.(waiting);
    notices(entries.filter((entry) => entry.state !== "waiting"));
  };

  // --- What needs the person ----------------------------------------------------------------------------------

  const made = (tag, className, ...children) => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  };
  const button = (className, words, act) => {
    const element = made("button", className, words);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };
  const notice = (tone, ...children) => {
    const element = made("div", "notice", made("div", "stack gap-3", ...children));
    element.dataset.tone = tone;
    return element;
  };

  // Reps, or the seconds of a hold.
  const amount = (data) => ("seconds" in data ? interpolate(gettext("%(count)s s"), { count: data.seconds }, true) : data.reps);
  const KINDS = {
    stop: gettext("Stopping the exercise"),
    swap: gettext("Another exercise for today"),
    skip_session: gettext("Skipping the session"),
    finish: gettext("Finishing the session"),
    morning: gettext("Your answer about the morning after"),
    comment: gettext("Your comment"),
    message: gettext("Your message"),
    sign: gettext("Your warning sign"),
    move: gettext("Moving the session"),
  };
  const named = ({ kind, name, data }) => {
    if (kind !== "set") return data.text ? `${KINDS[kind]}: “${data.text}”` : KINDS[kind] ?? kind;
    return data.kind === "skipped" ? name : `${name}, ${data.load} × ${amount(data)}`;
  };

  // Something the server would not take stays in sight until the person decides. What it could keep, the coach sees.
  const refused = (entry) => {
    const gone = () => outbox.remove(entry.id).then(paint);
    const again = async () => {
      await outbox.put({ ...entry, state: "waiting" });
      await sync();
    };
    const why = entry.why ?? gettext("It was not taken.");
    const what = entry.what ?? gettext("It is still on this phone. Tell your coach, or log it again.");
    const acts = entry.state === "conflict" ? [button("btn", gettext("Understood"), gone)] : [button("btn", gettext("Try again"), again), button("btn btn-quiet", gettext("Remove from this phone"), gone)];
    const text = made("p", "", made("b", "", `${named(entry)}. `), `${why} ${what}`);
    return notice(entry.state === "conflict" ? "caution" : "danger", text, made("div", "row row-wrap gap-2", ...acts));
  };

  const troubles = () => {
    const found = [];
    if (broken || full) found.push(gettext("This browser keeps nothing on this phone: a private window, or no space left. What you do is sent straight away; without signal it would be lost."));
    if (connection.state === "stuck") found.push(gettext("This page is too old to send. Open it again with signal. What waits stays on this phone."));
    if (connection.state === "other") found.push(gettext("Somebody else is signed in on this phone. What waits is sent when you sign in again."));
    return found.map((words) => notice("caution", made("p", "", words)));
  };

  const notices = (entries) => {
    const list = one("[data-refused]");
    if (!list) return;
    const shown = [...troubles(), ...entries.map(refused)];
    const now = shown.map((each) => each.textContent).join();
    if (list.dataset.now === now) return; // what is being pressed is not taken away
    list.dataset.now = now;
    list.hidden = !shown.length;
    list.replaceChildren(...shown);
  };

  // --- Sending ------------------------------------------------------------------------------------------------

  const FIRST = 2000, LONGEST = 300000;
  let pause = FIRST, later;
  const sync = async () => {
    clearTimeout(later);
    await paint();
    if (!broken) connection = navigator.onLine === false && waitingNow ? { state: "offline" } : await outbox.flush(user, told, wanted);
    await paint();
    if (["offline", "retry"].includes(connection.state)) {
      later = setTimeout(sync, Math.max(pause, connection.after ?? 0));
      pause = Math.min(pause * 2, LONGEST);
    } else pause = FIRST;
    return connection.state;
  };
  const soon = () => { pause = FIRST; return sync(); };

  const noRoom = () => { full = true; return paint(); };

  outbox.heard(paint);
  window.addEventListener("online", soon);
  window.addEventListener("pageshow", soon);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data === "send") soon(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });

  const isOffline = () => navigator.onLine === false || connection.state === "offline";

  window.OutboxStatus = { user, amount, paint, sync, noRoom, isOffline, isWaiting: () => waitingNow > 0, serve: (hooks) => served.push(hooks) };
})();
