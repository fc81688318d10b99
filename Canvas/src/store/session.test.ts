import { describe, expect, it, vi } from 'vitest';
import { json, serve, settled } from '../../test/make';
import { useCanvas } from './canvas';
import { keys } from './keys';
import { queryClient } from './query';
import { Session } from './session';
import { useTraffic } from './traffic';
import { useVitals } from './vitals';

describe('Session', () => {
  class SilentSocket {
    static last: SilentSocket | null = null;
    onopen: ((event: Event) => void) | null = null;
    onmessage: ((event: MessageEvent) => void) | null = null;
    onclose: (() => void) | null = null;
    onerror: (() => void) | null = null;
    constructor(readonly url: string) {
      SilentSocket.last = this;
    }
    close(): void {}
  }
  const row = { id: 'a', name: 'A', status: 'online', x: 1, y: 2 };

  it('first_list_fills_the_page', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', SilentSocket);
    serve(one => one.path === '/workspaces' ? json(200, [row]) : json(200, []));
    const session = new Session();
    session.start();
    await vi.advanceTimersByTimeAsync(10);
    expect([useCanvas.getState().hydrated, useCanvas.getState().nodes.length]).toEqual([true, 1]);
    session.dispose();
  });
  it('frames_reach_every_store', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', SilentSocket);
    let status = 'online';
    serve(one => one.path === '/workspaces' ? json(200, [{ ...row, status }, { ...row, id: 'b', x: 900 }]) : json(200, []));
    const session = new Session();
    session.start();
    await vi.advanceTimersByTimeAsync(10);
    SilentSocket.last?.onopen?.(new Event('open'));
    const send = (event: string, id: string, payload: object) => SilentSocket.last?.onmessage?.(new MessageEvent('message', {
      data: JSON.stringify({ event, workspace_id: id, timestamp: new Date().toISOString(), payload }),
    }));
    status = 'degraded';
    send('WORKSPACE_DEGRADED', 'a', { error_rate: 0.7, sample_error: 'x' });
    send('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' });
    send('AGENT_MESSAGE', 'b', { message: 'hi' });
    await vi.advanceTimersByTimeAsync(1200);
    expect(useCanvas.getState().org.workspaces.get('a')?.status).toBe('degraded');
    expect(useTraffic.getState().traffic.edges.size).toBe(1);
    expect([...useVitals.getState().heardAt.keys()]).toEqual(['b']);
    expect(useCanvas.getState().live).toBe('connected');
    session.dispose();
  });
  it.each([['WORKSPACE_REMOVED', true], ['AGENT_REPLACED', true], ['WORKSPACE_HEARTBEAT', false], ['AGENT_MESSAGE', false]])(
    '%s_of_another_makes_peers_be_read_again_%s', async (event, expected) => {
      vi.useFakeTimers();
      vi.stubGlobal('WebSocket', SilentSocket);
      serve(one => one.path === '/workspaces' ? json(200, [row]) : json(200, []));
      queryClient.setQueryData(keys.peers('b'), []);
      const session = new Session();
      session.start();
      await vi.advanceTimersByTimeAsync(10);
      SilentSocket.last?.onmessage?.(new MessageEvent('message', { data: JSON.stringify({ event, workspace_id: 'a', timestamp: '', payload: {} }) }));
      await vi.advanceTimersByTimeAsync(1200);
      expect(queryClient.getQueryState(keys.peers('b'))?.isInvalidated).toBe(expected);
      session.dispose();
    });
  it('list_asked_for_before_the_socket_opened_is_asked_for_again', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', SilentSocket);
    const asked = serve(one => one.path === '/workspaces' ? json(200, [row]) : json(200, []));
    const session = new Session();
    session.start();
    await vi.advanceTimersByTimeAsync(10);
    SilentSocket.last?.onopen?.(new Event('open'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.filter(one => one.path === '/workspaces')).toHaveLength(2);
    session.dispose();
  });
  it('server_down_at_start_is_told_after_three_more_tries_and_heals', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', SilentSocket);
    let up = false;
    serve(() => up ? json(200, [row]) : new TypeError('refused'));
    const session = new Session();
    session.start();
    await vi.advanceTimersByTimeAsync(6_900);
    expect(useCanvas.getState().failure).toBeNull();
    await vi.advanceTimersByTimeAsync(200);
    expect(useCanvas.getState().failure).not.toBeNull();
    up = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([useCanvas.getState().failure, useCanvas.getState().hydrated]).toEqual([null, true]);
    session.dispose();
  });
  it('datastore_down_is_told_at_once', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', SilentSocket);
    serve(() => json(503, { error: 'platform datastore unavailable — retry shortly', code: 'platform_unavailable' }));
    const session = new Session();
    session.start();
    await vi.advanceTimersByTimeAsync(10);
    expect(useCanvas.getState().failure).toMatchObject({ isPlatformDown: true });
    session.dispose();
  });
  it('unauthorized_asks_to_sign_in_even_later', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', SilentSocket);
    let closed = false;
    serve(one => one.path !== '/workspaces' ? json(200, []) : closed ? json(401, { error: 'admin auth required' }) : json(200, [row]));
    const session = new Session();
    session.start();
    await vi.advanceTimersByTimeAsync(2000);
    closed = true;
    session.refresh();
    await vi.advanceTimersByTimeAsync(10);
    expect(useCanvas.getState().failure).toMatchObject({ isUnauthorized: true });
    session.dispose();
  });
  it('list_failing_later_keeps_the_picture', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', SilentSocket);
    let down = false;
    serve(() => down ? new TypeError('refused') : json(200, [row]));
    const session = new Session();
    session.start();
    await vi.advanceTimersByTimeAsync(2000);
    down = true;
    session.refresh();
    await vi.advanceTimersByTimeAsync(30_000);
    expect([useCanvas.getState().failure, useCanvas.getState().nodes.length]).toEqual([null, 1]);
    session.dispose();
    await settled();
  });
});
