// Written by `make messages` from locale/: the words that scripts say. Do not edit.
(() => {
  "use strict";
  const words = {
"Pain %(figure)s": "Schmerz %(figure)s",
"skipped, waiting to be sent": "ausgelassen, wartet auf das Senden",
"%(load)s pounds": "%(load)s Pfund",
"%(load)s kilograms": "%(load)s Kilogramm",
"%(count)s rep": [
"%(count)s Wiederholung",
"%(count)s Wiederholungen"
],
"%(count)s second": [
"%(count)s Sekunde",
"%(count)s Sekunden"
],
"Set %(number)s, left, %(load)s, %(amount)s, logged, waiting to be sent": "Satz %(number)s, links, %(load)s, %(amount)s, eingetragen, wartet auf das Senden",
"Set %(number)s, right, %(load)s, %(amount)s, logged, waiting to be sent": "Satz %(number)s, rechts, %(load)s, %(amount)s, eingetragen, wartet auf das Senden",
"Set %(number)s, both sides, %(load)s, %(amount)s, logged, waiting to be sent": "Satz %(number)s, beide Seiten, %(load)s, %(amount)s, eingetragen, wartet auf das Senden",
"RIR %(rir)s": "RIR %(rir)s",
"Correct": "Berichtigen",
"skipped": "ausgelassen",
"waiting": "wartet",
"%(reps)s at %(load)s": "%(reps)s mit %(load)s",
"Left did %(done)s. Match it.": "Links hat %(done)s geschafft. Mach es gleich.",
"Right did %(done)s. Match it.": "Rechts hat %(done)s geschafft. Mach es gleich.",
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
"%(count)s s": "%(count)s s",
"All saved": "Alles gespeichert",
"Sign in to send %(count)s set": [
"Anmelden, um %(count)s Satz zu senden",
"Anmelden, um %(count)s Sätze zu senden"
],
"%(count)s waiting": "%(count)s warten noch",
"Saved on this phone": "Auf diesem Telefon gespeichert",
"%(set)s, %(figures)s, was not taken: its session is no longer there. It is still on this phone. Tell your coach, or log it again.": "%(set)s, %(figures)s, wurde nicht angenommen: Das Training dazu gibt es nicht mehr. Es ist noch auf diesem Telefon. Sag es deinem Coach oder trag es noch einmal ein.",
"%(set)s, %(figures)s, was not taken: a figure is not possible. It is still on this phone. Tell your coach, or log it again.": "%(set)s, %(figures)s, wurde nicht angenommen: Eine Zahl ist nicht möglich. Es ist noch auf diesem Telefon. Sag es deinem Coach oder trag es noch einmal ein.",
"Try again": "Noch einmal versuchen",
"Remove from this phone": "Von diesem Telefon entfernen",
"Ready": "Fertig",
"%(second)s of %(seconds)s s": "%(second)s von %(seconds)s s",
"quick": "schnell",
"rep %(number)s": "Wdh. %(number)s",
"go": "los",
"rest": "Pause",
"change to %(set)s": "wechseln zu %(set)s",
"then %(set)s": "dann %(set)s",
"over for %(time)s": "seit %(time)s vorbei",
"Next: %(set)s.": "Als Nächstes: %(set)s.",
"The rest is over.": "Die Pause ist vorbei.",
"Write load and seconds in the figures 0 to 9, or say why the set is skipped.": "Schreib Gewicht und Sekunden in den Ziffern 0 bis 9 oder sag, warum der Satz ausgelassen wird.",
"Write load and reps in the figures 0 to 9, or say why the set is skipped.": "Schreib Gewicht und Wiederholungen in den Ziffern 0 bis 9 oder sag, warum der Satz ausgelassen wird.",
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
