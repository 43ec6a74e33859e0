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
"You said %(pain)s of 10.": "Du hast %(pain)s von 10 gesagt.",
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
"Stopped on this phone. It is sent when there is a signal.": "Auf diesem Telefon beendet. Es wird gesendet, sobald Empfang da ist.",
"Skipped on this phone. It is sent when there is a signal.": "Auf diesem Telefon ausgelassen. Es wird gesendet, sobald Empfang da ist.",
"Finished on this phone. It is sent when there is a signal, and then what comes next stands here.": "Auf diesem Telefon abgeschlossen. Es wird gesendet, sobald Empfang da ist; dann steht hier, was als Nächstes kommt.",
"Answered on this phone. It is sent when there is a signal.": "Auf diesem Telefon beantwortet. Es wird gesendet, sobald Empfang da ist.",
"Look at it": "Ansehen",
"Sent.": "Gesendet.",
"Sign in to send %(count)s set": [
"Anmelden, um %(count)s Satz zu senden",
"Anmelden, um %(count)s Sätze zu senden"
],
"Sign in to send %(count)s entry": [
"Anmelden, um %(count)s Eintrag zu senden",
"Anmelden, um %(count)s Einträge zu senden"
],
"All saved": "Alles gespeichert",
"Saved on this phone": "Auf diesem Telefon gespeichert",
"%(count)s waiting": "%(count)s warten noch",
"%(count)s s": "%(count)s s",
"Stopping the exercise": "Die Übung beenden",
"Skipping the session": "Die Einheit auslassen",
"Finishing the session": "Die Einheit abschließen",
"Your answer about the morning after": "Deine Antwort zum Morgen danach",
"Your comment": "Dein Kommentar",
"Your message": "Deine Nachricht",
"It was not taken.": "Es wurde nicht angenommen.",
"It is still on this phone. Tell your coach, or log it again.": "Es ist noch auf diesem Telefon. Sag es deinem Coach oder trag es noch einmal ein.",
"Understood": "Verstanden",
"Try again": "Noch einmal versuchen",
"Remove from this phone": "Von diesem Telefon entfernen",
"This browser keeps nothing on this phone: a private window, or no space left. What you do is sent straight away; without signal it would be lost.": "Dieser Browser behält nichts auf diesem Telefon: ein privates Fenster oder kein Platz mehr. Was du tust, wird sofort gesendet; ohne Empfang ginge es verloren.",
"This page is too old to send. Open it again with signal. What waits stays on this phone.": "Diese Seite ist zu alt zum Senden. Öffne sie mit Empfang noch einmal. Was wartet, bleibt auf diesem Telefon.",
"Somebody else is signed in on this phone. What waits is sent when you sign in again.": "Auf diesem Telefon ist jemand anderes angemeldet. Was wartet, wird gesendet, wenn du dich wieder anmeldest.",
"That did not work. Reload the page and try again.": "Das ging nicht. Lade die Seite neu und versuch es noch einmal.",
"The browser was not allowed to show them. Tap again when you want them.": "Der Browser durfte sie nicht zeigen. Tippe noch einmal, wenn du sie willst.",
"The browser could not reach its push service. Check the connection and try again.": "Der Browser hat seinen Push-Dienst nicht erreicht. Prüf die Verbindung und versuch es noch einmal.",
"%(count)s entry waits on this phone and is not sent yet. It stays here, and is sent when you sign in on this phone again.": [
"%(count)s Eintrag wartet auf diesem Telefon und ist noch nicht gesendet. Er bleibt hier und wird gesendet, wenn du dich auf diesem Telefon wieder anmeldest.",
"%(count)s Einträge warten auf diesem Telefon und sind noch nicht gesendet. Sie bleiben hier und werden gesendet, wenn du dich auf diesem Telefon wieder anmeldest."
],
"Stay signed in": "Angemeldet bleiben",
"Sign out and keep them here": "Abmelden und hier behalten",
"Sign out": "Abmelden",
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
"This phone has no room left, and there is no signal. Write the set down, or stay on this page until there is.": "Auf diesem Telefon ist kein Platz mehr, und es gibt keinen Empfang. Schreib den Satz auf oder bleib auf dieser Seite, bis welcher da ist.",
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
