import { flag, numberOrNull, text, textOrNull } from '../api/json';
import type { Frame } from '../live/frame';
import { parseTime } from '../model/time';

/** What passed between two agents, in one direction, within the last hour. */
export interface Edge {
  readonly key: string;
  readonly source: string;
  readonly target: string;
  readonly count: number;
  readonly lastAt: number;
  readonly failedAt: number | null;
}

export type DotTone = 'request' | 'reply' | 'failure';

/** One message moving along an edge; lives until its animation ends, or its time is up where nothing is drawn. */
export interface Dot {
  readonly id: number;
  readonly bornAt: number;
  readonly source: string;
  readonly target: string;
  readonly tone: DotTone;
}

export type Delivery = 'ok' | 'error' | 'waiting';

/** Three tell of one call: its carrier when it leaves, its sender, and its receiver once it was answered. */
export type Witness = 'carrier' | 'sender' | 'receiver';

/** One row of the communications feed. */
export interface Passage {
  readonly id: string;
  readonly delegationId: string | null;
  /** When the message left. */
  readonly at: number;
  readonly source: string;
  readonly target: string;
  readonly summary: string;
  readonly delivery: Delivery;
  readonly durationMs: number | null;
  /** Who has told of it: nobody tells of one call twice. */
  readonly told: readonly Witness[];
}

export interface Traffic {
  readonly edges: ReadonlyMap<string, Edge>;
  readonly dots: readonly Dot[];
  /** Newest first. */
  readonly feed: readonly Passage[];
  readonly serial: number;
}

export const emptyTraffic: Traffic = { edges: new Map(), dots: [], feed: [], serial: 0 };

export const mostDots = 20;
export const feedLength = 100;
export const edgeLifeMs = 60 * 60_000;
export const hotMs = 5 * 60_000;
export const failureMs = 60_000;
export const dotLifeMs = 1_200;
/** What left within this time of each other is one call, told of by several. */
const sameCallMs = 2_000;

export function edgeKey(source: string, target: string): string {
  return `${source}→${target}`;
}

/** Folds one frame into the picture. Frames that are not about talk between agents pass by. */
export function observe(traffic: Traffic, frame: Frame, now: number): Traffic {
  const { payload } = frame;
  const at = Math.min(parseTime(frame.timestamp, now), now);
  switch (frame.event) {
    case 'A2A_DISPATCHED':
      return departed(traffic, frame, at, now);
    case 'DELEGATION_SENT': {
      const target = textOrNull(payload, 'target_id');
      if (target === null) return traffic;
      return passed(traffic, {
        source: frame.workspaceId, target, at, delivery: 'waiting', summary: text(payload, 'task_preview'), durationMs: null,
        delegationId: textOrNull(payload, 'delegation_id'), told: [],
      }, now);
    }
    case 'DELEGATION_STATUS':
      return settle(traffic, payload, passage => ({ ...passage, delivery: 'waiting' }));
    case 'DELEGATION_COMPLETE': {
      const done = settle(traffic, payload, passage => ({
        ...passage, delivery: 'ok', durationMs: passage.durationMs ?? Math.max(1, at - passage.at),
        summary: text(payload, 'response_preview') || passage.summary,
      }));
      const target = textOrNull(payload, 'target_id') ?? targetOf(traffic, payload);
      return target === null ? done : withDot(done, target, frame.workspaceId, 'reply', now);
    }
    case 'DELEGATION_FAILED': {
      const failed = settle(traffic, payload, passage => ({ ...passage, delivery: 'error', summary: text(payload, 'error') || passage.summary }));
      const target = textOrNull(payload, 'target_id') ?? targetOf(traffic, payload);
      return target === null ? failed : withFailure(failed, frame.workspaceId, target, at, now);
    }
    case 'ACTIVITY_LOGGED':
      return logged(traffic, frame, at, now);
    default:
      return traffic;
  }
}

/** A message leaves; its answer may take minutes. */
function departed(traffic: Traffic, frame: Frame, at: number, now: number): Traffic {
  const source = textOrNull(frame.payload, 'source_id');
  const target = textOrNull(frame.payload, 'target_id');
  if (source === null || target === null || source === target) return traffic;
  // A message from the queue was counted when it went there.
  if (flag(frame.payload, 'from_queue')) return withDot(traffic, source, target, 'request', now);
  const same = callOf(traffic, source, target, at, 'carrier');
  return same === undefined
    ? passed(traffic, { source, target, at, delivery: 'waiting', durationMs: null, delegationId: null, summary: '', told: ['carrier'] }, now)
    : replace(traffic, same, { ...same, told: [...same.told, 'carrier'] });
}

function logged(traffic: Traffic, frame: Frame, at: number, now: number): Traffic {
  const { payload } = frame;
  const type = text(payload, 'activity_type');
  const sent = type === 'a2a_send';
  if (!sent && type !== 'a2a_receive') return traffic;
  // A receipt is filed under the receiver; its own replies, which it logs with itself as source, go to the target.
  const source = sent ? textOrNull(payload, 'source_id') ?? frame.workspaceId : textOrNull(payload, 'source_id');
  const target = sent ? textOrNull(payload, 'target_id') : source === frame.workspaceId ? textOrNull(payload, 'target_id') : frame.workspaceId;
  if (source === null || target === null || source === target) return traffic;
  const delivery: Delivery = text(payload, 'status') === 'error' ? 'error' : 'ok';
  const durationMs = numberOrNull(payload, 'duration_ms');
  const witness: Witness = sent ? 'sender' : 'receiver';
  const leftAt = at - (durationMs ?? 0);
  const same = callOf(traffic, source, target, leftAt, witness);
  const next = same === undefined
    ? passed(traffic, { source, target, at: leftAt, delivery, durationMs, delegationId: null, summary: text(payload, 'summary'), told: [witness] }, now)
    : witnessed(traffic, same, { witness, delivery, durationMs, summary: text(payload, 'summary') }, now);
  return delivery === 'error' ? withFailure(next, source, target, at, now) : next;
}

