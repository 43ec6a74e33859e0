// Written by `make messages` from locale/: the words that scripts say. Do not edit.
(() => {
  "use strict";
  const words = {
__proto__: null};
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
