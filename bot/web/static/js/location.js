// The citizen's position, asked for only after a button was pressed for it.

import { LOCATION } from "./words.js";

const OPTIONS = { enableHighAccuracy: false, timeout: 15_000, maximumAge: 300_000 };
const PERMISSION_DENIED = 1;

/** `{lat, lng}` in degrees (WGS 84). Throws an Error whose message is a sentence for the citizen. */
export function whereAmI() {
  return new Promise((resolve, reject) => {
    // Browsers give a position to https pages only, and on others may not even answer.
    if (!navigator.geolocation || !window.isSecureContext) {
      reject(new Error(LOCATION.unsupported));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lng: coords.longitude }),
      (error) => reject(new Error(error.code === PERMISSION_DENIED ? LOCATION.denied : LOCATION.failed)),
      OPTIONS,
    );
  });
}
