// Waiting longer after each failure, so that a service coming back is not met by everyone at once.

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** Milliseconds to wait after `failures` failures in a row (1 or more), spread by a quarter either way. */
export function delayAfter(failures) {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return full * (0.75 + Math.random() / 2);
}

/** A wait that `wake()` ends early. */
export class Pause {
  #wake = () => {};

  for(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake() {
    this.#wake();
  }
}
