// The cue for chats that wait: a count in the title; for a new urgent one two tones and a flashing title until it is seen.
(() => {
  const plain = document.title;
  let state = { waiting: 0, urgent: 0 };
  let flashing = null;

  const counted = () => (state.waiting ? `(${state.waiting}) ${plain}` : plain);
  const show = (lit) => { document.title = lit ? `【紧急】有人等着您 · ${plain}` : counted(); };

  const stop = () => { clearInterval(flashing); flashing = null; show(false); };
  const flash = () => {
    if (flashing) return;
    let lit = true;
    show(lit);
    flashing = setInterval(() => { lit = !lit; show(lit); }, 900);
  };

  // Browsers stay silent until the page has been touched once; the flashing title needs no leave.
  const sound = () => {
    try {
      const audio = new AudioContext();
      [660, 880].forEach((pitch, step) => {
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        volume.gain.value = 0.12;
        tone.frequency.value = pitch;
        tone.connect(volume).connect(audio.destination);
        tone.start(audio.currentTime + step * 0.28);
        tone.stop(audio.currentTime + step * 0.28 + 0.22);
      });
      setTimeout(() => audio.close(), 1500);
    } catch { /* no sound device */ }
  };

  window.consoleAlarm = (news) => {
    state = news;
    document.body.classList.toggle("has-urgent", state.urgent > 0);
    if (!state.urgent) stop();
    else if (news.fresh) { flash(); sound(); }
    else if (!flashing) show(false);
  };
  window.addEventListener("pointerdown", () => { if (flashing) stop(); });
})();
