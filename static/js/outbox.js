// The outbox: what a person does goes into this phone's own store first, then to the server. Only an answer that names it
// removes it. Runs in a page and in a service worker: there is no document here. docs/adr/0011 says how the two speak.
(() => {
  "use strict";
  // The store stays version 1 for good: a page of an older version could not open a newer one, and would lose its sets.
  const DB = "kickstand", STORE = "outbox", LOCK = "outbox-send", ADDRESS = "/me/sync/", PATIENCE = 20000, MOST = 50;
  let opened = null;

  const open = () => (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DB, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = () => { db.close(); opened = null; };
      db.onclose = () => { opened = null; };
      resolve(db);
    };
    request.onerror = () => { opened = null; reject(request.error); };
    request.onblocked = () => { opened = null; reject(new Error("blocked")); };
  }));

  // Resolves when the transaction is complete: with strict durability it is on the disk then.
  const run = async (mode, work) => {
    const db = await open();
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, mode, { durability: mode === "readwrite" ? "strict" : "default" });
      let answer;
      const give = (value) => { answer = value; };
      work(transaction.objectStore(STORE), give);
      transaction.oncomplete = () => resolve(answer);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
  };

  // Another tab, or the worker, has changed what waits.
  const channel = self.BroadcastChannel ? new self.BroadcastChannel("kickstand-outbox") : null;
  const heard = new Set();
  if (channel) channel.onmessage = () => { for (const each of heard) each(); };
  const tell = () => channel?.postMessage("changed");

  // An entry as it is meant. Those of version 1 hold the fields of a set's form, and are read as what they are.
  const read = (kept) => {
    if (kept.version) return kept;
    const { id, user, fields, name, at, state } = kept;
    return { id, version: 1, who: user, kind: "set", data: fields, name, at: fields.performed_at || at, seq: 0, state: state === "gone" ? "refused" : state, kept };
  };
  const inOrder = (a, b) => a.seq - b.seq || Date.parse(a.at) - Date.parse(b.at);

  const everything = () => run("readonly", (store, give) => {
    store.getAll().onsuccess = (event) => give(event.target.result.map(read));
  });
  const all = async (who) => (await everything()).filter((entry) => entry.who === who).sort(inOrder);

  // The browser is asked once not to throw the store away.
  let asked = false;
  const persist = () => {
    if (!asked) self.navigator.storage?.persist?.().catch(() => {});
    asked = true;
  };

  // Where the browser can, the worker sends what waits also when the app is closed.
  const later = () => self.navigator.serviceWorker?.ready.then((registration) => registration.sync?.register("outbox")).catch(() => {});

  // Keeps an action, in the order in which they are done. One that is put again keeps its place.
  const put = async (entry) => {
    await run("readwrite", (store) => {
      store.getAll().onsuccess = (event) => {
        const before = event.target.result.find((each) => each.id === entry.id);
        const last = Math.max(0, ...event.target.result.map((each) => each.seq ?? 0));
        store.put({ state: "waiting", ...entry, version: 2, seq: before?.seq ?? last + 1 });
      };
    });
    tell();
    persist();
    later();
  };
  const remove = async (id) => {
    await run("readwrite", (store) => store.delete(id));
    tell();
  };

  // What an action is known by; on a page without https the browser makes none itself.
  const uuid = () => self.crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (self.crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

  // The phone's time with its offset.
  const stamp = (now = new Date()) => {
    const away = -now.getTimezoneOffset(), two = (value) => String(Math.floor(Math.abs(value))).padStart(2, "0");
    return `${new Date(now.getTime() + away * 60000).toISOString().slice(0, 23)}${away < 0 ? "-" : "+"}${two(away / 60)}:${two(away % 60)}`;
  };

  // --- Sending ------------------------------------------------------------------------------------------------

  // A page has the newest token in its cookie; a worker, and whoever has none, asks for it.
  const cookie = () => self.document?.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
  const ask = (address, options) =>
    fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options });

  const whose = async () => {
    const response = await ask(ADDRESS, {});
    return response.ok ? response.json() : refusal(response);
  };

  // What an answer without results means for all that was sent. Nothing is dropped for any of them.
  const refusal = (response) => {
    const after = Number(response.headers.get("retry-after")) * 1000 || 0;
    if (response.status === 401 || response.type === "opaqueredirect") return { state: "signin" };
    if (response.status === 409) return { state: "other" };
    return { state: [400, 404, 422].includes(response.status) ? "stuck" : "retry", after };
  };

  const post = async (who, csrf, batch, cards) => {
    const actions = batch.map(({ id, kind, at, data }) => ({ id, kind, at, data }));
    const response = await ask(ADDRESS, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ user: who, version: 2, sent_at: stamp(), actions, cards }),
    });
    return response.ok ? response.json() : { ...refusal(response), status: response.status };
  };

  // A token may be older than the last sign-in: once more with a fresh one.
  const deliver = async (who, batch, cards) => {
    let csrf = cookie();
    for (let again = 0; again < 2; again += 1) {
      if (!csrf || again) {
        const session = await whose();
        if (session.state) return session;
        if (session.user !== who) return { state: "other" };
        csrf = session.csrf;
      }
      const answer = await post(who, csrf, batch, cards);
      if (answer.status !== 403) return answer;
    }
    return { state: "retry", after: 0 };
  };

  // What was said about each action: saved goes, refused stays in sight. One corrected meanwhile still has to be sent.
  const settle = (batch, results) => run("readwrite", (store) => {
    for (const entry of batch) {
      const result = results.get(entry.id);
      if (!result || result.state === "retry") continue;
      store.get(entry.id).onsuccess = (event) => {
        const now = event.target.result;
        if (!now || read(now).at !== entry.at) return;
        if (["saved", "had"].includes(result.state)) store.delete(entry.id);
        else store.put({ ...read(now), kept: undefined, version: 2, state: result.state, why: result.why, what: result.what });
      };
    }
  });

  // All that waits of one person, in its order. `told` hears the answers to each batch; `wanted` names the cards that the page wants again.
  const send = async (who, told, wanted) => {
    let most = MOST;
    for (;;) {
      const waiting = (await all(who)).filter((entry) => entry.state === "waiting");
      if (!waiting.length) return { state: "clear" };
      const batch = waiting.slice(0, most);
      let answer;
      try {
        answer = await deliver(who, batch, wanted?.(batch) ?? []);
      } catch {
        return { state: "offline" }; // kept or not: unknown, so it is sent again; its UUID makes that safe
      }
      if (answer.status === 413 && most > 1) {
        most = Math.ceil(most / 4);
        continue;
      }
      if (!answer.results) return answer;
      const results = new Map(answer.results.map((each) => [each.id, each]));
      await settle(batch, results);
      tell();
      await told?.(batch, results, answer.cards ?? {});
      if (batch.some((entry) => !results.has(entry.id) || results.get(entry.id).state === "retry")) return { state: "retry", after: 0 };
    }
  };

  // One sender at a time, over all tabs and the worker. Without a name: whoever is signed in.
  const flush = async (who, told, wanted) => {
    if (!who) {
      try {
        const session = await whose();
        if (session.state) return session;
        who = session.user;
      } catch {
        return { state: "offline" };
      }
    }
    const work = () => send(who, told, wanted);
    return self.navigator.locks ? self.navigator.locks.request(LOCK, work) : work();
  };

  self.Outbox = { put, remove, all, everything, flush, uuid, stamp, heard: (listener) => heard.add(listener) };
})();
