const freshMs = 1500;
/** Something is known to be missing: asked for soon, but not once for each of many that arrive together. */
const missingMs = 400;

/**
 * Reads the list again, once for everybody who asks at the same time, and not at all within 1.5 s of the last answer, unless
 * something is known to be missing from it: then once more, a moment later.
 */
export class Resync {
  readonly #read: () => Promise<boolean>;
  #running: Promise<void> | null = null;
  #finishedAt = Number.NEGATIVE_INFINITY;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `read` answers whether it succeeded. */
  constructor(read: () => Promise<boolean>) {
    this.#read = read;
  }

  /** `must`: something is known to be missing, a recent answer does not do. */
  request(must = false): void {
    if (this.#running !== null) {
      this.#again ||= must;
      return;
    }
    const wait = this.#finishedAt + (must ? missingMs : freshMs) - Date.now();
    if (wait <= 0) {
      this.#start();
    } else if (must) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.request(true);
      }, wait);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #start(): void {
    this.#running = this.#read().then(succeeded => {
      this.#running = null;
      if (succeeded) this.#finishedAt = Date.now();
      if (!this.#again) return;
      this.#again = false;
      this.request(true);
    });
  }
}
