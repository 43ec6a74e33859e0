// What the outbox holds, told in the pill; what was refused, until the person decides. It sends when there is a way.
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);

  const status = one("[data-outbox-status]");
  const outbox = window.Outbox;
  if (!status || !outbox) return;
  const user = status.dataset.user;
  const page = { waiting: () => {}, told: async () => {} }; // what the page at hand does with its sets
  let connection = "clear", waitingNow = 0;

  // Reps, or the seconds of a hold.
  const amount = (fields) => ("seconds" in fields ? interpolate(gettext("%(count)s s"), { count: fields.seconds }, true) : fields.reps);
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
    if (!waiting.length) say(gettext("All saved"), "", "synced");
    else if (connection === "signin") {
      const link = document.createElement("a");
      link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
      const text = ngettext("Sign in to send %(count)s set", "Sign in to send %(count)s sets", waiting.length);
      link.textContent = interpolate(text, { count: waiting.length }, true);
      status.dataset.state = "waiting";
      one("[data-words]", status).replaceChildren(link);
    } else {
      const text = interpolate(gettext("%(count)s waiting"), { count: waiting.length }, true);
      say(gettext("Saved on this phone"), `, ${text}`, "waiting");
    }
    for (const entry of waiting) page.waiting(entry);
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
      const gone = gettext("%(set)s, %(figures)s, was not taken: its session is no longer there. It is still on this phone. Tell your coach, or log it again.");
      const wrong = gettext("%(set)s, %(figures)s, was not taken: a figure is not possible. It is still on this phone. Tell your coach, or log it again.");
      const facts = { set: entry.name, figures: `${entry.fields.load} × ${amount(entry.fields)}` };
      text.textContent = interpolate(entry.state === "gone" ? gone : wrong, facts, true);
      const again = document.createElement("button");
      again.className = "btn"; again.type = "button"; again.textContent = gettext("Try again");
      again.addEventListener("click", async () => {
        await outbox.put({ ...entry, state: "waiting" });
        sync();
      });
      const drop = document.createElement("button");
      drop.className = "btn btn-quiet"; drop.type = "button"; drop.textContent = gettext("Remove from this phone");
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

  // --- Sending ------------------------------------------------------------------------------------------------

  let pause = 2000, later;
  const sync = async () => {
    clearTimeout(later);
    await paint();
    connection = navigator.onLine === false ? "offline" : await outbox.flush(user, page.told);
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

  window.OutboxStatus = { user, amount, paint, sync, serve: (hooks) => Object.assign(page, hooks) };
})();
