/** Sending a form, as often as it takes: the id in it stays the same, so it is stored once. */

const PATIENCE_MS = 20_000;

/** The moment and its distance from UTC, as the telephone shows them. */
export function telephone(date) {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  const two = (number) => String(number).padStart(2, "0");
  const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  return { client_at: local + offset, client_offset: String(minutes) };
}

/**
 * Send a form's body; what came of it:
 * `{sent: url}` it was received; `{errors}` by question, it was not; `{elsewhere: true}` another
 * page answered (this device is signed out): send the form itself, that page keeps what is in it;
 * `{failed: true}` nobody knows: try again with the same body.
 */
export async function send(url, body, { fetch, patience = PATIENCE_MS }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      signal: stop.signal,
    });
    if (response.status >= 500 || response.status === 429) return { failed: true };
    if (response.redirected || !isJson(response)) return { elsewhere: true };
    const said = await response.json();
    if (said.errors) return { errors: said.errors, client_id: said.client_id };
    return said.to ? { sent: said.to } : { elsewhere: true };
  } catch {
    return { failed: true };
  } finally {
    clearTimeout(timer);
  }
}

function isJson(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("application/json");
}
