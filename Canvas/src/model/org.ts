import { sameWorkspace, withoutStaleTask, type Workspace } from './workspace';

/** The organisation as this browser knows it: the last list, corrected by every event since. */
export interface Org {
  readonly workspaces: ReadonlyMap<string, Workspace>;
  /** Removed here or by an event, until when an answer under way must not bring them back (ms). */
  readonly tombstones: ReadonlyMap<string, number>;
  /** When an event last changed a workspace, by this browser's clock (ms). */
  readonly touched: ReadonlyMap<string, number>;
  /** Server time of the last event applied for `<id>/<field>` (ms). */
  readonly applied: ReadonlyMap<string, number>;
  /** Online events of workspaces not seen yet, by id. */
  readonly early: ReadonlyMap<string, Partial<Workspace>>;
  /** What this browser set itself and a list does not change for a while. */
  readonly held: ReadonlyMap<string, Hold>;
}

export interface Hold {
  /** Milliseconds since the epoch; infinite while dragged. */
  readonly until: number;
  /** The place alone, or team and folding as well. */
  readonly what: 'place' | 'seat';
}

export const emptyOrg: Org = {
  workspaces: new Map(), tombstones: new Map(), touched: new Map(), applied: new Map(), early: new Map(), held: new Map(),
};

export const tombstoneMs = 10_000;
export const holdMs = 5_000;

/** The members an event may have changed since the list was read. */
type Live = Pick<Workspace, 'status' | 'agentCard' | 'url' | 'activeTasks' | 'currentTask' | 'lastErrorRate' | 'lastSampleError' | 'uptimeSeconds'>;

function liveOf(workspace: Workspace): Live {
  const { status, agentCard, url, activeTasks, currentTask, lastErrorRate, lastSampleError, uptimeSeconds } = workspace;
  return { status, agentCard, url, activeTasks, currentTask, lastErrorRate, lastSampleError, uptimeSeconds };
}

/**
 * Merges a list that was asked for at `askedAt` into what is known. Rows that did not change keep their identity; what an event said after
 * `askedAt` wins over the list; what is held keeps its place; what was removed stays removed.
 */
export function hydrate(org: Org, rows: readonly Workspace[], askedAt: number, now: number): Org {
  const tombstones = alive(org.tombstones, now);
  const held = stillHeld(org.held, now);
  const next = new Map<string, Workspace>();
  for (const row of rows) {
    if (tombstones.has(row.id) || row.status === 'removed') continue;
    const known = org.workspaces.get(row.id);
    next.set(row.id, known === undefined ? withoutStaleTask(row) : merge(known, row, {
      keepLive: (org.touched.get(row.id) ?? 0) > askedAt,
      held: held.get(row.id)?.what ?? null,
    }));
  }
  for (const [id, known] of org.workspaces) {
    // Born after the question was asked: the answer could not know it.
    if (!next.has(id) && !tombstones.has(id) && (org.touched.get(id) ?? 0) > askedAt) next.set(id, known);
  }
  const workspaces = sameOrder(org.workspaces, next) ? org.workspaces : next;
  return { ...org, workspaces, tombstones, held };
}

function merge(known: Workspace, row: Workspace, keep: { keepLive: boolean; held: Hold['what'] | null }): Workspace {
  const merged = withoutStaleTask({
    ...row,
    ...(keep.keepLive ? liveOf(known) : {}),
    ...(keep.held === null ? {} : { x: known.x, y: known.y }),
    ...(keep.held === 'seat' ? { parentId: known.parentId, collapsed: known.collapsed } : {}),
    needsRestart: known.needsRestart,
    size: known.size,
    missing: row.status === 'failed' ? known.missing : '',
    logTail: row.status === 'failed' ? known.logTail : '',
  });
  return sameWorkspace(known, merged) ? known : merged;
}

function sameOrder(a: ReadonlyMap<string, Workspace>, b: ReadonlyMap<string, Workspace>): boolean {
  if (a.size !== b.size) return false;
  const others = b.entries();
  for (const [id, workspace] of a) {
    const other = others.next().value;
    if (other === undefined || other[0] !== id || other[1] !== workspace) return false;
  }
  return true;
}

function alive(until: ReadonlyMap<string, number>, now: number): ReadonlyMap<string, number> {
  if (![...until.values()].some(end => end <= now)) return until;
  return new Map([...until].filter(([, end]) => end > now));
}

/** Changes one workspace; the same object comes back where nothing differs. */
export function change(org: Org, id: string, part: Partial<Workspace>): Org {
  const known = org.workspaces.get(id);
  if (known === undefined) return org;
  const next = withoutStaleTask({ ...known, ...part });
  if (sameWorkspace(known, next)) return org;
  return { ...org, workspaces: new Map(org.workspaces).set(id, next) };
}

export function changeAll(org: Org, parts: ReadonlyMap<string, Partial<Workspace>>): Org {
  let next = org;
  for (const [id, part] of parts) next = change(next, id, part);
  return next;
}

/** Keeps lists from moving these until `until` (ms). */
export function hold(org: Org, ids: Iterable<string>, until: number, what: Hold['what'] = 'place'): Org {
  const held = new Map(org.held);
  for (const id of ids) held.set(id, { until, what });
  return { ...org, held };
}

function stillHeld(held: ReadonlyMap<string, Hold>, now: number): ReadonlyMap<string, Hold> {
  if (![...held.values()].some(({ until }) => until <= now)) return held;
  return new Map([...held].filter(([, { until }]) => until > now));
}

/** Drops one workspace; its children go up to its parent, so that they never vanish or float. */
export function drop(org: Org, id: string, now: number): Org {
  const gone = org.workspaces.get(id);
  const tombstones = new Map(alive(org.tombstones, now)).set(id, now + tombstoneMs);
  if (gone === undefined) return { ...org, tombstones };
  const workspaces = new Map<string, Workspace>();
  for (const [key, workspace] of org.workspaces) {
    if (key === id) continue;
    if (workspace.parentId === id) workspaces.set(key, { ...workspace, parentId: gone.parentId });
    // A frame that a member has left fits what remains.
    else if (key === gone.parentId && workspace.size !== null) workspaces.set(key, { ...workspace, size: null });
    else workspaces.set(key, workspace);
  }
  return { ...org, workspaces, tombstones };
}

/** Drops a whole subtree at once: the answer of a delete, which does not wait for its events. */
export function dropAll(org: Org, ids: readonly string[], now: number): Org {
  const gone = new Set(ids);
  const tombstones = new Map(alive(org.tombstones, now));
  for (const id of ids) tombstones.set(id, now + tombstoneMs);
  return { ...org, tombstones, workspaces: new Map([...org.workspaces].filter(([id]) => !gone.has(id))) };
}
