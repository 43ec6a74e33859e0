// The page for what is not kept: links to what is, newest day first.
(async () => {
  "use strict";
  const list = document.querySelector("[data-kept] ul"), found = [];
  document.querySelector("[data-again]").href = location.href;
  for (const name of await window.caches?.keys() ?? []) {
    if (!name.startsWith("pages-")) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url), response = await cache.match(request);
      if (pathname === "/offline/" || !(response.headers.get("Content-Type") || "").startsWith("text/html")) continue;
      const held = new DOMParser().parseFromString(await response.text(), "text/html");
      const day = pathname.startsWith("/me/sessions/") ? held.querySelector(".phone-date")?.textContent.trim() : "";
      found.push({ pathname, title: held.title.replace(/ · Kickstand$/, ""), day });
    }
  }
  if (!found.length) return;
  const places = [/^\/me\/today\//, /^\/me\/sessions\/\d{4}-\d\d-\d\d\//, /^\/me\/(?!sessions)/, /^\/me\/sessions\//, /^\/library\//];
  const rank = ({ pathname }) => places.findIndex((place) => place.test(pathname));
  found.sort((a, b) => rank(a) - rank(b) || (rank(a) === 1 && a.pathname > b.pathname ? 1 : 0)); // the days to come by date, the rest as it was kept
  list.replaceChildren(...found.map(({ pathname, title, day }) => {
    const link = document.createElement("a"), item = document.createElement("li");
    link.href = pathname;
    link.textContent = title;
    if (day) {
      const words = document.createElement("small");
      words.textContent = day;
      link.append(" ", words);
    }
    item.append(link);
    return item;
  }));
  document.querySelector("[data-nothing]").hidden = true;
  document.querySelector("[data-kept]").hidden = false;
})();
