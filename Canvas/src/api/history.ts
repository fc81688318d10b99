import { get } from './client';
import { asArray, isObject, number, numberOrNull, text, textOrNull, type JsonObject } from './json';

/** One row of a workspace's activity log. */
export interface ActivityRow {
  readonly id: string;
  readonly type: string;
  readonly method: string;
  readonly summary: string;
  readonly status: string;
  readonly sourceId: string | null;
  readonly targetId: string | null;
  readonly durationMs: number | null;
  readonly error: string | null;
  readonly createdAt: string;
  readonly request: unknown;
  readonly response: unknown;
}

export function parseActivity(row: JsonObject): ActivityRow {
  return {
    id: text(row, 'id'),
    type: text(row, 'activity_type'),
    method: text(row, 'method'),
    summary: text(row, 'summary'),
    status: text(row, 'status') || 'ok',
    sourceId: textOrNull(row, 'source_id'),
    targetId: textOrNull(row, 'target_id'),
    durationMs: numberOrNull(row, 'duration_ms'),
    error: textOrNull(row, 'error_detail'),
    createdAt: text(row, 'created_at'),
    request: row['request_body'],
    response: row['response_body'],
  };
}

export interface ActivityQuery {
  readonly type?: string;
  readonly source?: 'canvas' | 'agent';
  readonly limit?: number;
}

export async function listActivity(id: string, query: ActivityQuery, signal?: AbortSignal): Promise<readonly ActivityRow[]> {
  const parameters = new URLSearchParams();
  if (query.type !== undefined) parameters.set('type', query.type);
  if (query.source !== undefined) parameters.set('source', query.source);
  parameters.set('limit', String(query.limit ?? 100));
  const rows = await get(`/workspaces/${id}/activity?${parameters.toString()}`, signal === undefined ? {} : { signal });
  return asArray(rows).filter(isObject).map(parseActivity);
}

/** One persisted structure event. */
export interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly payload: unknown;
  readonly createdAt: string;
}

export async function listEvents(id: string, signal?: AbortSignal): Promise<readonly EventRow[]> {
  const rows = await get(`/events/${id}`, signal === undefined ? {} : { signal });
  return asArray(rows).filter(isObject).map((row, index) => ({
    id: text(row, 'id') || String(number(row, 'id', index)),
    type: text(row, 'event_type'),
    payload: row['payload'],
    createdAt: text(row, 'created_at'),
  }));
}
