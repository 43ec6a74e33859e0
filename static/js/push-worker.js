// Inside the service worker: shows what is pushed, opens its page, and tells the server of a new address.
(() => {
  "use strict";
  const HOME = "/me/today/", RENEWED = "/me/reminders/devices/renewed/";

  const read = (data) => {
    try {
      return data?.json() ?? {};
    } catch {
      return {};
    }
  };

  // The browser asks for something to be shown whenever it is woken, also by what cannot be read.
  const show = (told) =>
    self.registration.showNotification(String(told.title || "Kickstand"), {
      body: String(told.body || ""),
      tag: String(told.tag || "kickstand"), // a newer one takes the place of an older one, without a sound
      lang: told.lang || undefined,
      icon: `${self.KICKSTAND?.static ?? "/static/"}icons/icon-192.png`,
      data: { url: String(told.url || HOME) },
    });

  const inside = (address) => {
    const url = new URL(address || HOME, self.location.origin);
    return url.origin === self.location.origin ? url : new URL(HOME, self.location.origin);
  };

  // A window that shows the page already comes to the front. No other is sent elsewhere: somebody may be writing in it.
  const open = async (address) => {
    const url = inside(address);
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const there = windows.find((each) => new URL(each.url).pathname === url.pathname);
    return there ? there.focus() : self.clients.openWindow(url.href);
  };

  const renew = async ({ oldSubscription, newSubscription }) => {
    if (!oldSubscription) return;
    const options = { userVisibleOnly: true, applicationServerKey: oldSubscription.options.applicationServerKey };
    const { endpoint, keys } = (newSubscription ?? (await self.registration.pushManager.subscribe(options))).toJSON();
    const body = new URLSearchParams({ before: oldSubscription.endpoint, endpoint, p256dh: keys.p256dh, auth: keys.auth });
    await fetch(RENEWED, { method: "POST", credentials: "same-origin", body });
  };

  self.addEventListener("push", (event) => event.waitUntil(show(read(event.data))));
  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(event.notification.data?.url));
  });
  self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
})();
