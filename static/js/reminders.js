// Reminders on this device: what the browser says of it, and turning them on, by the person's tap alone.
(() => {
  "use strict";
  const gettext = window.gettext ?? ((words) => words);
  const WORKER = "/sw.js";
  const root = document.querySelector("[data-reminders]");
  if (!root?.dataset.key) return; // this server does not push
  const parts = [...root.querySelectorAll("[data-state]")];
  const said = root.querySelector("[data-said]");

  const show = (state) => {
    for (const part of parts) part.hidden = part.dataset.state !== state;
  };
  const say = (words) => { said.textContent = words; };

  // An iPad calls itself a Mac; a Mac has no touch screen.
  const isApplePhone = () => /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  const isInstalled = () => navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;
  const canPush = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const fingerprint = async (text) => hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const isOurs = (held) => {
    const key = held.options?.applicationServerKey;
    return !key || hex(key) === hex(bytes(root.dataset.key));
  };

  // The line of this device in the list, if what the browser holds is what the server knows of this person.
  const lineOf = async (held) => (held && isOurs(held) ? root.querySelector(`[data-device="${await fingerprint(held.endpoint)}"]`) : null);
  const held = async () => (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription() ?? null;

  const look = async () => {
    if (isApplePhone() && !isInstalled()) return "install";
    if (!canPush()) return "unsupported";
    if (Notification.permission === "denied") return "blocked";
    const line = Notification.permission === "granted" ? await lineOf(await held()) : null;
    if (!line) return "off";
    line.querySelector("[data-this]").hidden = false;
    return "on";
  };

  const registration = async () => {
    if (!(await navigator.serviceWorker.getRegistration())) await navigator.serviceWorker.register(WORKER);
    return navigator.serviceWorker.ready;
  };

  // What somebody else of this browser turned on, or was signed by older keys, is given up first.
  const subscribe = async () => {
    const { pushManager } = await registration();
    const before = await pushManager.getSubscription();
    if (before && (await lineOf(before))) return before;
    await before?.unsubscribe();
    return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(root.dataset.key) });
  };

  const tell = async (subscription) => {
    const { endpoint, keys } = subscription.toJSON();
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const response = await fetch(root.dataset.add, {
      method: "POST", credentials: "same-origin", redirect: "error", headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth }),
    });
    if (response.ok) return "";
    await subscription.unsubscribe();
    const answer = response.status === 422 ? await response.json() : {};
    return answer.error || gettext("That did not work. Reload the page and try again.");
  };

  const turnOn = async (button) => {
    say("");
    button.setAttribute("aria-busy", "true");
    try {
      const permission = await Notification.requestPermission();
      if (permission === "denied") return show("blocked");
      if (permission !== "granted") return say(gettext("The browser was not allowed to show them. Tap again when you want them."));
      const problem = await tell(await subscribe());
      return problem ? say(problem) : location.reload();
    } catch {
      return say(gettext("The browser could not reach its push service. Check the connection and try again."));
    } finally {
      button.removeAttribute("aria-busy");
    }
  };

  root.querySelector("[data-turn-on]").addEventListener("click", (event) => turnOn(event.currentTarget));

  // Removed here: the browser forgets it too. If it cannot, its push service hears from nobody any more.
  root.addEventListener("submit", async (event) => {
    const line = event.target.closest("[data-device]");
    if (!line || line.querySelector("[data-this]").hidden) return;
    event.preventDefault();
    try {
      await (await held())?.unsubscribe();
    } finally {
      event.target.submit();
    }
  });

  look().then(show, () => show("off"));
})();
