import { describe, expect, it, vi } from 'vitest';
import { frame, json, page, serve, settled, workspace } from '../../test/make';
import { applyLive, dragTo, nameOf, select, setPanelWidth, setTab, toggleSelect, toggleView, useCanvas } from './canvas';
import { ask, useDialogs } from './dialogs';
import { readLocation, watchLocation, writeLocation } from './location';
import { Session } from './session';
import { dismiss, toast, useToasts } from './toasts';
import { observeFrames, pruneTraffic, useTraffic } from './traffic';
import { heard, useVitals } from './vitals';

describe('canvas store', () => {
  it('toggle_select', () => {
    toggleSelect('a');
    expect(useCanvas.getState().selectedId).toBe('a');
    toggleSelect('a');
    expect(useCanvas.getState().selectedId).toBeNull();
  });
  it('removed_selection_closes_the_panel', () => {
    page(workspace('a'));
    select('a');
    applyLive([frame('WORKSPACE_REMOVED', 'a')]);
    expect(useCanvas.getState().selectedId).toBeNull();
  });
  it('unknown_selection_of_a_link_stays_to_be_explained', () => {
    select('nobody');
    page(workspace('a'));
    expect(useCanvas.getState().selectedId).toBe('nobody');
  });
  it('views_are_remembered', () => {
    toggleView('showOutline');
    toggleView('showTraffic');
    expect([localStorage.getItem('molecule.outline'), localStorage.getItem('molecule.traffic')]).toEqual(['on', 'off']);
  });
  it('panel_width_is_remembered', () => {
    setPanelWidth(512);
    expect(localStorage.getItem('molecule.panelWidth')).toBe('512');
  });
  it('events_change_only_their_node', () => {
    page(workspace('a'), workspace('b', { x: 700 }));
    const [a, b] = useCanvas.getState().nodes;
    applyLive([frame('TASK_UPDATED', 'b', { current_task: 't', active_tasks: 1 })]);
    expect([useCanvas.getState().nodes[0] === a, useCanvas.getState().nodes[1] === b]).toEqual([true, false]);
  });
  it('drag_without_start_does_nothing', () => {
    page(workspace('a'));
    dragTo({ x: 5, y: 5 });
    expect(useCanvas.getState().dragAt).toBeNull();
  });
  it('names_of_the_unknown_are_short', () => {
    expect(nameOf('0123456789abcdef')).toBe('01234567');
  });
  it('names_of_the_gone_are_remembered', () => {
    page(workspace('a', { name: 'Ann' }));
    applyLive([frame('WORKSPACE_REMOVED', 'a')]);
    expect(nameOf('a')).toBe('Ann');
  });
  it('empty_start_is_remembered', () => {
    page();
    page(workspace('a'));
    expect(useCanvas.getState().startedEmpty).toBe(true);
  });
});

describe('location', () => {
  it.each([['#/w/abc/chat', { id: 'abc', tab: 'chat' }], ['#/w/a%20b', { id: 'a b', tab: undefined }], ['#/w/abc/nonsense', { id: 'abc', tab: undefined }], ['#/', null], ['', null]])(
    'read %j', (hash, expected) => {
      expect(readLocation(hash)).toEqual(expected);
    });
  it('write', () => {
    expect([writeLocation('a b', 'chat'), writeLocation(null, 'chat')]).toEqual(['#/w/a%20b/chat', '#/']);
  });
  it('link_selects', () => {
    location.hash = '#/w/abc/events';
    const stop = watchLocation();
    expect(useCanvas.getState()).toMatchObject({ selectedId: 'abc', tab: 'events' });
    stop();
  });
  it('selection_changes_the_address', () => {
    const stop = watchLocation();
    select('abc', 'details');
    expect(location.hash).toBe('#/w/abc/details');
    setTab('chat');
    expect(location.hash).toBe('#/w/abc/chat');
    select(null);
    expect(location.hash).toBe('#/');
    stop();
  });
});

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

describe('dialogs', () => {
  const question = { title: 't', text: [], confirm: 'ok', tone: 'primary' } as const;

  it('answer_resolves_and_closes', async () => {
    const asked = ask(question);
    useDialogs.getState().answer?.(true);
    expect([await asked, useDialogs.getState().question]).toEqual([true, null]);
  });
  it('second_question_declines_the_first', async () => {
    const first = ask(question);
    void ask({ ...question, title: 'u' });
    expect([await first, useDialogs.getState().question?.title]).toEqual([false, 'u']);
  });
});

describe('traffic store', () => {
  it('lines_of_gone_workspaces_are_pruned', () => {
    page(workspace('a'), workspace('b'));
    observeFrames([frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' }, { timestamp: new Date().toISOString() })]);
    expect(useTraffic.getState().traffic.edges.size).toBe(1);
    applyLive([frame('WORKSPACE_REMOVED', 'b')]);
    pruneTraffic();
    expect(useTraffic.getState().traffic.edges.size).toBe(0);
  });
});

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
    serve(one => one.path === '/workspaces' ? json(200, [row, { ...row, id: 'b', x: 900 }]) : json(200, []));
    const session = new Session();
    session.start();
    await vi.advanceTimersByTimeAsync(10);
    SilentSocket.last?.onopen?.(new Event('open'));
    const send = (event: string, id: string, payload: object) => SilentSocket.last?.onmessage?.(new MessageEvent('message', {
      data: JSON.stringify({ event, workspace_id: id, timestamp: new Date().toISOString(), payload }),
    }));
    send('WORKSPACE_DEGRADED', 'a', { error_rate: 0.7, sample_error: 'x' });
    send('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' });
    send('AGENT_MESSAGE', 'b', { message: 'hi' });
    await vi.advanceTimersByTimeAsync(1200);
    expect(useCanvas.getState().org.workspaces.get('a')?.status).toBe('degraded');
    expect(useTraffic.getState().traffic.edges.size).toBe(1);
    expect(useVitals.getState().heardAt.size).toBe(2);
    expect(useCanvas.getState().live).toBe('connected');
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
