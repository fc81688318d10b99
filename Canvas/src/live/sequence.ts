/** What a frame's number means against what was seen before. */
export type Arrival = 'apply' | 'repeat' | 'gap' | 'restarted';

/**
 * Follows the organisation's sequence numbers, so that a new connection resumes where the last one broke off.
 * A number at or below `since` on a fresh connection means that the server's history began anew.
 */
export class Sequence {
  #last: number | null = null;
  #freshConnection = true;

  /** The highest number seen, to be sent as `?since=`. */
  get last(): number | null {
    return this.#last;
  }

  connected(): void {
    this.#freshConnection = true;
  }

  accept(seq: number | null): Arrival {
    if (seq === null) return 'apply';
    const last = this.#last;
    const fresh = this.#freshConnection;
    this.#freshConnection = false;
    if (last === null || seq === last + 1) {
      this.#last = seq;
      return 'apply';
    }
    if (seq > last) {
      this.#last = seq;
      return 'gap';
    }
    if (!fresh) return 'repeat';
    this.#last = seq;
    return 'restarted';
  }
}
