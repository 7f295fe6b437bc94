/** What becomes of a form that is sent, and of a draft that is not. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  forget,
  forgetOthers,
  load,
  save,
} from "../../../src/limen/conduct/participant/static/participant/sheet/draft.js";
import {
  send,
  telephone,
} from "../../../src/limen/conduct/participant/static/participant/sheet/sending.js";

const HOUR = 3600 * 1000;

const answer = (body, { status = 200, type = "application/json", redirected = false } = {}) => ({
  status,
  redirected,
  headers: new Headers({ "Content-Type": type }),
  json: async () => body,
});

const came = (response, options = {}) =>
  send("/o/diary.1/", "a=1", { fetch: async () => response, ...options });

test("received", async () => {
  assert.deepEqual(await came(answer({ to: "/received/1/" })), { sent: "/received/1/" });
});

test("refused, with the reasons", async () => {
  const errors = { a: "Please answer." };
  const found = await came(answer({ errors }, { status: 422 }));
  assert.deepEqual(found.errors, errors);
});

test("a device that is signed out, a page that is too old: another page answers", async () => {
  const html = { type: "text/html; charset=utf-8" };
  assert.deepEqual(await came(answer(null, { ...html, status: 401 })), { elsewhere: true });
  assert.deepEqual(await came(answer(null, { ...html, status: 403 })), { elsewhere: true });
  assert.deepEqual(await came(answer({}, { redirected: true })), { elsewhere: true });
});

test("no network, a broken server, no answer in time: nobody knows, so try again", async () => {
  const broken = async () => {
    throw new TypeError("Failed to fetch");
  };
  assert.deepEqual(await send("/", "", { fetch: broken }), { failed: true });
  assert.deepEqual(await came(answer({}, { status: 502 })), { failed: true });
  assert.deepEqual(await came(answer(null, { status: 429 })), { failed: true });
  const never = (url, { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  assert.deepEqual(await send("/", "", { fetch: never, patience: 5 }), { failed: true });
});

test("the telephone's clock is told with its distance from UTC", () => {
  const date = new Date(Date.UTC(2026, 2, 1, 20, 4, 5));
  date.getTimezoneOffset = () => -330;
  assert.deepEqual(telephone(date), {
    client_at: "2026-03-02T01:34:05+05:30",
    client_offset: "330",
  });
  date.getTimezoneOffset = () => 210;
  assert.equal(telephone(date).client_at, "2026-03-01T16:34:05-03:30");
});

/** Session storage, as far as drafts use it. */
class Storage {
  kept = new Map();
  get length() {
    return this.kept.size;
  }
  key(index) {
    return [...this.kept.keys()][index];
  }
  getItem(name) {
    return this.kept.get(name) ?? null;
  }
  setItem(name, value) {
    this.kept.set(name, value);
  }
  removeItem(name) {
    this.kept.delete(name);
  }
}

test("a draft comes back after a reload, and is gone once it was sent", () => {
  const storage = new Storage();
  assert.ok(save(storage, "anna.diary.1", { a: "1" }, 0));
  assert.deepEqual(load(storage, "anna.diary.1", HOUR), { a: "1" });
  forget(storage, "anna.diary.1");
  assert.equal(load(storage, "anna.diary.1", HOUR), null);
});

test("a draft of half a day ago, or that cannot be read, is removed", () => {
  const storage = new Storage();
  save(storage, "anna.diary.1", { a: "1" }, 0);
  assert.equal(load(storage, "anna.diary.1", 13 * HOUR), null);
  storage.setItem("limen.draft.x", "{");
  assert.equal(load(storage, "x", 0), null);
  assert.equal(storage.length, 0);
});

test("the next person at this device finds no draft of the one before", () => {
  const storage = new Storage();
  save(storage, "anna.diary.1", { a: "1" }, 0);
  save(storage, "boris.diary.1", { a: "2" }, 0);
  storage.setItem("something", "else");
  forgetOthers(storage, "boris");
  assert.equal(load(storage, "anna.diary.1", 0), null);
  assert.deepEqual(load(storage, "boris.diary.1", 0), { a: "2" });
  assert.equal(storage.getItem("something"), "else");
});

test("storage that is full or forbidden harms nothing", () => {
  const forbidden = {
    getItem() {
      throw new Error("forbidden");
    },
    setItem() {
      throw new Error("full");
    },
    removeItem() {
      throw new Error("forbidden");
    },
  };
  assert.equal(save(forbidden, "x", {}, 0), false);
  assert.equal(load(forbidden, "x", 0), null);
  forget(forbidden, "x");
});
