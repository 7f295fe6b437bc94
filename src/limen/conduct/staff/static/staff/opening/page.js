// The page on which one content is opened: a file is chosen, a passphrase typed, nothing is sent.

import { fingerprint, openContent, OpeningError, readPrivate } from "./open.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const form = document.querySelector("[data-opening]");
const [released, words] = [read("released"), read("opening-words")];
const parts = {
  file: form.querySelector("[data-key]"),
  passphrase: form.querySelector("[data-passphrase]"),
  button: form.querySelector("[data-open]"),
  state: document.querySelector("[data-opening-state]"),
  shown: document.querySelector("[data-shown]"),
};

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void open();
});
document.querySelector("[data-hide]").addEventListener("click", hide);
window.addEventListener("pagehide", hide);

async function open() {
  hide();
  const chosen = parts.file.files[0];
  if (!chosen || !parts.passphrase.value) return say(words.incomplete);
  parts.button.disabled = true;
  say(words.working);
  await new Promise((done) => setTimeout(done, 50)); // the words are painted first
  try {
    const sodium = globalThis.sodium;
    await sodium.ready;
    const file = readPrivate(await chosen.text(), released);
    const content = openContent(sodium, released, file, parts.passphrase.value);
    show({ ...content, fingerprint: fingerprint(sodium, released) });
    say("");
  } catch (error) {
    say(words[error instanceof OpeningError ? error.why : "failed"]);
  } finally {
    parts.passphrase.value = "";
    parts.button.disabled = false;
  }
}

function say(text) {
  parts.state.textContent = text;
  parts.state.hidden = !text;
}

function show(content) {
  for (const place of parts.shown.querySelectorAll("[data-slot]")) {
    place.textContent = String(content[place.dataset.slot] || "–");
  }
  parts.shown.hidden = false;
  parts.shown.focus();
}

function hide() {
  parts.shown.hidden = true;
  for (const place of parts.shown.querySelectorAll("[data-slot]")) place.textContent = "";
}