/** The call that somebody tells of, where it is known already. */
function callOf({ feed }: Traffic, source: string, target: string, leftAt: number, witness: Witness): Passage | undefined {
  const open = feed.filter(passage => passage.source === source && passage.target === target && !passage.told.includes(witness));
  const [nearest] = open.filter(passage => Math.abs(leftAt - passage.at) < sameCallMs)
    .sort((a, b) => Math.abs(leftAt - a.at) - Math.abs(leftAt - b.at));
  if (nearest !== undefined || witness === 'carrier') return nearest;
  // A delegation's delivery may come late. So may what is told of a call that was queued or whose agent was lost: the oldest waits longest.
  return open.findLast(passage => passage.delivery === 'waiting' && (passage.delegationId !== null || witness === 'receiver'));
}

interface Testimony {
  readonly witness: Witness;
  readonly delivery: Delivery;
  readonly durationMs: number | null;
  readonly summary: string;
}

function witnessed(traffic: Traffic, passage: Passage, { witness, delivery, durationMs, summary }: Testimony, now: number): Traffic {
  const delegated = passage.delegationId !== null;
  const answered = witness === 'receiver' && delivery === 'ok' && !delegated;
  const merged = replace(traffic, passage, {
    ...passage,
    // A delegation is delivered more than once when it is tried again, and done only when its result says so.
    told: delegated ? passage.told : [...passage.told, witness],
    delivery: delivery === 'error' || answered ? delivery : passage.delivery,
    durationMs: durationMs ?? passage.durationMs,
    summary: passage.summary || summary,
  });
  return answered ? withDot(merged, passage.target, passage.source, 'reply', now) : merged;
}

function passed(traffic: Traffic, passage: Omit<Passage, 'id'>, now: number): Traffic {
  const known = passage.delegationId === null ? undefined
    : traffic.feed.find(other => other.delegationId === passage.delegationId);
  if (known !== undefined) return traffic;
  const serial = traffic.serial + 1;
  const key = edgeKey(passage.source, passage.target);
  const edge = traffic.edges.get(key);
  const edges = new Map(traffic.edges).set(key, {
    key, source: passage.source, target: passage.target, count: (edge?.count ?? 0) + 1,
    lastAt: Math.max(passage.at, edge?.lastAt ?? 0), failedAt: edge?.failedAt ?? null,
  });
  const feed = [{ ...passage, id: `p${serial}` }, ...traffic.feed].slice(0, feedLength);
  return withDot({ ...traffic, edges, feed, serial }, passage.source, passage.target, 'request', now);
}

function withDot(traffic: Traffic, source: string, target: string, tone: DotTone, now: number): Traffic {
  const serial = traffic.serial + 1;
  const dots = [...traffic.dots, { id: serial, bornAt: now, source, target, tone }];
  return { ...traffic, serial, dots: dots.slice(-mostDots) };
}

function withFailure(traffic: Traffic, source: string, target: string, at: number, now: number): Traffic {
  const key = edgeKey(source, target);
  const edge = traffic.edges.get(key) ?? { key, source, target, count: 0, lastAt: at, failedAt: null };
  return withDot({ ...traffic, edges: new Map(traffic.edges).set(key, { ...edge, failedAt: at }) }, source, target, 'failure', now);
}

function settle(traffic: Traffic, payload: Frame['payload'], update: (passage: Passage) => Passage): Traffic {
  const id = textOrNull(payload, 'delegation_id');
  const known = id === null ? undefined : traffic.feed.find(passage => passage.delegationId === id);
  return known === undefined ? traffic : replace(traffic, known, update(known));
}

function targetOf(traffic: Traffic, payload: Frame['payload']): string | null {
  const id = textOrNull(payload, 'delegation_id');
  return id === null ? null : traffic.feed.find(passage => passage.delegationId === id)?.target ?? null;
}

function replace(traffic: Traffic, old: Passage, fresh: Passage): Traffic {
  return { ...traffic, feed: traffic.feed.map(passage => passage === old ? fresh : passage) };
}

/** A dot has arrived. */
export function arrive(traffic: Traffic, id: number): Traffic {
  return { ...traffic, dots: traffic.dots.filter(dot => dot.id !== id) };
}

/** Drops the dots whose time is up: where none is drawn, no animation ends. */
export function fade(traffic: Traffic, now: number): Traffic {
  const dots = traffic.dots.filter(dot => now - dot.bornAt < dotLifeMs);
  return dots.length === traffic.dots.length ? traffic : { ...traffic, dots };
}

/** Forgets what is older than an hour and whatever touches a workspace that is gone. */
export function prune(traffic: Traffic, exists: (id: string) => boolean, now: number): Traffic {
  const stays = (edge: Edge) => now - edge.lastAt < edgeLifeMs && exists(edge.source) && exists(edge.target);
  const dots = traffic.dots.filter(dot => exists(dot.source) && exists(dot.target));
  const edges = [...traffic.edges.values()].every(stays) ? traffic.edges
    : new Map([...traffic.edges].filter(([, edge]) => stays(edge)));
  return edges === traffic.edges && dots.length === traffic.dots.length ? traffic : { ...traffic, edges, dots };
}

export function isHot(edge: Edge, now: number): boolean {
  return now - edge.lastAt < hotMs;
}

export function isFailing(edge: Edge, now: number): boolean {
  return edge.failedAt !== null && now - edge.failedAt < failureMs;
}
