// The device's own time zone is a proposal: it is shown if it differs, and changes nothing.

/**
 * The zone to propose, or null: none is known, or it is the one in use.
 * @param {string | undefined} device  as the browser names it
 * @param {string[]} known  zones of the server
 * @param {string} now  the zone in use
 */
export function proposal(device, known, now) {
  return device && device !== now && known.includes(device) ? device : null;
}

if (typeof document !== "undefined") {
  const form = document.querySelector("[data-zone-proposal]");
  const options = [...document.querySelectorAll("#zone option")];
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = proposal(device, options.map((one) => one.value), form.dataset.zoneNow);
  if (zone) {
    form.querySelector("[name=zone]").value = zone;
    form.querySelector("[data-zone-said]").textContent =
      options.find((one) => one.value === zone).textContent;
    form.hidden = false;
  }
}
