// What Django's JavaScript catalogue offers. The words of a language come before it: words.de.js, desk-words.de.js, which
// `make messages` writes from locale/. Without them the English of the sources is said.
(() => {
  "use strict";
  const words = Object.assign(Object.create(null), ...window.moreWords ?? []);
  const find = (one, many, count) => {
    const said = words[one];
    if (Array.isArray(said)) return said[count === 1 ? 0 : 1];
    return said ?? (many === undefined || count === 1 ? one : many).split("\u0004").pop();
  };
  window.gettext = (one) => find(one);
  window.ngettext = (one, many, count) => find(one, many, count);
  window.pgettext = (context, one) => find(`${context}\u0004${one}`);
  window.npgettext = (context, one, many, count) => find(`${context}\u0004${one}`, many, count);
  // interpolate("%(count)s sets", {count: 3}, true), or "%s sets" with a list.
  window.interpolate = (text, values, named) =>
    named ? text.replace(/%\((\w+)\)s/g, (_, name) => values[name]) : text.replace(/%s/g, () => values.shift());
})();
