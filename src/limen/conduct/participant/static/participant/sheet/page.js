/**
 * The one file that touches the page: shows a form one question at a time, and sends it.
 *
 * Questions with the same answers (the twelve stressors) are not put into one table: with automatic
 * advance each costs one tap, as in a table, without its Next and its scrolling, and each answer
 * keeps its words, where a table at 390 px has room for five figures.
 */

import { forget, forgetOthers, load, save } from "./draft.js";
import { following, isBegun, open, preceding, prepare, problem, progress, unasked } from "./flow.js";
import { send, telephone } from "./sending.js";
import { drawSlider } from "./track.js";

const AFTER_CHOICE_MS = 250; // long enough to see what was chosen
const AFTER_SLIDER_MS = 900; // long enough to move it once more
const form = document.querySelector("form[data-sheet]");
const read = (id) => JSON.parse(document.getElementById(id).textContent);

class Page {
  constructor() {
    this.sheet = prepare(read("sheet-data"));
    this.words = read("sheet-words");
    this.questions = new Map(this.sheet.questions.map((one) => [one.key, one]));
    this.fields = new Map([...form.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one]));
    this.at = undefined; // the key of the question shown; null at the end
    this.sliders = [];
    this.isSent = false;
    this.find();
  }

  find() {
    const part = (name) => form.querySelector(`[data-${name}]`);
    this.back = part("back");
    this.next = part("next");
    this.submit = part("send");
    this.end = part("end");
    this.state = part("state");
    this.advice = part("advice");
  }

  begin() {
    for (const [key, fieldset] of this.fields) {
      const question = this.questions.get(key);
      if (question.kind !== "slider") continue;
      const slider = drawSlider(fieldset, question, this.words, () => this.settle(AFTER_SLIDER_MS));
      this.sliders.push(slider);
    }
    this.restore();
    form.classList.add("stepped");
    this.back.addEventListener("click", () => this.goBack());
    this.next.addEventListener("click", () => this.goOn());
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("input", (event) => this.changed(event));
    form.addEventListener("click", (event) => this.clicked(event));
    addEventListener("pointerdown", () => (this.isPointing = true), { capture: true });
    addEventListener("keydown", () => (this.isPointing = false), { capture: true });
    addEventListener("popstate", (event) => this.isSent || this.show(event.state?.sheet ?? null));
    document.addEventListener("click", (event) => this.followed(event));
    addEventListener("online", () => this.isWaiting && this.deliver());
    addEventListener("pageshow", (event) => event.persisted && this.isSent && location.reload());
    const wrong = form.querySelector("[data-error]:not([hidden])");
    const key = wrong?.closest("[data-key]").dataset.key ?? history.state?.sheet ?? this.first();
    history.replaceState({ depth: 0, ...history.state, sheet: key }, "");
    this.show(key, !document.getElementById("errors"));
  }

  entries() {
    return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  }

  first() {
    return following(this.sheet, this.entries(), null)?.key ?? null;
  }

  restore() {
    const { draft } = form.dataset;
    if (!draft) return;
    forgetOthers(sessionStorage, draft.split(".")[0]);
    const kept = "fresh" in form.dataset ? load(sessionStorage, draft, Date.now()) : null;
    if (kept === null) return;
    for (const field of form.elements) {
      if (field.name === "csrfmiddlewaretoken" || !Object.hasOwn(kept, field.name)) continue;
      if (field.type === "radio") field.checked = field.value === kept[field.name];
      else if (field.type === "checkbox") field.checked = true;
      else field.value = kept[field.name];
    }
    for (const slider of this.sliders) slider.refresh();
  }

  keep() {
    const { draft } = form.dataset;
    if (!draft || this.isSent) return;
    const entries = this.entries();
    delete entries.csrfmiddlewaretoken;
    save(sessionStorage, draft, entries, Date.now());
  }

  /** Show a question, or the end; focus goes to its words. */
  show(key, focus = true) {
    clearTimeout(this.timer);
    this.at = this.questions.has(key) ? key : null;
    const shown = this.at === null ? this.end : this.fields.get(this.at);
    for (const fieldset of this.fields.values()) fieldset.hidden = fieldset !== shown;
    for (const section of form.querySelectorAll("[data-section]")) {
      section.hidden = !section.contains(shown);
    }
    this.end.hidden = this.at !== null;
    if (this.at === null) this.sumUp();
    this.next.hidden = this.at === null;
    this.submit.hidden = this.at !== null;
    this.back.hidden = false;
    this.back.disabled = preceding(this.sheet, this.entries(), this.at) === null;
    this.advice.hidden = this.at === null || this.at !== this.first();
    this.measure();
    if (!focus) return;
    scrollTo(0, 0);
    shown.focus({ preventScroll: true });
  }

  measure() {
    const { number, of } = progress(this.sheet, this.entries(), this.at);
    const line = form.querySelector("[data-progress]");
    const words = this.at === null ? this.words.ready : this.words.progress;
    line.hidden = false;
    line.querySelector("[data-progress-words]").textContent = words
      .replace("{number}", number)
      .replace("{of}", of);
    const bar = line.querySelector("[data-progress-bar]");
    bar.max = of;
    bar.value = this.at === null ? of : number - 1;
  }

  sumUp() {
    const left = open(this.sheet, this.entries());
    const list = this.end.querySelector("[data-end-list]");
    list.replaceChildren(
      ...left.map((question) => {
        const link = document.createElement("a");
        link.href = `#${this.fields.get(question.key).id}`;
        link.textContent = question.words;
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    this.end.querySelector("[data-end-open]").hidden = left.length === 0;
    this.end.querySelector("[data-end-ready]").hidden = left.length > 0;
  }

  /** A link to a question shows it: on the last page, and in the summary of errors. */
  followed(event) {
    const link = event.target.closest('a[href^="#"]');
    const key = link && document.getElementById(link.hash.slice(1))?.dataset.key;
    if (!key) return;
    event.preventDefault();
    this.go(key);
  }

  go(key) {
    const depth = (history.state?.depth ?? 0) + 1;
    history.pushState({ sheet: key, from: this.at, depth }, "");
    this.show(key);
  }

  goOn() {
    if (this.at === null || this.complain(this.at)) return;
    this.go(following(this.sheet, this.entries(), this.at)?.key ?? null);
  }

  goBack() {
    const before = preceding(this.sheet, this.entries(), this.at);
    if (!before) return;
    if (history.state?.from === before.key) history.back(); // the same as the telephone's own
    else this.go(before.key);
  }

  /** Go on by itself after a moment, unless something is touched again or not in order. */
  settle(delay) {
    this.timer = clearTimeout(this.timer);
    if (this.at === null || this.problemAt(this.at)) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.timer = setTimeout(() => this.goOn(), still ? 2 * delay : delay);
  }

  problemAt(key) {
    const found = problem(this.sheet, this.entries(), key);
    if (found === null) return "";
    const { low, high } = this.questions.get(key);
    return found.words ?? this.words[found.fault].replace("{low}", low).replace("{high}", high);
  }

  /** Say what is wrong at a question; whether anything was. */
  complain(key, words = this.problemAt(key)) {
    const fieldset = this.fields.get(key);
    const place = fieldset.querySelector("[data-error]");
    place.textContent = words;
    place.hidden = !words;
    const described = (fieldset.getAttribute("aria-describedby") ?? "").split(" ");
    const ids = described.filter((id) => id && id !== place.id).concat(words ? [place.id] : []);
    fieldset.setAttribute("aria-describedby", ids.join(" "));
    for (const field of fieldset.querySelectorAll("input, textarea")) {
      if (words) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    if (words) fieldset.focus();
    return Boolean(words);
  }

  changed(event) {
    clearTimeout(this.timer);
    const fieldset = event.target.closest("[data-key]");
    if (!fieldset) return;
    const decline = fieldset.querySelector("[data-decline]");
    if (decline && event.target === decline && decline.checked) this.blank(fieldset);
    else if (decline && event.target !== decline && event.target.value !== "") {
      decline.checked = false;
    }
    if (!fieldset.querySelector("[data-error]").hidden && !this.problemAt(fieldset.dataset.key)) {
      this.complain(fieldset.dataset.key, "");
    }
    this.keep();
    this.measure();
  }

  /** What is declined is not sent beside. */
  blank(fieldset) {
    for (const field of fieldset.querySelectorAll("input:not([data-decline]), textarea")) {
      if (field.type !== "range") field.value = "";
    }
    for (const slider of this.sliders) slider.refresh();
  }

  /** A tap on a choice goes on; the arrow keys, which choose while they move, do not. */
  clicked({ target }) {
    if (!this.isPointing || !target.matches("[type=radio], [data-decline]")) return;
    if (target.checked) setTimeout(() => this.settle(AFTER_CHOICE_MS)); // after its `input`
  }

  submitted(event) {
    event.preventDefault();
    if (this.at !== null) this.goOn();
    else this.deliver();
  }

  async deliver() {
    const left = open(this.sheet, this.entries())[0];
    if (left) {
      this.go(left.key);
      this.complain(left.key);
      return;
    }
    if (this.isSending || this.isSent) return;
    const said = telephone(new Date());
    for (const [name, value] of Object.entries(said)) form.elements[name].value = value;
    this.keep();
    this.isSending = true;
    this.isWaiting = false;
    this.submit.disabled = true;
    this.tell(this.words.sending);
    const body = new URLSearchParams(new FormData(form));
    for (const name of unasked(this.sheet, this.entries())) body.delete(name);
    const came = await send(form.action, body, { fetch: (...all) => fetch(...all) });
    this.isSending = false;
    this.submit.disabled = false;
    this.after(came);
  }

  after(came) {
    if (came.sent) {
      this.isSent = true;
      forget(sessionStorage, form.dataset.draft);
      this.leave(came.sent);
    } else if (came.elsewhere) {
      form.submit(); // the page that comes keeps what is in it
    } else if (came.errors) {
      this.tell("");
      if (came.client_id) form.elements.client_id.value = came.client_id;
      this.showErrors(came.errors);
    } else {
      this.isWaiting = true;
      this.submit.textContent = this.words.again;
      this.tell(this.words.not_sent);
    }
  }

  /** Go to the receipt in place of all the questions: "back" then leads before the form. */
  leave(url) {
    const depth = history.state?.depth ?? 0;
    const go = () => location.replace(url);
    if (depth === 0) return go();
    addEventListener("popstate", go, { once: true });
    setTimeout(go, 1000); // where a browser does not go back
    history.go(-depth);
  }

  showErrors(errors) {
    const keys = [...this.questions.keys()].filter((key) => key in errors);
    if (keys.length) this.go(keys[0]);
    for (const key of keys.reverse()) this.complain(key, errors[key]);
    const others = Object.keys(errors).filter((key) => !this.questions.has(key));
    if (others.length) this.tell(others.map((key) => errors[key]).join(" "));
  }

  tell(words) {
    this.state.textContent = words;
    this.state.hidden = !words;
  }
}

if (form) {
  try {
    const page = new Page();
    page.begin();
    form.dataset.ready = isBegun(page.sheet, page.entries()) ? "draft" : "new";
  } catch (error) {
    form.classList.remove("stepped"); // a plain form is better than half a page
    for (const part of form.querySelectorAll("[data-section], [data-key], [data-send]")) {
      part.hidden = false;
    }
    throw error;
  }
}
