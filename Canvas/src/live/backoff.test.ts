import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff';

describe('backoffMs', () => {
  it.each([[0, 1000], [1, 2000], [2, 4000], [3, 8000], [4, 16_000], [5, 30_000], [60, 30_000]])('attempt %i waits %i', (attempt, expected) => {
    expect(backoffMs(attempt, () => 0.5)).toBe(expected);
  });
  it('spreads_twenty_per_cent_either_way', () => {
    expect([backoffMs(0, () => 0), backoffMs(0, () => 1)]).toEqual([800, 1200]);
  });
});
