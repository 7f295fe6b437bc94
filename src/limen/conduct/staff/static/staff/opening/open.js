/**
 * Opens one content: the clinician's own key, and the two halves. No network, no page, no storage.
 *
 * @typedef {{ supply: string, kit: string, clinician: string, content: string, own_share: string,
 *   released_share: string, verify_key: string, public_key: string }} Released  texts are base64
 */

export const PRIVATE_FORMAT = 1;
const MOST_PASSES = 16;
const MOST_MEMORY = 1 << 30; // bytes; a file that asks for more is none of ours

/** Why it did not open, as a word of the page's list. */
export class OpeningError extends Error {
  constructor(/** @type {string} */ why) {
    super(why);
    this.why = why;
  }
}

/** What the file of a private key says; refuses what is none, or somebody else's. */
export function readPrivate(/** @type {string} */ text, /** @type {Released} */ released) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new OpeningError("no_key_file");
  }
  const lock = found?.locked_by;
  if (found?.limen_supply_private !== PRIVATE_FORMAT || lock?.method !== "argon2id") {
    throw new OpeningError("no_key_file");
  }
  if (!(lock.passes > 0 && lock.passes <= MOST_PASSES && lock.memory_bytes <= MOST_MEMORY)) {
    throw new OpeningError("no_key_file");
  }
  if (found.name !== released.clinician) throw new OpeningError("other_key");
  return found;
}

/** The content of the kit, with every share, signature and number checked. */
export function openContent(sodium, /** @type {Released} */ released, file, passphrase) {
  const bytes = (text) => sodium.from_base64(text, sodium.base64_variants.ORIGINAL);
  const { secret, known } = unlocked(sodium, file, passphrase, bytes);
  if (!sodium.memcmp(known, bytes(released.public_key))) throw new OpeningError("other_key");
  const half = (share) => attempt("other_share", () => sodium.crypto_box_seal_open(bytes(share), known, secret));
  const [one, two] = [half(released.own_share), half(released.released_share)];
  const key = one.map((byte, at) => byte ^ two[at]);
  const message = attempt("other_share", () => unboxed(sodium, bytes(released.content), key));
  const content = signed(sodium, message, released, bytes(released.verify_key));
  if (content.kit !== released.kit) throw new OpeningError("swapped");
  return content;
}

/** What stands on the clinician's card, if the content is the pharmacist's. */
export function fingerprint(sodium, /** @type {Released} */ released) {
  const key = sodium.from_base64(released.verify_key, sodium.base64_variants.ORIGINAL);
  const digits = sodium.to_hex(sodium.crypto_hash_sha256(key)).slice(0, 20);
  return digits.match(/.{4}/g).join(" ");
}

function unlocked(sodium, file, passphrase, bytes) {
  const { salt, passes, memory_bytes: memory } = file.locked_by;
  const stretched = attempt("no_memory", () =>
    sodium.crypto_pwhash(
      sodium.crypto_secretbox_KEYBYTES, passphrase, bytes(salt), passes, memory,
      sodium.crypto_pwhash_ALG_ARGON2ID13,
    ),
  );
  const secret = attempt("passphrase", () => unboxed(sodium, bytes(file.box), stretched));
  return { secret, known: sodium.crypto_scalarmult_base(secret) };
}

function unboxed(sodium, box, key) {
  const length = sodium.crypto_secretbox_NONCEBYTES;
  return sodium.crypto_secretbox_open_easy(box.subarray(length), box.subarray(0, length), key);
}

function signed(sodium, message, released, verifyKey) {
  const plain = attempt("unsigned", () => sodium.unpad(message, message.length));
  const at = sodium.crypto_sign_BYTES;
  const [signature, text] = [plain.subarray(0, at), plain.subarray(at)];
  const about = sodium.from_string(JSON.stringify(["limen supply", released.supply, "kit"]));
  const whole = new Uint8Array(about.length + text.length);
  whole.set(about);
  whole.set(text, about.length);
  const good = attempt("unsigned", () => sodium.crypto_sign_verify_detached(signature, whole, verifyKey));
  if (!good) throw new OpeningError("unsigned");
  return JSON.parse(sodium.to_string(text));
}

function attempt(why, work) {
  try {
    return work();
  } catch {
    throw new OpeningError(why);
  }
}
