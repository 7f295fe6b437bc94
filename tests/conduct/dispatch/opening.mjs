// Opens cases from standard input as the page does, and prints the content, or why not.

import fs from "node:fs";
import { createRequire } from "node:module";
import vm from "node:vm";

import { openContent, readPrivate } from "../../../src/limen/conduct/staff/static/staff/opening/open.js";

globalThis.require = createRequire(import.meta.url); // libsodium asks for it under node only
globalThis.__filename = "libsodium";
globalThis.__dirname = ".";
const vendor = new URL("../../../src/limen/conduct/core/static/vendor/", import.meta.url);
for (const file of [
  "libsodium-sumo-0.8.4/libsodium-sumo.js",
  "libsodium-wrappers-sumo-0.8.4/libsodium-wrappers.js",
]) {
  vm.runInThisContext(fs.readFileSync(new URL(file, vendor), "utf8"));
}
await globalThis.sodium.ready;

const cases = JSON.parse(fs.readFileSync(0, "utf8"));
const outcomes = cases.map(({ released, file, passphrase }) => {
  try {
    return openContent(globalThis.sodium, released, readPrivate(file, released), passphrase);
  } catch (error) {
    return error.why ?? String(error);
  }
});
process.stdout.write(JSON.stringify(outcomes));
