import { describe, expect, it, vi } from 'vitest';
import { Batcher } from './batcher';
import { backoffMs } from './backoff';
import { parseFrame } from './frame';
import { Resync } from './resync';
import { Sequence } from './sequence';
import { settled } from '../../test/make';

describe('parseFrame', () => {
  it('reads_all_members', () => {
    expect(parseFrame('{"event":"E","workspace_id":"w","timestamp":"t","payload":{"a":1},"seq":7}'))
      .toEqual({ event: 'E', workspaceId: 'w', timestamp: 't', payload: { a: 1 }, seq: 7 });
  });
  it('missing_number_and_payload', () => {
    expect(parseFrame('{"event":"E"}')).toEqual({ event: 'E', workspaceId: '', timestamp: '', payload: {}, seq: null });
  });
  it('number_zero_is_none', () => {
    expect(parseFrame('{"event":"E","seq":0}')?.seq).toBeNull();
  });
  it.each(['', '{', '[]', '"x"', '{"payload":{}}'])('%j_is_no_frame', source => {
    expect(parseFrame(source)).toBeNull();
  });
  it('binary_is_no_frame', () => {
    expect(parseFrame(new Blob())).toBeNull();
  });
});

describe('backoffMs', () => {
  it.each([[0, 1000], [1, 2000], [2, 4000], [3, 8000], [4, 16_000], [5, 30_000], [60, 30_000]])('attempt %i waits %i', (attempt, expected) => {
    expect(backoffMs(attempt, () => 0.5)).toBe(expected);
  });
  it('spreads_twenty_per_cent_either_way', () => {
    expect([backoffMs(0, () => 0), backoffMs(0, () => 1)]).toEqual([800, 1200]);
  });
});

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

describe('Resync', () => {
  const deferred = () => {
    const reads: ((ok: boolean) => void)[] = [];
    const read = vi.fn(() => new Promise<boolean>(resolve => reads.push(resolve)));
    return { reads, read };
  };

  it('asked_twice_at_once_reads_once', async () => {
    const { reads, read } = deferred();
    const resync = new Resync(read);
    resync.request();
    resync.request();
    reads[0]?.(true);
    await settled();
    expect(read).toHaveBeenCalledTimes(1);
  });
  it('just_answered_is_not_asked_again', async () => {
    const { reads, read } = deferred();
    const resync = new Resync(read);
    resync.request();
    reads[0]?.(true);
    await settled();
    resync.request();
    expect(read).toHaveBeenCalledTimes(1);
  });
  it('failed_answer_does_not_count_as_fresh', async () => {
    const { reads, read } = deferred();
    const resync = new Resync(read);
    resync.request();
    reads[0]?.(false);
    await settled();
    resync.request();
    expect(read).toHaveBeenCalledTimes(2);
  });
  it('loss_during_a_read_reads_once_more_afterwards', async () => {
    vi.useFakeTimers();
    const { reads, read } = deferred();
    const resync = new Resync(read);
    resync.request();
    resync.request(true);
    resync.request(true);
    reads[0]?.(true);
    await settled();
    expect(read).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(400);
    expect(read).toHaveBeenCalledTimes(2);
  });
  it('disposed_asks_no_more', async () => {
    vi.useFakeTimers();
    const { reads, read } = deferred();
    const resync = new Resync(read);
    resync.request();
    reads[0]?.(true);
    await settled();
    resync.request(true);
    resync.dispose();
    await vi.advanceTimersByTimeAsync(5000);
    expect(read).toHaveBeenCalledTimes(1);
  });
});

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
