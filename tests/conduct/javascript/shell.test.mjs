// What kind of device this is, and which time zone it proposes.

import assert from "node:assert/strict";
import test from "node:test";

import { kindOf } from "../../../src/limen/conduct/participant/static/participant/device.js";
import { proposal } from "../../../src/limen/conduct/participant/static/participant/zone.js";

const ZONES = ["Europe/Riga", "Asia/Tokyo"];

test("a device with a finger is a telephone or a tablet, by its short side", () => {
  assert.equal(kindOf({ coarse: true, shortSide: 390 }), "telephone");
  assert.equal(kindOf({ coarse: true, shortSide: 820 }), "tablet");
  assert.equal(kindOf({ coarse: false, shortSide: 390 }), "computer");
});

test("another zone than the one in use is proposed", () => {
  assert.equal(proposal("Asia/Tokyo", ZONES, "Europe/Riga"), "Asia/Tokyo");
});

test("nothing is proposed if nothing differs, or nobody knows the zone", () => {
  assert.equal(proposal("Europe/Riga", ZONES, "Europe/Riga"), null);
  assert.equal(proposal("Etc/Unknown", ZONES, "Europe/Riga"), null);
  assert.equal(proposal(undefined, ZONES, "Europe/Riga"), null);
});
