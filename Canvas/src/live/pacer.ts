/** Keeps the newest thing of each name and hands all of them on together, at most once a while. */
export class Pacer<T> {
  readonly #paceMs: number;
  readonly #nameOf: (item: T) => string;
  readonly #apply: (items: readonly T[]) => void;
  readonly #waiting = new Map<string, T>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(paceMs: number, nameOf: (item: T) => string, apply: (items: readonly T[]) => void) {
    this.#paceMs = paceMs;
    this.#nameOf = nameOf;
    this.#apply = apply;
  }

  add(item: T): void {
    this.#waiting.set(this.#nameOf(item), item);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const items = [...this.#waiting.values()];
      this.#waiting.clear();
      this.#apply(items);
    }, this.#paceMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
  }
}
