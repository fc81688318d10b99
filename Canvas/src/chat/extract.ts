import { asArray, isObject, objectOrNull, text, type JsonObject } from '../api/json';

/** A file an agent sent along. */
export interface Attachment {
  readonly name: string;
  readonly uri: string;
}

export interface Content {
  readonly text: string;
  readonly files: readonly Attachment[];
}

/**
 * What an A2A reply says. Agents put their words in many places: all of them are read and joined, because taking the first alone cuts long
 * answers off.
 */
export function contentOf(reply: unknown): Content {
  const body = isObject(reply) ? reply : {};
  const result = body['result'];
  if (typeof result === 'string') return { text: result, files: [] };
  if (!isObject(result)) return { text: isObject(reply) ? errorOf(reply) ?? text(reply, 'raw') : '', files: [] };
  const parts = partsOf(result);
  const words = parts.map(wordsOf).filter(word => word !== '');
  const task = text(result, 'task');
  return { text: words.length > 0 ? words.join('\n') : task, files: parts.flatMap(fileOf) };
}

/** The words of a request a person sent. */
export function requestContent(request: unknown): Content {
  const parameters = isObject(request) ? objectOrNull(request, 'params') : null;
  const message = parameters === null ? null : objectOrNull(parameters, 'message');
  const parts = message === null ? [] : asArray(message['parts']).filter(isObject);
  return { text: parts.map(wordsOf).filter(word => word !== '').join('\n'), files: parts.flatMap(fileOf) };
}

/** The message of a JSON-RPC error, null where the reply is none. */
export function errorOf(reply: unknown): string | null {
  if (!isObject(reply)) return null;
  const error = reply['error'];
  if (typeof error === 'string') return error;
  if (!isObject(error)) return null;
  return text(error, 'message') || `the agent answered with error ${String(error['code'] ?? '')}`.trim();
}

function partsOf(result: JsonObject): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const take = (holder: JsonObject | null) => {
    if (holder !== null) found.push(...asArray(holder['parts']).filter(isObject));
  };
  take(result);
  for (const artifact of asArray(result['artifacts'])) take(isObject(artifact) ? artifact : null);
  const status = objectOrNull(result, 'status');
  take(status === null ? null : objectOrNull(status, 'message'));
  take(objectOrNull(result, 'message'));
  return found;
}

function wordsOf(part: JsonObject): string {
  const root = objectOrNull(part, 'root');
  if (root !== null) return text(root, 'text');
  const kind = text(part, 'kind') || text(part, 'type');
  return kind === 'text' || kind === '' ? text(part, 'text') : '';
}

function fileOf(part: JsonObject): readonly Attachment[] {
  const file = objectOrNull(part, 'file');
  if (file === null || (text(part, 'kind') || text(part, 'type')) !== 'file') return [];
  const uri = text(file, 'uri');
  return uri === '' ? [] : [{ uri, name: text(file, 'name') || uri.slice(uri.lastIndexOf('/') + 1) }];
}
