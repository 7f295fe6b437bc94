// What kind of device this is, so that its owner knows it again in a list. Nothing else is told.

/**
 * @param {{ coarse: boolean, shortSide: number }} screen  of the device
 * @returns {"telephone" | "tablet" | "computer"}
 */
export function kindOf({ coarse, shortSide }) {
  if (!coarse) return "computer";
  return shortSide < 600 ? "telephone" : "tablet";
}

if (typeof document !== "undefined") {
  const coarse = matchMedia("(pointer: coarse)").matches;
  const kind = kindOf({ coarse, shortSide: Math.min(screen.width, screen.height) });
  for (const field of document.querySelectorAll("[data-device]")) field.value = kind;
}
