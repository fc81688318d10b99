import { describe, expect, it, vi } from 'vitest';
import { dismiss, toast, useToasts } from './toasts';

describe('toasts', () => {
  it('good_news_goes_after_four_seconds', () => {
    vi.useFakeTimers();
    toast('success', 'done');
    vi.advanceTimersByTime(4000);
    expect(useToasts.getState().toasts).toEqual([]);
  });
  it('errors_stay_until_dismissed', () => {
    vi.useFakeTimers();
    toast('error', 'broken');
    vi.advanceTimersByTime(60_000);
    const [item] = useToasts.getState().toasts;
    expect(item?.message).toBe('broken');
    dismiss(item?.id ?? 0);
    expect(useToasts.getState().toasts).toEqual([]);
  });
  it('same_message_counts_up', () => {
    toast('error', 'broken');
    toast('error', 'broken');
    expect(useToasts.getState().toasts).toMatchObject([{ times: 2 }]);
  });
  it('newest_five_are_kept', () => {
    for (let index = 0; index < 8; index++) toast('error', `e${index}`);
    expect(useToasts.getState().toasts.map(item => item.message)).toEqual(['e3', 'e4', 'e5', 'e6', 'e7']);
  });
});
