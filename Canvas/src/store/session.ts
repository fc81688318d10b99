import { apiUrl } from '../api/client';
import { ApiError } from '../api/errors';
import { socketProtocols } from '../api/token';
import { listWorkspaces } from '../api/workspaces';
import { receiveFrames } from '../chat/store';
import { Batcher } from '../live/batcher';
import type { Frame } from '../live/frame';
import { Pacer } from '../live/pacer';
import { LiveSocket, socketUrl, type LiveState } from '../live/LiveSocket';
import { Resync } from '../live/resync';
import { applyLive, hydrateList, setFailure, setLive, useCanvas } from './canvas';
import { announceAgents } from './agents';
import { saveNewPlaces } from './places';
import { keys } from './keys';
import { queryClient } from './query';
import { remember } from './memory';
import { withSizes } from './sizes';
import { toast } from './toasts';
import { observeFrames, pruneTraffic } from './traffic';
import { askForViewport } from './viewport';
import { heard } from './vitals';

/** A page that has just been opened need not be told that it is connected. */
const quietStartMs = 2_000;
/** Heartbeats change figures that nobody reads at once: they are applied together, once a second. */
const beatsEveryMs = 1_000;
const bootRetriesMs = [1_000, 2_000, 4_000];
const bootRetryMs = 10_000;
const pruneEveryMs = 60_000;

/** Everything that lives while the page is open: the socket, the list behind it, and the clocks. */
export class Session {
  readonly #startedAt = Date.now();
  readonly #socket: LiveSocket;
  readonly #resync = new Resync(() => this.#readList());
  readonly #frames = new Batcher<Frame>(frames => this.#apply(frames));
  readonly #beats = new Pacer<Frame>(beatsEveryMs, frame => frame.workspaceId, frames => {
    applyLive(frames);
  });
  readonly #undo: (() => void)[] = [];
  #bootFailures = 0;
  #bootTimer: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;
  #live: LiveState = 'connecting';

  constructor() {
    this.#socket = new LiveSocket({
      url: since => socketUrl(apiUrl(''), location, since),
      open: url => new WebSocket(url, socketProtocols()),
      onState: (state, retryAt) => this.#stateChanged(state, retryAt),
      onFrame: frame => this.#frames.add(frame),
      // A list that was asked for before the socket opened may be older than the first frame.
      onResync: reason => this.#resync.request(reason === 'gap' || reason === 'open'),
    });
  }

  start(): void {
    this.#socket.start();
    this.#resync.request();
    askForViewport();
    this.#listen(window, 'online', () => this.#socket.retryNow());
    this.#listen(window, 'offline', () => this.#socket.networkLost());
    this.#listen(document, 'visibilitychange', () => {
      if (document.hidden) return;
      this.#socket.retryNow();
      this.#resync.request();
    });
    const pruning = setInterval(pruneTraffic, pruneEveryMs);
    this.#undo.push(() => clearInterval(pruning));
  }

  retryNow(): void {
    this.#socket.retryNow();
  }

  refresh(): void {
    this.#resync.request(true);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#bootTimer);
    this.#socket.dispose();
    this.#resync.dispose();
    this.#frames.dispose();
    this.#beats.dispose();
    for (const undo of this.#undo) undo();
  }

  #listen(target: EventTarget, event: string, handler: () => void): void {
    target.addEventListener(event, handler);
    this.#undo.push(() => target.removeEventListener(event, handler));
  }

  #stateChanged(state: LiveState, retryAt: number | null): void {
    const before = this.#live;
    this.#live = state;
    setLive(state, retryAt);
    if (state === 'connected' && before !== 'connected' && Date.now() - this.#startedAt > quietStartMs) toast('success', 'Live again');
  }

  async #readList(): Promise<boolean> {
    const askedAt = Date.now();
    try {
      const rows = await listWorkspaces();
      if (this.#disposed) return false;
      this.#bootFailures = 0;
      const first = !useCanvas.getState().hydrated;
      hydrateList(first ? withSizes(rows) : rows, askedAt);
      if (first) void remember(rows.map(row => row.id), this.#startedAt);
      void saveNewPlaces(new Set(rows.map(row => row.id)));
      return true;
    } catch (error) {
      if (!this.#disposed) this.#listFailed(error);
      return false;
    }
  }

  /** Before the first list, the page keeps trying and heals itself; after it, the graph stays and the pill tells. */
  #listFailed(error: unknown): void {
    const refused = error instanceof ApiError && error.isUnauthorized;
    if (useCanvas.getState().hydrated && !refused) return;
    const plain = error instanceof ApiError && (refused || error.isPlatformDown);
    const wait = bootRetriesMs[this.#bootFailures];
    this.#bootFailures++;
    if (plain || wait === undefined) setFailure(error);
    if (refused) return;
    clearTimeout(this.#bootTimer);
    this.#bootTimer = setTimeout(() => this.#resync.request(true), wait ?? bootRetryMs);
  }

  #apply(frames: readonly Frame[]): void {
    heard(frames);
    observeFrames(frames);
    receiveFrames(frames);
    const news = frames.filter(frame => frame.event !== 'WORKSPACE_HEARTBEAT');
    for (const frame of frames) if (frame.event === 'WORKSPACE_HEARTBEAT') this.#beats.add(frame);
    if (news.length > 0 && applyLive(news)) this.#resync.request(true);
    announceAgents(frames);
    invalidateFor(frames);
  }
}

const kept = new Set(['A2A_DISPATCHED', 'TASK_UPDATED', 'WORKSPACE_HEARTBEAT', 'ACTIVITY_LOGGED', 'AGENT_MESSAGE', 'A2A_RESPONSE']);

/** Only what is on screen is read again: queries nobody looks at are merely marked. */
function invalidateFor(frames: readonly Frame[]): void {
  const activity = new Set<string>();
  const events = new Set<string>();
  let peers = false;
  for (const { event, workspaceId } of frames) {
    if (event === 'ACTIVITY_LOGGED' || event.startsWith('DELEGATION_')) activity.add(workspaceId);
    if (!kept.has(event)) events.add(workspaceId);
    peers ||= !kept.has(event) && (event.startsWith('WORKSPACE_') || event.startsWith('AGENT_'));
  }
  for (const id of activity) void queryClient.invalidateQueries({ queryKey: keys.activityOf(id) });
  for (const id of events) void queryClient.invalidateQueries({ queryKey: keys.events(id) });
  // Whoever comes, goes or moves may be a peer of anybody.
  if (peers) void queryClient.invalidateQueries({ queryKey: keys.allPeers });
}

