// Written by `make messages` from locale/: the words that scripts say. Do not edit.
(window.moreWords ??= []).push({
"Saving…": "Wird gespeichert …",
"Not saved: no connection": "Nicht gespeichert: keine Verbindung",
"Not saved: signed out. Sign in in another tab": "Nicht gespeichert: abgemeldet. Melde dich in einem anderen Tab an",
"Not saved: the server does not answer": "Nicht gespeichert: Der Server antwortet nicht",
"Not saved: this draft is gone": "Nicht gespeichert: Diesen Entwurf gibt es nicht mehr",
"Draft saved": "Entwurf gespeichert",
"Not saved: see above": "Nicht gespeichert: siehe oben",
"Added: %(line)s": "Hinzugefügt: %(line)s",
"Line of the exercise": "Zeile der Übung",
"%(name)s removed. Control Z brings it back.": "%(name)s entfernt. Strg Z holt es zurück.",
"%(name)s: week %(week)s, day %(day)s, place %(place)s of %(count)s.": "%(name)s: Woche %(week)s, Tag %(day)s, Platz %(place)s von %(count)s.",
"Copied week %(week)s, day %(day)s.": "Woche %(week)s, Tag %(day)s kopiert.",
"Copied week %(week)s.": "Woche %(week)s kopiert.",
"Copy a day first.": "Kopier zuerst einen Tag.",
"Copy a week first.": "Kopier zuerst eine Woche.",
"Pasted into week %(week)s, day %(day)s.": "In Woche %(week)s, Tag %(day)s eingefügt.",
"Pasted into week %(week)s.": "In Woche %(week)s eingefügt.",
"No connection": "Keine Verbindung",
"Saved": "Gespeichert",
"Not saved: the server did not take it. Trying again.": "Nicht gespeichert: Der Server hat es nicht angenommen. Neuer Versuch läuft.",
"Not saved: you are signed out. Sign in in another window.": "Nicht gespeichert: Du bist abgemeldet. Melde dich in einem anderen Fenster an.",
"Changed in another window": "In einem anderen Fenster geändert",
"Take that one": "Jene nehmen",
"Keep this one": "Diese behalten",
"Variation of rung %(number)s": "Variante von Stufe %(number)s",
"Now rung %(place)s of %(count)s": "Jetzt Stufe %(place)s von %(count)s",
"One new card": [
"Eine neue Karte",
"%(count)s neue Karten"
],
"Move %(count)s client": [
"%(count)s Klient wechselt",
"%(count)s Klienten wechseln"
],
"Move nobody yet": "Noch wechselt niemand"
});
