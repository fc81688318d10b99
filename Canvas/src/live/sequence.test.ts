import { describe, expect, it } from 'vitest';
import { Sequence } from './sequence';

describe('Sequence', () => {
  it('consecutive_numbers_apply', () => {
    const sequence = new Sequence();
    expect([5, 6, 7].map(seq => sequence.accept(seq))).toEqual(['apply', 'apply', 'apply']);
    expect(sequence.last).toBe(7);
  });
  it('frames_without_number_apply_and_count_for_nothing', () => {
    const sequence = new Sequence();
    sequence.accept(3);
    expect(sequence.accept(null)).toBe('apply');
    expect(sequence.last).toBe(3);
  });
  it('missing_numbers_are_a_gap', () => {
    const sequence = new Sequence();
    sequence.accept(3);
    expect(sequence.accept(6)).toBe('gap');
    expect(sequence.last).toBe(6);
  });
  it('seen_number_is_a_repeat', () => {
    const sequence = new Sequence();
    sequence.accept(3);
    sequence.accept(4);
    expect(sequence.accept(3)).toBe('repeat');
    expect(sequence.last).toBe(4);
  });
  it('low_number_on_a_new_connection_means_a_new_history', () => {
    const sequence = new Sequence();
    sequence.accept(90);
    sequence.connected();
    expect(sequence.accept(2)).toBe('restarted');
    expect(sequence.accept(3)).toBe('apply');
  });
  it('resumed_connection_goes_on_where_it_broke_off', () => {
    const sequence = new Sequence();
    sequence.accept(9);
    sequence.connected();
    expect(sequence.accept(10)).toBe('apply');
  });
});
