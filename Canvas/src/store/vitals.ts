import { create } from 'zustand';
import type { Frame } from '../live/frame';

interface Vitals {
  /** When each workspace was last heard of, by this browser's clock (ms). */
  readonly heardAt: ReadonlyMap<string, number>;
}

/** Beside the graph, so that a heartbeat redraws nothing but what shows it. */
export const useVitals = create<Vitals>(() => ({ heardAt: new Map() }));

const settleMs = 1000;
/** What only the agent's own word brings about. Anything else is told of it, by whoever wanted something of it. */
const ownWords = new Set([
  'WORKSPACE_HEARTBEAT', 'WORKSPACE_ONLINE', 'TASK_UPDATED', 'AGENT_CARD_UPDATED', 'AGENT_MESSAGE', 'A2A_RESPONSE',
]);
const waiting = new Map<string, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Notes who was heard of; shown at most once a second for the whole graph. */
export function heard(frames: readonly Frame[]): void {
  const now = Date.now();
  for (const { workspaceId, event } of frames) {
    if (workspaceId !== '' && ownWords.has(event)) waiting.set(workspaceId, now);
  }
  timer ??= setTimeout(() => {
    timer = undefined;
    useVitals.setState(({ heardAt }) => ({ heardAt: new Map([...heardAt, ...waiting]) }));
    waiting.clear();
  }, settleMs);
}

/** Forgets who was heard of and is not shown yet. */
export function forgetHeard(): void {
  clearTimeout(timer);
  timer = undefined;
  waiting.clear();
}
