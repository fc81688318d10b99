import { describe, expect, it } from 'vitest';
import { ago, duration, parseTime, uptime } from './time';

describe('time', () => {
  it.each([[0, 'now'], [1_999, 'now'], [12_000, '12s'], [180_000, '3m'], [7_200_000, '2h'], [432_000_000, '5d'], [-5, 'now']])(
    'ago %i', (passed, expected) => {
      expect(ago(1_000_000_000_000 - passed, 1_000_000_000_000)).toBe(expected);
    });
  it.each([[5, '5 ms'], [1500, '1.5 s'], [125_000, '2 min 5 s']])('duration %i', (milliseconds, expected) => {
    expect(duration(milliseconds)).toBe(expected);
  });
  it.each([[5, '5 s'], [120, '2 min'], [7_260, '2 h 1 min'], [90_000, '1 d 1 h']])('uptime %i', (seconds, expected) => {
    expect(uptime(seconds)).toBe(expected);
  });
  it('parseTime_nanoseconds', () => {
    expect(parseTime('2026-04-16T12:00:00.123456789Z', 0)).toBe(Date.UTC(2026, 3, 16, 12, 0, 0, 123));
  });
  it('parseTime_unreadable_gives_the_other', () => {
    expect(parseTime('soon', 5)).toBe(5);
  });
});
