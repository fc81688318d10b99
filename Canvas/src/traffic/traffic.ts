import { numberOrNull, text, textOrNull } from '../api/json';
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

/** One message moving along an edge; lives until its animation ends. */
export interface Dot {
  readonly id: number;
  readonly source: string;
  readonly target: string;
  readonly tone: DotTone;
}

export type Delivery = 'ok' | 'error' | 'waiting';

/** One row of the communications feed. */
export interface Passage {
  readonly id: string;
  readonly delegationId: string | null;
  readonly at: number;
  readonly source: string;
  readonly target: string;
  readonly summary: string;
  readonly delivery: Delivery;
  readonly durationMs: number | null;
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
/** Sender and receiver both report one call; within this time they mean the same one. */
const sameCallMs = 2_000;

export function edgeKey(source: string, target: string): string {
  return `${source}→${target}`;
}

/** Folds one frame into the picture. Frames that are not about talk between agents pass by. */
export function observe(traffic: Traffic, frame: Frame, now: number): Traffic {
  const { payload } = frame;
  const at = Math.min(parseTime(frame.timestamp, now), now);
  switch (frame.event) {
    case 'DELEGATION_SENT': {
      const target = textOrNull(payload, 'target_id');
      if (target === null) return traffic;
      return passed(traffic, {
        source: frame.workspaceId, target, at, delivery: 'waiting', summary: text(payload, 'task_preview'), durationMs: null,
        delegationId: textOrNull(payload, 'delegation_id'),
      });
    }
    case 'DELEGATION_STATUS':
      return settle(traffic, payload, passage => ({ ...passage, delivery: 'waiting' }));
    case 'DELEGATION_COMPLETE': {
      const done = settle(traffic, payload, passage => ({
        ...passage, delivery: 'ok', durationMs: passage.durationMs ?? Math.max(1, at - passage.at),
        summary: text(payload, 'response_preview') || passage.summary,
      }));
      const target = textOrNull(payload, 'target_id') ?? targetOf(traffic, payload);
      return target === null ? done : withDot(done, target, frame.workspaceId, 'reply');
    }
    case 'DELEGATION_FAILED': {
      const failed = settle(traffic, payload, passage => ({ ...passage, delivery: 'error', summary: text(payload, 'error') || passage.summary }));
      const target = textOrNull(payload, 'target_id') ?? targetOf(traffic, payload);
      return target === null ? failed : withFailure(failed, frame.workspaceId, target, at);
    }
    case 'ACTIVITY_LOGGED':
      return logged(traffic, frame, at);
    default:
      return traffic;
  }
}

function logged(traffic: Traffic, frame: Frame, at: number): Traffic {
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
  const same = traffic.feed.find(passage =>
    passage.source === source && passage.target === target
    && (passage.delegationId !== null && passage.delivery === 'waiting' || Math.abs(at - passage.at) < sameCallMs));
  if (same === undefined) {
    const next = passed(traffic, { source, target, at, delivery, durationMs, delegationId: null, summary: text(payload, 'summary') });
    return delivery === 'error' ? withFailure(next, source, target, at) : next;
  }
  const waitsForResult = same.delegationId !== null && delivery === 'ok';
  const merged = replace(traffic, same, {
    ...same, delivery: waitsForResult ? same.delivery : delivery === 'error' ? 'error' : same.delivery,
    durationMs: durationMs ?? same.durationMs,
  });
  return delivery === 'error' ? withFailure(merged, source, target, at) : merged;
}

function passed(traffic: Traffic, passage: Omit<Passage, 'id'>): Traffic {
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
  return withDot({ ...traffic, edges, feed, serial }, passage.source, passage.target, 'request');
}

function withDot(traffic: Traffic, source: string, target: string, tone: DotTone): Traffic {
  const serial = traffic.serial + 1;
  const dots = [...traffic.dots, { id: serial, source, target, tone }];
  return { ...traffic, serial, dots: dots.slice(-mostDots) };
}

function withFailure(traffic: Traffic, source: string, target: string, at: number): Traffic {
  const key = edgeKey(source, target);
  const edge = traffic.edges.get(key) ?? { key, source, target, count: 0, lastAt: at, failedAt: null };
  return withDot({ ...traffic, edges: new Map(traffic.edges).set(key, { ...edge, failedAt: at }) }, source, target, 'failure');
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
