import { describe, expect, it, vi } from 'vitest';
import { Batcher } from './batcher';

describe('Batcher', () => {
  it('many_items_one_call_in_order', () => {
    vi.useFakeTimers();
    const apply = vi.fn();
    const batcher = new Batcher<number>(apply);
    batcher.add(1);
    batcher.add(2);
    expect(apply).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(apply.mock.calls).toEqual([[[1, 2]]]);
  });
  it('unpainted_tab_still_applies', () => {
    vi.useFakeTimers();
    vi.stubGlobal('requestAnimationFrame', () => 1);
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
    const apply = vi.fn();
    new Batcher<number>(apply).add(1);
    vi.advanceTimersByTime(200);
    expect(apply).toHaveBeenCalledOnce();
  });
  it('nothing_waiting_nothing_applied', () => {
    const apply = vi.fn();
    new Batcher<number>(apply).flush();
    expect(apply).not.toHaveBeenCalled();
  });
});
