/** The geometry of a slider: which value a finger points at, and where a value lies. */

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** The value at a place, `x` from the left edge of a track; mirrored where text runs leftwards. */
export function valueAt(x, width, { low, high, step }, isRtl = false) {
  if (width <= 0) return low;
  const share = clamp(x / width, 0, 1);
  const value = low + (isRtl ? 1 - share : share) * (high - low);
  const unit = step > 0 ? step : 1;
  const rounded = low + Math.round((value - low) / unit) * unit;
  return clamp(Number(rounded.toFixed(6)), low, high);
}

/** Where a value lies along the direction of writing, in percent of the track. */
export function placeOf(value, { low, high }) {
  return high === low ? 0 : (100 * (value - low)) / (high - low);
}

/** What assistive technology reads: the words where there are some, else the number. */
export function spoken(value, labels, between) {
  const exact = labels.find((label) => Number(label.value) === value);
  if (exact) return exact.words;
  const first = labels[0]?.words ?? "";
  const last = labels.at(-1)?.words ?? "";
  return between.replace("{value}", value).replace("{low}", first).replace("{high}", last);
}
