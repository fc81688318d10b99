import { asArray, flag, number, numberOrNull, objectOrNull, text, textOrNull } from '../api/json';
import type { Frame } from '../live/frame';
import { change, drop, type Org } from './org';
import { parseTime } from './time';
import { parseWorkspace, type Workspace } from './workspace';

export interface Applied {
  readonly org: Org;
  /** The event told of something that only the list can complete. */
  readonly refetch: boolean;
}

type Field = 'status' | 'task' | 'card' | 'figures';

/** Folds frames, oldest first, into what is known. Anything unknown passes by; nothing throws. */
export function applyFrames(org: Org, frames: readonly Frame[], now: number): Applied {
  let refetch = false;
  for (const frame of frames) {
    const applied = applyFrame(org, frame, now);
    org = applied.org;
    refetch ||= applied.refetch;
  }
  return { org, refetch };
}

export function applyFrame(org: Org, frame: Frame, now: number): Applied {
  const id = frame.workspaceId;
  const { payload } = frame;
  const known = org.workspaces.get(id);
  switch (frame.event) {
    case 'WORKSPACE_PROVISIONING':
      return known === undefined ? born(org, frame, 'provisioning', now)
        : set(org, frame, 'status', { status: 'provisioning', needsRestart: false, currentTask: '', lastSampleError: '', missing: '', logTail: '' }, now);

    case 'WORKSPACE_AWAITING_AGENT':
      return known === undefined ? born(org, frame, 'awaiting_agent', now) : set(org, frame, 'status', { status: 'awaiting_agent' }, now);

    case 'WORKSPACE_ONLINE': {
      const url = textOrNull(payload, 'url');
      const agentCard = objectOrNull(payload, 'agent_card');
      const part: Partial<Workspace> = {
        status: 'online', lastSampleError: '', lastErrorRate: 0, missing: '', logTail: '',
        ...(url === null ? {} : { url }), ...(agentCard === null ? {} : { agentCard }),
      };
      if (known !== undefined) return set(org, frame, 'status', part, now);
      if (isBuried(org, id, now)) return { org, refetch: false };
      return { org: { ...org, early: new Map(org.early).set(id, part) }, refetch: true };
    }

    case 'WORKSPACE_OFFLINE':
      return set(org, frame, 'status', { status: 'offline', currentTask: '', activeTasks: 0 }, now);

    case 'WORKSPACE_DEGRADED': {
      const rate = numberOrNull(payload, 'error_rate');
      const stuck = text(payload, 'runtime_state') === 'wedged';
      const sample = text(payload, 'sample_error');
      return set(org, frame, 'status', {
        status: 'degraded', ...(rate === null ? {} : { lastErrorRate: rate }),
        lastSampleError: stuck ? `The runtime is stuck${sample === '' ? '' : `: ${sample}`}` : sample,
      }, now);
    }

    case 'WORKSPACE_PAUSED':
      return set(org, frame, 'status', { status: 'paused', currentTask: '' }, now);

    case 'WORKSPACE_HIBERNATED':
      return set(org, frame, 'status', { status: 'hibernated', currentTask: '' }, now);

    case 'WORKSPACE_PROVISION_FAILED':
      return set(org, frame, 'status', {
        status: 'failed', lastSampleError: text(payload, 'error') || text(payload, 'reason'), logTail: text(payload, 'log_tail'),
        missing: asArray(payload['missing']).filter(name => typeof name === 'string').join(', '),
      }, now);

    case 'WORKSPACE_REMOVED':
      return { org: drop(org, id, now), refetch: false };

    case 'WORKSPACE_EXPANDED':
    case 'WORKSPACE_COLLAPSED':
      return { org, refetch: true };

    case 'WORKSPACE_MOVED':
      return set(org, frame, 'figures', { parentId: textOrNull(payload, 'new_parent_id') }, now, true);

    case 'WORKSPACE_HEARTBEAT':
      return set(org, frame, 'figures', {
        // Heartbeats are applied late: what was said of a task after one was sent stays.
        ...(isNewest(org, frame, 'task', now) ? { activeTasks: number(payload, 'active_tasks', known?.activeTasks ?? 0) } : {}),
        uptimeSeconds: number(payload, 'uptime_seconds', known?.uptimeSeconds ?? 0),
      }, now);

    case 'TASK_UPDATED':
      return set(org, frame, 'task', {
        currentTask: text(payload, 'current_task'), activeTasks: number(payload, 'active_tasks', known?.activeTasks ?? 0),
      }, now);

    case 'AGENT_CARD_UPDATED':
      return set(org, frame, 'card', { agentCard: objectOrNull(payload, 'agent_card') }, now);

    default:
      return { org, refetch: false };
  }
}

/** Applies a part unless something newer was said about the same field of the same workspace. */
function set(org: Org, frame: Frame, field: Field, part: Partial<Workspace>, now: number, refetch = false): Applied {
  const id = frame.workspaceId;
  if (!org.workspaces.has(id)) return { org, refetch: !isBuried(org, id, now) && field === 'status' };
  if (!isNewest(org, frame, field, now)) return { org, refetch: false };
  const next = change(org, id, part);
  return {
    org: { ...next, applied: new Map(org.applied).set(`${id}/${field}`, parseTime(frame.timestamp, now)), touched: new Map(org.touched).set(id, now) },
    refetch,
  };
}

/** Whether nothing newer was said about the field. */
function isNewest(org: Org, frame: Frame, field: Field, now: number): boolean {
  return parseTime(frame.timestamp, now) >= (org.applied.get(`${frame.workspaceId}/${field}`) ?? Number.NEGATIVE_INFINITY);
}

/** A workspace first heard of by an event: drawn at once with what is known, completed by the list. */
function born(org: Org, frame: Frame, status: string, now: number): Applied {
  const id = frame.workspaceId;
  if (id === '' || isBuried(org, id, now)) return { org, refetch: false };
  const { payload } = frame;
  const parentId = textOrNull(payload, 'parent_id');
  const parent = parentId === null ? undefined : org.workspaces.get(parentId);
  // Children arrive with places relative to their parent; the list, and so this browser, keeps absolute ones.
  const placed = numberOrNull(payload, 'x') !== null && numberOrNull(payload, 'y') !== null;
  const row = parseWorkspace({ ...payload, id, name: text(payload, 'name') || id.slice(0, 8), status });
  const early = org.early.get(id);
  const workspace: Workspace = {
    ...row,
    runtime: row.runtime !== '' ? row.runtime : flag(payload, 'external') ? 'external' : '',
    x: placed ? row.x + (parent?.x ?? 0) : 0,
    y: placed ? row.y + (parent?.y ?? 0) : 0,
    ...(early ?? {}),
  };
  const earlies = new Map(org.early);
  earlies.delete(id);
  return {
    org: {
      ...org,
      early: earlies,
      workspaces: new Map(org.workspaces).set(id, workspace),
      touched: new Map(org.touched).set(id, now),
      applied: new Map(org.applied).set(`${id}/status`, parseTime(frame.timestamp, now)),
    },
    refetch: true,
  };
}

function isBuried(org: Org, id: string, now: number): boolean {
  return (org.tombstones.get(id) ?? 0) > now;
}
