import { describe, expect, it, vi } from 'vitest';
import { Resync } from './resync';
import { settled } from '../../test/make';

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
