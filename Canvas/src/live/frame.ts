import { isObject, numberOrNull, objectOrNull, parseJson, text, type JsonObject } from '../api/json';

/** One event as the socket carries it. */
export interface Frame {
  readonly event: string;
  readonly workspaceId: string;
  readonly timestamp: string;
  readonly payload: JsonObject;
  /** Place in the organisation's log; null for signals that are not kept. */
  readonly seq: number | null;
}

/** Null for anything that is not a frame; the caller counts those. */
export function parseFrame(source: unknown): Frame | null {
  if (typeof source !== 'string') return null;
  const parsed = parseJson(source);
  if (!isObject(parsed)) return null;
  const event = text(parsed, 'event');
  if (event === '') return null;
  const seq = numberOrNull(parsed, 'seq');
  return {
    event,
    workspaceId: text(parsed, 'workspace_id'),
    timestamp: text(parsed, 'timestamp'),
    payload: objectOrNull(parsed, 'payload') ?? {},
    seq: seq !== null && seq > 0 ? seq : null,
  };
}
