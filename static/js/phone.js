// The app on a phone: keeps pages for where there is no signal, offers a new version, and says when a page is of
// another day. Nothing here is needed to train online.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const { user } = document.body.dataset;
  const container = navigator.serviceWorker;

  // --- The worker ---------------------------------------------------------------------------------------------

  const tell = (message) => container?.controller?.postMessage(message);

  // A new version is offered, never forced: what waits to be sent lies in the outbox and outlives it.
  const offer = (waiting) => {
    const bar = one("[data-new-version]");
    if (!bar || !waiting) return;
    bar.hidden = false;
    one("button", bar).addEventListener("click", () => {
      container.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting.postMessage({ use: true });
    }, { once: true });
  };

  const register = async () => {
    const registration = await container.register("/sw.js", { scope: "/" });
    if (!registration) return;
    const watch = (worker) => worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && container.controller) offer(worker);
    });
    if (container.controller) offer(registration.waiting);
    watch(registration.installing);
    registration.addEventListener("updatefound", () => watch(registration.installing));
    await container.ready;
    if (!container.controller) await new Promise((resolve) => container.addEventListener("controllerchange", resolve, { once: true }));
    if (user) tell({ look: user });
  };

  if (container) {
    const begin = () => register().catch(() => {}); // a phone that cannot keep pages trains with signal
    if (document.readyState === "complete") begin();
    else window.addEventListener("load", begin, { once: true });
  }

  // What was saved stands on the page, but not on the kept copy of it: a moment after the last one it is kept again.
  const WRITES = /\/me\/(sets|sync)\//;
  let soon = 0;
  if (window.PerformanceObserver) new PerformanceObserver((seen) => {
    if (!seen.getEntries().some((entry) => entry.initiatorType === "fetch" && WRITES.test(entry.name))) return;
    clearTimeout(soon);
    soon = setTimeout(() => navigator.onLine && tell({ again: location.pathname }), 2500);
  }).observe({ type: "resource" });

  // Where the browser can send with the app closed, it is asked to as the app is left with something waiting.
  document.addEventListener("visibilitychange", async () => {
    if (!document.hidden || !user || !window.Outbox) return;
    const waiting = (await window.Outbox.all(user)).some((entry) => entry.state === "waiting");
    if (waiting) (await container?.ready)?.sync?.register("outbox").catch(() => {});
  });

  // --- Signing out: on this phone at once, with or without signal ----------------------------------------------

  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("[action$='/accounts/logout/']")) return;
    const words = one("[data-signed-out]");
    if (!navigator.onLine && words) { event.preventDefault(); words.hidden = false; words.focus(); }
    tell("signed-out");
    for (const name of await window.caches?.keys() ?? []) if (name.startsWith("pages-")) caches.delete(name);
  });

  // --- A page of another day ----------------------------------------------------------------------------------

  const main = one("main[data-day]");
  const today = () => { // where the person trains, not where the phone thinks it is
    const seconds = Date.now() / 1000, { from, until, day } = main.dataset;
    if (seconds >= from && seconds < until) return day; // a slow phone takes a while to open a calendar
    try { return new Intl.DateTimeFormat("en-CA", { timeZone: main.dataset.zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date()); }
    catch { return main.dataset.day; }
  };
  const checkDay = async () => {
    const notice = one("[data-other-day]"), now = today(), { day } = main.dataset;
    for (const past of main.querySelectorAll("[data-on]")) past.hidden = past.dataset.on < now; // nothing is moved to a day that is over
    const ahead = "ahead" in main.dataset, begins = one("[data-on-its-day]");
    if (ahead && begins) { // a session to come: shown until its day, trained on it
      begins.hidden = now < day && !("moved" in main.dataset); // moved to today, and not sent yet
      one("[data-preview]").hidden = !begins.hidden;
    }
    if (now === day || (ahead && now < day)) { notice.hidden = true; return; }
    const path = notice.dataset.path.replace("0000-00-00", now), held = await window.caches?.match(path);
    one("[data-held]", notice).hidden = !held;
    one("[data-held] a", notice).href = path;
    one("[data-not-held]", notice).hidden = Boolean(held);
    notice.hidden = false;
  };
  if (main) {
    checkDay();
    document.addEventListener("visibilitychange", () => document.hidden || checkDay());
  }

  // --- Putting it on the home screen: said once, quietly -------------------------------------------------------

  const SAID = "kickstand-install";
  const remembered = () => { try { return localStorage.getItem(SAID); } catch { return "no store"; } };
  const remember = () => { try { localStorage.setItem(SAID, "said"); } catch { /* it will be said again */ } };
  const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

  const invite = (hint) => {
    const done = () => { remember(); hint.hidden = true; };
    const show = (how) => {
      if (installed || remembered()) return;
      for (const each of hint.querySelectorAll("[data-how]")) each.hidden = each.dataset.how !== how;
      hint.hidden = false;
    };
    one("[data-later]", hint).addEventListener("click", done);
    window.addEventListener("appinstalled", done);
    window.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      show("button");
      one("[data-do-install]", hint).onclick = () => { done(); event.prompt(); };
    });
    if (isApple) show("ios");
  };
  if (one("[data-install]")) invite(one("[data-install]"));
})();
