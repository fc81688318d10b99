import { describe, expect, it, vi } from 'vitest';
import { frame } from '../../test/make';
import { heard, useVitals } from './vitals';

describe('vitals', () => {
  it('many_heartbeats_are_shown_once_a_second', () => {
    vi.useFakeTimers();
    const changes = vi.fn();
    const stop = useVitals.subscribe(changes);
    for (let index = 0; index < 50; index++) heard([frame('WORKSPACE_HEARTBEAT', 'a')]);
    vi.advanceTimersByTime(1000);
    expect([changes.mock.calls.length, useVitals.getState().heardAt.has('a')]).toEqual([1, true]);
    stop();
  });
  it('being_declared_offline_is_no_sign_of_life', () => {
    vi.useFakeTimers();
    heard([frame('WORKSPACE_OFFLINE', 'gone')]);
    vi.advanceTimersByTime(1000);
    expect(useVitals.getState().heardAt.has('gone')).toBe(false);
  });
});
