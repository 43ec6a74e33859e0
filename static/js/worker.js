// The service worker. It keeps pages that say they may be kept, gives them back where there is no signal, and never
// touches a write. /sw.js says the version and imports this; see docs/adr/0012.
(() => {
  "use strict";
  const { version, fixed, static: files, offline, start, list } = self.KICKSTAND;
  const FILES = `files-${version}`, PAGES = "pages-", RECORD = "/kept.json";
  const PATIENCE = 3500, AN_HOUR = 3600e3, MOST = 80;
  let sent = 0; // when a form was sent
  let era = 0; // goes on when somebody leaves: what was asked for before is not kept any more

  // --- Files: by version, and those of the version before -----------------------------------------------------

  const filesIn = (html) => new Set([...html.matchAll(/(?:href|src)="([^"#?]+)/g)].map(([, path]) => path).filter((path) => path.startsWith(files)));

  const holdFiles = async (html) => {
    const cache = await caches.open(FILES);
    await Promise.all([...filesIn(html)].map(async (path) => {
      if (fixed && await cache.match(path)) return;
      const response = await fetch(path, { priority: "low" });
      if (response.ok) await cache.put(path, response);
    }));
  };

  // A name with a hash is the same file for ever. Without one (development, tests) the server knows better. A phone
  // that refuses us its store loses nothing but what is for days without signal.
  const fetched = async (request, path) => {
    const response = await fetch(request);
    if (response.status === 200) {
      const copy = response.clone();
      caches.open(FILES).then((cache) => cache.put(path, copy)).catch(() => {});
    }
    return response;
  };
  const held = async (path) => await (await caches.open(FILES)).match(path) ?? await caches.match(path);
  const file = async (request) => {
    const path = new URL(request.url).pathname;
    if (fixed) return await held(path).catch(() => undefined) ?? fetched(request, path);
    return fetched(request, path).catch(async (error) => {
      const found = await held(path).catch(() => undefined);
      if (found) return found;
      throw error;
    });
  };

  // --- Pages: those of one person at a time -------------------------------------------------------------------

  const ours = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));
  const forget = async (but = "") => {
    for (const name of await ours()) if (name !== but) { era += 1; await caches.delete(name); }
  };
  const leave = () => { era += 1; return forget(); };
  const mayBeKept = (response) =>
    response.status === 200 && response.type === "basic" && !response.redirected &&
    (response.headers.get("Content-Type") || "").startsWith("text/html") &&
    response.headers.get("X-Offline") === "keep" && response.headers.has("Kickstand-User");

  const keep = async (path, response, asked = era, anew = false) => {
    if (!mayBeKept(response)) return false;
    const name = PAGES + response.headers.get("Kickstand-User");
    if (asked !== era) return false;
    await forget(name);
    const now = era, html = await response.clone().text();
    await holdFiles(html).catch(() => {});
    if (now !== era) return false; // somebody left meanwhile
    await (await caches.open(name)).put(path, response);
    await keepToo(html, now, anew).catch(() => {});
    return true;
  };

  // What a page leads to and is needed with it, such as another exercise where the implement is taken.
  const keepToo = async (html, asked, anew) => {
    for (const [, path] of html.matchAll(/href="([^"#?]+)" data-keep-too/g)) if (anew || !await kept(path)) await keep(path, await quietly(path), asked);
  };

  const kept = async (path) => {
    for (const name of await ours()) {
      const found = await (await caches.open(name)).match(path);
      if (found) return found;
    }
    return undefined;
  };

  const nothing = async () => await kept(offline) ?? await caches.match(offline) ?? Response.error();
  const nameOf = (url) => (["/", "/me/"].includes(url.pathname) ? start : url.pathname);

  // What an answer of the server says about the pages here.
  const learn = async (url, response, asked) => {
    if (response.type !== "basic") return;
    if (url.pathname.startsWith("/coach/") && response.ok) return leave();
    if (mayBeKept(response)) {
      if (!url.search) await keep(url.pathname, response, asked);
      else await forget(PAGES + response.headers.get("Kickstand-User"));
    } else if ([404, 410].includes(response.status)) {
      for (const name of await ours()) await (await caches.open(name)).delete(url.pathname);
    }
  };

  // The server's answer; the kept page where there is none, or not in time. After a form was sent the page shows what
  // came of it, so an older copy is only for when the line is gone.
  const page = async (event) => {
    const url = new URL(event.request.url), asked = era;
    const copy = await kept(nameOf(url)).catch(() => undefined);
    const answer = (async () => {
      const response = await event.preloadResponse || await fetch(event.request);
      event.waitUntil(learn(url, mayBeKept(response) ? response.clone() : response, asked).catch(() => {}));
      return response.status >= 500 && copy ? copy : response;
    })();
    event.waitUntil(answer.catch(() => {}));
    if (!copy) return answer.catch(() => nothing().catch(() => Response.error()));
    const patience = Date.now() - sent < 60e3 ? 6 * PATIENCE : PATIENCE;
    const slow = new Promise((resolve) => setTimeout(resolve, patience, copy));
    return Promise.race([answer, slow]).catch(() => copy);
  };

  // --- What is to be on the phone -----------------------------------------------------------------------------

  const read = async (cache) => {
    const found = await cache.match(RECORD);
    return found ? found.json() : { asked: 0, marks: {} };
  };
  const write = (cache, record) => cache.put(RECORD, new Response(JSON.stringify(record)));
  const quietly = (path, etag) =>
    fetch(path, { cache: "no-store", priority: "low", headers: { "Kickstand-Purpose": "keep", ...(etag ? { "If-None-Match": etag } : {}) } });

  // At most once an hour, unless something was written since or this is another version: one page after another.
  const look = async (user) => {
    const name = PAGES + user;
    await forget(name);
    const asked = era, cache = await caches.open(name), record = await read(cache);
    const same = record.version === version;
    if (same && Math.abs(Date.now() - record.asked) < AN_HOUR) return;
    const response = await quietly(list, same ? record.etag : "");
    if (response.status === 304) return write(cache, { ...record, asked: Date.now() });
    if (!response.ok || response.redirected || response.headers.get("Kickstand-User") !== user) return;
    const { pages } = await response.json(), marks = {};
    for (const { url, mark } of pages) {
      if (same && record.marks[url] === mark && await cache.match(url)) { marks[url] = mark; continue; }
      if (asked !== era) return;
      const done = await quietly(url).then((answer) => keep(url, answer, asked, true)).catch(() => false);
      if (done) marks[url] = mark;
    }
    if (asked !== era) return;
    await tidy(cache, pages.map(({ url }) => url));
    const whole = Object.keys(marks).length === pages.length;
    await write(cache, { version, marks, asked: whole ? Date.now() : 0, etag: whole ? response.headers.get("ETag") : "" });
  };

  // Sessions that are no longer among the next or the last ones go; of what else was looked at, the oldest.
  const tidy = async (cache, wanted) => {
    const others = (await cache.keys()).map((request) => new URL(request.url).pathname).filter((path) => path !== RECORD && !wanted.includes(path));
    const gone = others.filter((path) => path.startsWith("/me/sessions/"));
    const rest = others.filter((path) => !gone.includes(path));
    for (const path of [...gone, ...rest.slice(0, Math.max(0, rest.length - MOST))]) await cache.delete(path);
  };

  const again = async (path) => {
    const asked = era;
    await keep(path, await quietly(path), asked);
  };

  const changed = async () => {
    for (const name of await ours()) {
      const cache = await caches.open(name);
      await write(cache, { ...await read(cache), asked: 0 });
    }
  };

  // --- The life of the worker ---------------------------------------------------------------------------------

  self.addEventListener("install", (event) => event.waitUntil((async () => {
    const response = await fetch(offline, { cache: "reload" });
    if (!response.ok) throw new Error("the offline page does not answer");
    await holdFiles(await response.clone().text());
    await (await caches.open(FILES)).put(offline, response);
  })()));

  self.addEventListener("activate", (event) => event.waitUntil((async () => {
    const held = (await caches.keys()).filter((name) => name.startsWith("files-") && name !== FILES); // oldest first
    for (const name of held.slice(0, -1)) await caches.delete(name); // the newest of them: kept pages name its files
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })()));

  self.addEventListener("message", (event) => {
    const { look: user, again: path, use } = event.data ?? {};
    if (use) self.skipWaiting();
    if (user) event.waitUntil(look(user).catch(() => {}));
    if (path) event.waitUntil(again(path).catch(() => {}));
    if (event.data === "signed-out") event.waitUntil(leave());
  });

  self.addEventListener("fetch", (event) => {
    const { request } = event, url = new URL(request.url);
    if (url.origin !== self.location.origin) return;
    if (request.method !== "GET") { // never answered here; but what it is says something about the pages that are kept
      if (request.mode === "navigate") sent = Date.now();
      if (url.pathname.startsWith("/accounts/logout/")) event.waitUntil(leave());
      else if (url.pathname.startsWith("/me/")) event.waitUntil(changed().catch(() => {}));
      return;
    }
    if (url.pathname.endsWith("/file/")) return; // exports and clips go past: a copy of one would fill the memory
    if (url.pathname.startsWith(files)) event.respondWith(file(request));
    else if (request.mode === "navigate" && !url.pathname.startsWith("/api/") && !url.pathname.startsWith("/admin/")) event.respondWith(page(event));
  });

  // Where the browser has Background Sync, what waits is sent when the signal is back, also with the app closed. A page in
  // sight sends it itself: the answer has its cards, with what a coach has been told.
  const SENDS = /^\/me\/($|today|sessions|messages)/;
  const inSight = async () => (await self.clients.matchAll({ type: "window" }))
    .find((each) => each.visibilityState === "visible" && SENDS.test(new URL(each.url).pathname));
  const flush = async () => {
    const page = await inSight();
    if (page) return page.postMessage("send");
    const { state } = await self.Outbox.flush();
    if (["offline", "retry"].includes(state)) throw new Error(state); // the browser tries again
  };
  self.addEventListener("sync", (event) => {
    if (event.tag === "outbox" && self.Outbox) event.waitUntil(flush());
  });
})();
