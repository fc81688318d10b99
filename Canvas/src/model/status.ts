/** Never by colour alone: each status has a colour, a shape and a word of its own. */
export type Shape = 'disc' | 'arc' | 'triangle' | 'cross' | 'bars' | 'ring' | 'moon' | 'plug' | 'question';

export interface StatusLook {
  readonly word: string;
  readonly shape: Shape;
  /** Name of the colour token: `--status-<tone>`. */
  readonly tone: string;
  /** Higher is worse; teams show the worst of what they contain. */
  readonly severity: number;
  /** Whether a message sent now reaches an agent. */
  readonly listens: boolean;
  /** One sentence for people who wonder. */
  readonly meaning: string;
}

const looks: Readonly<Record<string, StatusLook>> = {
  online: { word: 'Online', shape: 'disc', tone: 'online', severity: 0, listens: true, meaning: 'The agent is alive and takes messages.' },
  provisioning: {
    word: 'Starting', shape: 'arc', tone: 'provisioning', severity: 2, listens: false, meaning: 'The agent is being started.',
  },
  degraded: {
    word: 'Degraded', shape: 'triangle', tone: 'degraded', severity: 5, listens: true,
    meaning: 'The agent is alive, but many of its calls fail or its runtime is stuck.',
  },
  failed: { word: 'Failed', shape: 'cross', tone: 'failed', severity: 7, listens: false, meaning: 'The agent could not be started.' },
  paused: { word: 'Paused', shape: 'bars', tone: 'paused', severity: 3, listens: false, meaning: 'Suspended by a person until resumed.' },
  offline: {
    word: 'Offline', shape: 'ring', tone: 'offline', severity: 6, listens: false,
    meaning: 'The agent has not been heard of; it comes back with its next heartbeat.',
  },
  hibernating: {
    word: 'Falling asleep', shape: 'moon', tone: 'hibernated', severity: 1, listens: false, meaning: 'Idle; being put to sleep.',
  },
  hibernated: { word: 'Sleeping', shape: 'moon', tone: 'hibernated', severity: 1, listens: true, meaning: 'Any message wakes it.' },
  awaiting_agent: {
    word: 'Waiting for agent', shape: 'plug', tone: 'awaiting', severity: 4, listens: false,
    meaning: 'The role exists; its agent has not connected yet.',
  },
};

/** A status this build does not know looks like offline and shows its raw word. */
export function lookOf(status: string): StatusLook {
  return looks[status] ?? {
    word: status === '' ? 'Unknown' : status, shape: 'question', tone: 'offline', severity: 4, listens: false,
    meaning: 'This version of the page does not know the status.',
  };
}

/** The order in which counts are shown. */
export const statusOrder: readonly string[] = [
  'online', 'provisioning', 'degraded', 'failed', 'offline', 'awaiting_agent', 'paused', 'hibernating', 'hibernated',
];

export const tierWords: Readonly<Record<number, string>> = { 1: 'sandboxed', 2: 'standard', 3: 'privileged', 4: 'full access' };

/** How many workspaces have each status, in showing order, unknown ones last. */
export function countStatuses(workspaces: Iterable<{ readonly status: string }>): readonly { status: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { status } of workspaces) counts.set(status, (counts.get(status) ?? 0) + 1);
  const rank = (status: string) => {
    const at = statusOrder.indexOf(status);
    return at === -1 ? statusOrder.length : at;
  };
  return [...counts].map(([status, count]) => ({ status, count })).sort((a, b) => rank(a.status) - rank(b.status));
}
