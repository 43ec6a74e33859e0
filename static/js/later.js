// What a page can do without until it stands lies in a template, and comes after the first picture: neither that nor the
// first set waits for it. A browser that does not tell of pictures is asked when all has been loaded.
(() => {
  "use strict";
  let come = false;
  const bring = () => {
    if (come) return;
    come = true;
    for (const each of document.querySelectorAll("template[data-later]")) document.head.append(document.importNode(each.content, true));
  };
  if (window.PerformanceObserver?.supportedEntryTypes?.includes("paint")) new PerformanceObserver(bring).observe({ type: "paint", buffered: true });
  window.addEventListener("load", () => setTimeout(bring, document.hidden ? 0 : 500));
})();
