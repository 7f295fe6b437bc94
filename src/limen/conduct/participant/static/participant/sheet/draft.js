/**
 * Answers that are not sent yet survive a reload, and nothing more.
 *
 * They lie in the tab's session storage, as plain text: never in local storage, so a closed tab
 * leaves nothing behind, and the next person in another tab sees nothing. They are removed when the
 * server has acknowledged them, when somebody else is at this device, and after half a day. Who signs out here
 * has them cleared by the server's answer (`Clear-Site-Data`), where browser and connection allow it.
 * The page's mark and the id of the submission are kept too: so a reload counts as the same page,
 * opened when it was, and what was sent twice is stored once.
 */

const PREFIX = "limen.draft.";
const OLDEST_MS = 12 * 3600 * 1000;

export function save(storage, name, entries, now) {
  try {
    storage.setItem(PREFIX + name, JSON.stringify({ entries, saved: now }));
    return true;
  } catch {
    return false; // full, or forbidden: the page itself still holds everything
  }
}

/** The entries kept under a name, or null; too old or unreadable ones are removed. */
export function load(storage, name, now) {
  try {
    const found = JSON.parse(storage.getItem(PREFIX + name));
    const age = now - found.saved;
    if (age >= 0 && age < OLDEST_MS && typeof found.entries === "object") return found.entries;
    forget(storage, name);
  } catch {
    forget(storage, name);
  }
  return null;
}

export function forget(storage, name) {
  try {
    storage.removeItem(PREFIX + name);
  } catch {
    // nothing was kept
  }
}

/** Remove every draft whose name does not begin with `owner`: somebody else is here now. */
export function forgetOthers(storage, owner) {
  try {
    const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
    for (const name of names) {
      if (name.startsWith(PREFIX) && !name.startsWith(PREFIX + owner)) storage.removeItem(name);
    }
  } catch {
    // nothing was kept
  }
}
