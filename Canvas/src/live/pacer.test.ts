import { describe, expect, it, vi } from 'vitest';
import { Pacer } from './pacer';

describe('Pacer', () => {
  it('newest_of_each_name_comes_once_a_while', () => {
    vi.useFakeTimers();
    const seen: string[][] = [];
    const pacer = new Pacer<string>(1000, item => item.slice(0, 1), items => seen.push([...items]));
    for (const item of ['a1', 'b1', 'a2']) pacer.add(item);
    vi.advanceTimersByTime(999);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual([['a2', 'b1']]);
    vi.advanceTimersByTime(5000);
    expect(seen).toHaveLength(1);
  });
  it('disposed_says_no_more', () => {
    vi.useFakeTimers();
    const apply = vi.fn();
    const pacer = new Pacer<string>(1000, item => item, apply);
    pacer.add('a');
    pacer.dispose();
    vi.advanceTimersByTime(5000);
    expect(apply).not.toHaveBeenCalled();
  });
});
