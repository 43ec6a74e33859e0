// The outbox: a set goes into the phone's own store first, then to the server. Only an answer that names it removes it.
(() => {
  "use strict";
  const DB = "kickstand", STORE = "outbox", LOCK = "outbox-send", PATIENCE = 8000;
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
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };

  const put = (entry) => run("readwrite", (store) => store.put(entry));
  const remove = (id) => run("readwrite", (store) => store.delete(id));
  const get = (id) => run("readonly", (store) => store.get(id));
  const all = async (user) =>
    (await run("readonly", (store) => store.getAll())).filter((entry) => entry.user === user).sort((a, b) => (a.at < b.at ? -1 : 1));

  // The cookie is the newest token there is, also after a sign-in in another tab.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";

  // One set to the server. Answers { state, html }: saved, refused, signin, retry or offline.
  const post = async (entry) => {
    let response;
    try {
      response = await fetch(entry.url, {
        method: "POST", credentials: "same-origin", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
        headers: { "HX-Request": "true", "HX-Current-URL": location.href, "X-CSRFToken": token(), "Kickstand-User": entry.user },
        body: new URLSearchParams(entry.fields),
      });
      if (response.headers.get("Kickstand-Saved") === entry.id) return { state: "saved", html: await response.text() };
      if (response.status === 422) return { state: "refused", html: await response.text() };
    } catch {
      return { state: "offline" }; // kept or not: unknown, so it is sent again; its UUID makes that safe
    }
    if (response.headers.has("HX-Redirect") || response.type === "opaqueredirect" || [401, 403].includes(response.status)) return { state: "signin" };
    return { state: response.status === 404 ? "gone" : "retry" };
  };

  // All waiting sets of a user, oldest first, one sender at a time. `told` hears each answer. Answers the last state.
  const send = async (user, told) => {
    for (const entry of await all(user)) {
      if (entry.state !== "waiting") continue;
      const answer = await post(entry);
      const now = await get(entry.id); // corrected meanwhile: the newer words still have to be sent
      const newer = now && now.at !== entry.at;
      if (answer.state === "saved" && !newer) await remove(entry.id);
      if ((answer.state === "refused" || answer.state === "gone") && !newer) await put({ ...entry, state: answer.state });
      await told(entry, answer);
      if (["offline", "signin", "retry"].includes(answer.state)) return answer.state;
    }
    return "clear";
  };

  const flush = (user, told) =>
    navigator.locks ? navigator.locks.request(LOCK, () => send(user, told)) : send(user, told);

  window.Outbox = { put, remove, all, post, flush };
})();
