import { backoffMs } from './backoff';
import { parseFrame, type Frame } from './frame';
import { Sequence } from './sequence';

/** connected: frames arrive. reconnecting: trying. offline: several tries failed, or the browser says there is no network. */
export type LiveState = 'connecting' | 'connected' | 'reconnecting' | 'offline';

export interface SocketLike {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  close(): void;
}

export interface LiveOptions {
  readonly url: (since: number | null) => string;
  readonly open: (url: string) => SocketLike;
  readonly onState: (state: LiveState, retryAt: number | null) => void;
  readonly onFrame: (frame: Frame) => void;
  /** The list must be read again: a connection opened, frames were lost, nothing was heard, or there is no connection. */
  readonly onResync: (reason: 'open' | 'gap' | 'silence' | 'poll') => void;
  readonly random?: () => number;
}

const handshakeMs = 10_000;
const pollMs = 10_000;
const silenceMs = 30_000;
const offlineAfterAttempts = 4;

/** The one socket of a tab: reconnects, resumes after the last frame seen, and asks for the list whenever it cannot be trusted. */
export class LiveSocket {
  readonly #options: LiveOptions;
  readonly #sequence = new Sequence();
  #socket: SocketLike | null = null;
  #state: LiveState = 'connecting';
  #attempt = 0;
  #disposed = false;
  #everConnected = false;
  #lastFrameAt = 0;
  #malformed = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #handshakeTimer: ReturnType<typeof setTimeout> | undefined;
  #pollTimer: ReturnType<typeof setInterval> | undefined;
  #watchdog: ReturnType<typeof setInterval> | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Frames that could not be read since the page was loaded. */
  get malformed(): number {
    return this.#malformed;
  }

  start(): void {
    if (this.#disposed || this.#socket !== null) return;
    this.#watchdog ??= setInterval(() => this.#checkSilence(), silenceMs);
    this.#startPolling();
    this.#connect();
  }

  /** Tries at once: the network came back, the tab became visible, or a person asked. */
  retryNow(): void {
    if (this.#disposed || this.#socket !== null) return;
    clearTimeout(this.#retryTimer);
    this.#connect();
  }

  networkLost(): void {
    if (this.#disposed || this.#state === 'connected') return;
    this.#enter('offline', null);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#handshakeTimer);
    clearInterval(this.#watchdog);
    this.#stopPolling();
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.onerror = null;
    // Closing during the handshake makes browsers complain; waiting for it does not.
    if (this.#state === 'connected') socket.close();
    else socket.onopen = () => socket.close();
  }

  #connect(): void {
    let socket: SocketLike;
    try {
      socket = this.#options.open(this.#options.url(this.#sequence.last));
    } catch {
      this.#lost();
      return;
    }
    this.#socket = socket;
    if (this.#everConnected || this.#attempt > 0) this.#enter(this.#failing, null);
    this.#handshakeTimer = setTimeout(() => this.#drop(socket), handshakeMs);
    socket.onopen = () => this.#opened();
    socket.onmessage = event => this.#received(event.data);
    socket.onclose = () => this.#drop(socket);
    socket.onerror = null;
  }

  #opened(): void {
    clearTimeout(this.#handshakeTimer);
    this.#attempt = 0;
    this.#everConnected = true;
    this.#lastFrameAt = Date.now();
    this.#sequence.connected();
    this.#stopPolling();
    this.#enter('connected', null);
    this.#options.onResync('open');
  }

  #received(data: unknown): void {
    this.#lastFrameAt = Date.now();
    const frame = parseFrame(data);
    if (frame === null) {
      this.#malformed++;
      return;
    }
    const arrival = this.#sequence.accept(frame.seq);
    if (arrival === 'repeat') return;
    this.#options.onFrame(frame);
    if (arrival !== 'apply') this.#options.onResync('gap');
  }

  #drop(socket: SocketLike): void {
    if (this.#socket !== socket) return;
    clearTimeout(this.#handshakeTimer);
    socket.onopen = () => socket.close();
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
    this.#socket = null;
    this.#lost();
  }

  #lost(): void {
    if (this.#disposed) return;
    const wait = backoffMs(this.#attempt, this.#options.random);
    this.#attempt++;
    this.#retryTimer = setTimeout(() => this.#connect(), wait);
    this.#enter(this.#failing, Date.now() + wait);
    this.#startPolling();
  }

  get #failing(): LiveState {
    return this.#attempt >= offlineAfterAttempts || !navigator.onLine ? 'offline' : 'reconnecting';
  }

  #startPolling(): void {
    this.#pollTimer ??= setInterval(() => this.#options.onResync('poll'), pollMs);
  }

  #stopPolling(): void {
    clearInterval(this.#pollTimer);
    this.#pollTimer = undefined;
  }

  #checkSilence(): void {
    if (this.#state === 'connected' && Date.now() - this.#lastFrameAt >= silenceMs) this.#options.onResync('silence');
  }

  #enter(state: LiveState, retryAt: number | null): void {
    this.#state = state;
    this.#options.onState(state, retryAt);
  }
}

/** Where the socket lives: beside the API. */
export function socketUrl(apiBase: string, page: Location, since: number | null): string {
  const url = new URL('ws', apiBase === '' ? `${page.origin}/` : `${apiBase.replace(/\/$/, '')}/`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  if (since !== null) url.searchParams.set('since', String(since));
  return url.toString();
}
