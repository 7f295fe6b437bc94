/** Moments, turned into UTC: on the night of a clock change wall time lies. */

import { refuse, repr } from "./value.js";

const MOMENT =
  /^((?:19|20|21)[0-9]{2})-([0-9]{2})-([0-9]{2})[T ]([01][0-9]|2[0-3]):([0-9]{2})(?::([0-9]{2})(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$/;
const DAY_MS = 86_400_000;

/** How far the wall clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offsetAt(format, moment) {
  const parts = Object.fromEntries(format.formatToParts(moment).map((p) => [p.type, p.value]));
  const { year, month, day, hour, minute, second } = parts;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return wall - Math.floor(moment / 1000) * 1000;
}

function formatOf(zone, path) {
  const remedy = "Use a name of the IANA time zones, such as Europe/Berlin.";
  try {
    if (!/^[A-Za-z]/.test(zone)) throw new RangeError(zone); // Intl takes offsets too
    return new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw refuse(path, `There is no time zone ${repr(zone)}.`, remedy);
  }
}

/**
 * A wall time as a moment. One that happens twice is the first of the two; one that the clocks jump
 * over is read with the offset before the jump (as Python does: PEP 495, fold 0).
 */
function wallToUtc(wall, format) {
  const before = offsetAt(format, wall - DAY_MS);
  const after = offsetAt(format, wall + DAY_MS);
  const fits = [before, after]
    .map((offset) => wall - offset)
    .filter((moment) => moment + offsetAt(format, moment) === wall);
  return fits.length ? Math.min(...fits) : wall - before;
}

/** The moment that a text names, in milliseconds; `zone` is needed if it names no offset. */
export function toUtc(text, zone, path) {
  const match = MOMENT.exec(text);
  const wall = match ? wallOf(match) : null;
  if (wall === null) {
    const remedy = "Write 2026-03-29T07:00, or with Z or +01:00.";
    throw refuse(path, `${repr(text)} is no moment.`, remedy);
  }
  const offset = match[8];
  if (offset === "Z") return wall;
  if (offset) {
    const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
    return wall - (offset[0] === "-" ? -minutes : minutes) * 60_000;
  }
  if (zone === null) {
    throw refuse(path, `${repr(text)} does not say in which zone.`, "Give `zone`.");
  }
  return wallToUtc(wall, formatOf(zone, path));
}

function wallOf(match) {
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number);
  const second = Number(match[6] ?? 0);
  const offset = match[8] && match[8] !== "Z" ? match[8] : "+00:00";
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const made = new Date(wall);
  const exists = made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  if (!exists || minute > 59 || second > 59 || Number(offset.slice(1, 3)) > 23) return null;
  return wall + Number(match[7] ?? 0) * 1000;
}
