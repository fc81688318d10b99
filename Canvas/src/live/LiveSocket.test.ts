import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Frame } from './frame';
import { LiveSocket, socketUrl, type SocketLike } from './LiveSocket';

class FakeSocket implements SocketLike {
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  closed = false;

  constructor(readonly url: string) {}

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.onopen?.(new Event('open'));
  }

  send(data: unknown): void {
    this.onmessage?.(new MessageEvent('message', { data: typeof data === 'string' ? data : JSON.stringify(data) }));
  }

  break(): void {
    this.onclose?.(new CloseEvent('close'));
  }
}

function build() {
  const sockets: FakeSocket[] = [];
  const states: string[] = [];
  const frames: Frame[] = [];
  const resyncs: string[] = [];
  const live = new LiveSocket({
    url: since => `ws://x/ws${since === null ? '' : `?since=${since}`}`,
    open: url => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket;
    },
    onState: state => states.push(state),
    onFrame: frame => frames.push(frame),
    onResync: reason => resyncs.push(reason),
    random: () => 0.5,
  });
  const last = () => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  };
  return { live, sockets, states, frames, resyncs, last };
}

describe('LiveSocket', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  it('open_connects_and_reads_the_list', () => {
    const { live, states, resyncs, last } = build();
    live.start();
    last().open();
    expect([states, resyncs]).toEqual([['connected'], ['open']]);
    live.dispose();
  });
  it('frame_is_handed_on', () => {
    const { live, frames, last } = build();
    live.start();
    last().open();
    last().send({ event: 'WORKSPACE_ONLINE', workspace_id: 'a', seq: 1 });
    expect(frames.map(frame => frame.event)).toEqual(['WORKSPACE_ONLINE']);
    live.dispose();
  });
  it('malformed_frame_is_counted_and_skipped', () => {
    const { live, frames, last } = build();
    live.start();
    last().open();
    last().send('{nonsense');
    expect([frames.length, live.malformed]).toEqual([0, 1]);
    live.dispose();
  });
  it('lost_connection_comes_back_after_a_second_and_resumes', () => {
    const { live, sockets, states, last } = build();
    live.start();
    last().open();
    last().send({ event: 'E', seq: 41 });
    last().break();
    expect(states.at(-1)).toBe('reconnecting');
    vi.advanceTimersByTime(999);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(last().url).toBe('ws://x/ws?since=41');
    last().open();
    expect(states.at(-1)).toBe('connected');
    live.dispose();
  });
  it('first_connection_asks_for_no_history', () => {
    const { live, last } = build();
    live.start();
    expect(last().url).toBe('ws://x/ws');
    live.dispose();
  });
  it('failing_again_and_again_waits_longer_and_says_offline', () => {
    const { live, sockets, states, last } = build();
    live.start();
    for (const wait of [1000, 2000, 4000, 8000]) {
      last().break();
      vi.advanceTimersByTime(wait);
    }
    expect([sockets.length, states.at(-1)]).toEqual([5, 'offline']);
    live.dispose();
  });
  it('success_resets_the_wait', () => {
    const { live, sockets, last } = build();
    live.start();
    last().break();
    vi.advanceTimersByTime(1000);
    last().break();
    vi.advanceTimersByTime(2000);
    last().open();
    last().break();
    vi.advanceTimersByTime(1000);
    expect(sockets).toHaveLength(4);
    live.dispose();
  });
  it('retry_now_does_not_wait', () => {
    const { live, sockets, last } = build();
    live.start();
    last().break();
    live.retryNow();
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(5000);
    expect(sockets).toHaveLength(2);
    live.dispose();
  });
  it('retry_now_while_connected_does_nothing', () => {
    const { live, sockets, last } = build();
    live.start();
    last().open();
    live.retryNow();
    expect(sockets).toHaveLength(1);
    live.dispose();
  });
  it('handshake_without_end_is_given_up', () => {
    const { live, sockets, last } = build();
    live.start();
    vi.advanceTimersByTime(10_000);
    expect(last().closed).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(sockets).toHaveLength(2);
    live.dispose();
  });
  it('not_connected_polls_every_ten_seconds', () => {
    const { live, resyncs, last } = build();
    live.start();
    vi.advanceTimersByTime(9_999);
    expect(resyncs).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(resyncs).toEqual(['poll']);
    vi.advanceTimersByTime(1_000);
    last().open();
    vi.advanceTimersByTime(20_000);
    expect(resyncs).toEqual(['poll', 'open']);
    live.dispose();
  });
  it('silence_of_thirty_seconds_reads_the_list', () => {
    const { live, resyncs, last } = build();
    live.start();
    last().open();
    vi.advanceTimersByTime(60_000);
    expect(resyncs).toContain('silence');
    live.dispose();
  });
  it('heard_meanwhile_is_no_silence', () => {
    const { live, resyncs, last } = build();
    live.start();
    last().open();
    for (let time = 0; time < 60; time += 5) {
      vi.advanceTimersByTime(5_000);
      last().send({ event: 'WORKSPACE_HEARTBEAT' });
    }
    expect(resyncs).toEqual(['open']);
    live.dispose();
  });
  it('missed_numbers_read_the_list', () => {
    const { live, resyncs, frames, last } = build();
    live.start();
    last().open();
    last().send({ event: 'A', seq: 1 });
    last().send({ event: 'B', seq: 5 });
    expect([resyncs, frames.length]).toEqual([['open', 'gap'], 2]);
    live.dispose();
  });
  it('repeated_frame_is_dropped', () => {
    const { live, frames, last } = build();
    live.start();
    last().open();
    last().send({ event: 'A', seq: 1 });
    last().send({ event: 'A', seq: 1 });
    expect(frames).toHaveLength(1);
    live.dispose();
  });
  it('disposed_never_comes_back', () => {
    const { live, sockets, last } = build();
    live.start();
    last().open();
    live.dispose();
    last().break();
    vi.advanceTimersByTime(120_000);
    expect([sockets.length, last().closed]).toEqual([1, true]);
  });
  it('disposed_during_the_handshake_closes_after_it', () => {
    const { live, last } = build();
    live.start();
    live.dispose();
    expect(last().closed).toBe(false);
    last().open();
    expect(last().closed).toBe(true);
  });
  it('network_lost_says_offline_at_once', () => {
    const { live, states, last } = build();
    live.start();
    last().break();
    live.networkLost();
    expect(states.at(-1)).toBe('offline');
    live.dispose();
  });
  it('unopenable_address_is_tried_again', () => {
    const states: string[] = [];
    const live = new LiveSocket({
      url: () => 'x', open: () => {
        throw new SyntaxError('bad address');
      },
      onState: state => states.push(state), onFrame: () => undefined, onResync: () => undefined, random: () => 0.5,
    });
    live.start();
    expect(states).toEqual(['reconnecting']);
    live.dispose();
  });
});

describe('socketUrl', () => {
  const page = (href: string) => new URL(href) as unknown as Location;

  it.each([
    ['', 'http://localhost:8080/#/w/1', null, 'ws://localhost:8080/ws'],
    ['', 'https://m.example/', 12, 'wss://m.example/ws?since=12'],
    ['https://api.example', 'http://localhost:3000/', null, 'wss://api.example/ws'],
    ['https://api.example/', 'http://localhost:3000/', null, 'wss://api.example/ws'],
  ])('base %j page %j since %j', (base, href, since, expected) => {
    expect(socketUrl(base, page(href), since)).toBe(expected);
  });
});
