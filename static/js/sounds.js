// Short beeps, and a voice where the phone has one in the page's language. Nothing sounds before the person has touched
// the page, and nothing while sound is off; that is remembered on this phone.
(() => {
  "use strict";

  const KEY = "sound";
  let audio = null, touched = false;

  const isOff = () => {
    try { return localStorage.getItem(KEY) === "off"; } catch { return false; }
  };
  const turn = (off) => {
    try { localStorage.setItem(KEY, off ? "off" : "on"); } catch { /* private browsing: on again the next time */ }
    if (off) window.speechSynthesis?.cancel();
  };

  // Browsers let a page sound from a touch on: made at the first one that something could follow.
  const wake = () => {
    touched = true;
    if (isOff() || !window.AudioContext) return;
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume().catch(() => {});
  };
  for (const kind of ["click", "keydown"]) document.addEventListener(kind, wake, { passive: true });
  if (navigator.userActivation?.hasBeenActive) wake(); // before we came

  const beep = (pitch = 880, seconds = 0.12, wait = 0) => {
    if (!touched || isOff() || audio?.state !== "running") return;
    const tone = audio.createOscillator(), loud = audio.createGain(), from = audio.currentTime + wait;
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.0001, from);
    loud.gain.exponentialRampToValueAtTime(0.3, from + 0.01);
    loud.gain.exponentialRampToValueAtTime(0.0001, from + seconds);
    tone.connect(loud).connect(audio.destination);
    tone.start(from);
    tone.stop(from + seconds);
  };

  const voice = () => {
    const language = document.documentElement.lang.slice(0, 2);
    return window.speechSynthesis?.getVoices().find((each) => each.lang.slice(0, 2) === language) ?? null;
  };

  // Says a word; false where there is no voice for it.
  const say = (words) => {
    const found = touched && !isOff() ? voice() : null;
    if (!found) return false;
    const spoken = new SpeechSynthesisUtterance(words);
    Object.assign(spoken, { voice: found, lang: found.lang, rate: 1.3 });
    speechSynthesis.cancel(); // the second that is over is not said any more
    speechSynthesis.speak(spoken);
    return true;
  };
  const hush = () => window.speechSynthesis?.cancel();

  for (const button of document.querySelectorAll("[data-mute]")) {
    const tell = () => button.setAttribute("aria-pressed", String(!isOff()));
    button.hidden = false;
    button.addEventListener("click", () => {
      turn(!isOff());
      tell();
      beep();
    });
    tell();
  }

  window.Sounds = { beep, say, hush };
})();
