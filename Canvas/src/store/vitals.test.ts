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
  const isSignOfLife = (event: string) => {
    vi.useFakeTimers();
    heard([frame(event, 'a')]);
    vi.advanceTimersByTime(1000);
    return useVitals.getState().heardAt.has('a');
  };
  it.each(['WORKSPACE_HEARTBEAT', 'WORKSPACE_ONLINE', 'TASK_UPDATED', 'AGENT_CARD_UPDATED', 'AGENT_MESSAGE', 'A2A_RESPONSE'])(
    '%s_is_a_sign_of_life', event => {
      expect(isSignOfLife(event)).toBe(true);
    });
  it.each(['WORKSPACE_OFFLINE', 'WORKSPACE_PAUSED', 'A2A_DISPATCHED', 'ACTIVITY_LOGGED', 'DELEGATION_SENT', 'DELEGATION_FAILED', 'WORKSPACE_MOVED'])(
    '%s_is_told_of_it_by_others', event => {
      expect(isSignOfLife(event)).toBe(false);
    });
});
