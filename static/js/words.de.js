// Written by `make messages` from locale/: the words that scripts say. Do not edit.
(() => {
  "use strict";
  const words = {
"It has %(size)s MB, more than %(most)s. Film a shorter clip, or in a lower quality.": "Die Datei hat %(size)s MB, mehr als %(most)s. Film einen kürzeren Clip oder in geringerer Qualität.",
"The file is empty. Choose another one.": "Die Datei ist leer. Wähl eine andere.",
"The connection broke. Nothing was attached: try again.": "Die Verbindung brach ab. Nichts wurde angehängt: Versuch es noch einmal.",
"Stopped. Nothing was attached.": "Angehalten. Nichts wurde angehängt.",
"It did not arrive. Nothing was attached: try again.": "Es kam nicht an. Nichts wurde angehängt: Versuch es noch einmal.",
"%(percent)s percent sent": "%(percent)s Prozent geschickt",
"Sent. One moment.": "Geschickt. Einen Moment.",
"Lower": "Ablassen",
"Bottom": "Unten",
"Lift": "Heben",
"Pause": "Halten",
"%(word)s · %(at)s of %(of)s s": "%(word)s · %(at)s von %(of)s s",
"Play at tempo": "Im Tempo abspielen",
"Top": "Oben",
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
