import type { ActivityRow } from '../api/history';
import { isObject, text, textOrNull, type JsonObject } from '../api/json';
import { requestContent } from '../chat/extract';
import type { Frame } from '../live/frame';
import { parseTime } from '../model/time';
import { edgeLifeMs, emptyTraffic, feedLength, observe, type Traffic } from './traffic';

/** What the server's logs remember of the last hour, as if it had been seen; nothing moves any more. */
export function recall(rows: readonly ActivityRow[], before: number): Traffic {
  const remembered = rows
    .map(row => ({ row, at: parseTime(row.createdAt, 0) }))
    .filter(({ at }) => at < before && before - at < edgeLifeMs)
    .sort((a, b) => a.at - b.at);
  let seen = emptyTraffic;
  const known = new Set<string>();
  for (const { row } of remembered) {
    const frame = frameOf(row);
    if (frame === null || known.has(row.id)) continue;
    known.add(row.id);
    seen = observe(seen, frame, before);
  }
  return { ...seen, dots: [] };
}

/** Puts what is remembered under what has been seen since. */
export function withMemory(traffic: Traffic, memory: Traffic): Traffic {
  const edges = new Map(memory.edges);
  for (const [key, edge] of traffic.edges) {
    const old = memory.edges.get(key);
    edges.set(key, old === undefined ? edge : { ...edge, count: edge.count + old.count, failedAt: edge.failedAt ?? old.failedAt });
  }
  const older = memory.feed.map(passage => ({ ...passage, id: `m${passage.id}` }));
  return { ...traffic, edges, feed: [...traffic.feed, ...older].slice(0, feedLength) };
}

function frameOf(row: ActivityRow): Frame | null {
  const frame = (event: string, workspaceId: string, payload: JsonObject): Frame =>
    ({ event, workspaceId, payload, timestamp: row.createdAt, seq: null });
  // The row stands under the workspace that was asked for: the target of what it received, the source of what it sent.
  switch (row.type) {
    case 'a2a_receive':
    case 'a2a_send':
      return frame('ACTIVITY_LOGGED', (row.type === 'a2a_receive' ? row.targetId : row.sourceId) ?? '', {
        activity_type: row.type, method: row.method, status: row.status, source_id: row.sourceId, target_id: row.targetId,
        duration_ms: row.durationMs, summary: requestContent(row.request).text || row.summary,
      });
    case 'delegation': {
      if (row.sourceId === null) return null;
      const body = isObject(row.request) ? row.request : isObject(row.response) ? row.response : {};
      const id = textOrNull(body, 'delegation_id');
      if (id === null) return null;
      if (row.method === 'delegate') {
        return frame('DELEGATION_SENT', row.sourceId, { delegation_id: id, target_id: row.targetId, task_preview: text(body, 'task') });
      }
      return row.status === 'failed'
        ? frame('DELEGATION_FAILED', row.sourceId, { delegation_id: id, target_id: row.targetId, error: row.error ?? '' })
        : frame('DELEGATION_COMPLETE', row.sourceId, { delegation_id: id, target_id: row.targetId, response_preview: text(body, 'text') });
    }
    default:
      return null;
  }
}
