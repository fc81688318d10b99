const hiddenTabMs = 200;

/** Collects frames and hands them on once per painted frame; in a hidden tab, where nothing is painted, five times a second. */
export class Batcher<T> {
  readonly #apply: (items: readonly T[]) => void;
  #waiting: T[] = [];
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(apply: (items: readonly T[]) => void) {
    this.#apply = apply;
  }

  add(item: T): void {
    this.#waiting.push(item);
    if (this.#timer !== undefined) return;
    this.#frame = requestAnimationFrame(() => this.flush());
    this.#timer = setTimeout(() => this.flush(), hiddenTabMs);
  }

  flush(): void {
    this.dispose();
    const items = this.#waiting;
    if (items.length === 0) return;
    this.#waiting = [];
    this.#apply(items);
  }

  dispose(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = undefined;
    this.#timer = undefined;
  }
}
