import { ApiError, wordsFor } from './errors';
import { isObject, parseJson } from './json';
import { readToken } from './token';

export interface RequestOptions {
  readonly body?: unknown;
  /** Milliseconds until the request is given up. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** With the browser's cookies, unless without. */
  readonly credentials?: 'omit';
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const defaultTimeoutMs = 15_000;
const longestRetryAfterSeconds = 20;
const missingRetryAfterSeconds = 2;

/** Empty: the server that served the page. `VITE_API_BASE` names another one. */
const base: string = (import.meta.env['VITE_API_BASE'] as string | undefined) ?? '';

export function apiUrl(path: string): string {
  return base + path;
}

/** Sends one request. A 429 on a GET is waited out once; a mutation is never repeated. */
export async function send(method: string, path: string, options: RequestOptions = {}): Promise<Reply> {
  const first = await exchange(method, path, options);
  if (first.response.status !== 429 || method !== 'GET') return finish(method, path, first);
  const asked = Number.parseInt(first.response.headers.get('Retry-After') ?? '', 10);
  const seconds = Math.min(Number.isNaN(asked) ? missingRetryAfterSeconds : asked, longestRetryAfterSeconds);
  await new Promise(resolve => setTimeout(resolve, seconds * 1000));
  return finish(method, path, await exchange(method, path, options));
}

export const get = async (path: string, options?: RequestOptions): Promise<unknown> => (await send('GET', path, options)).body;
export const post = async (path: string, body?: unknown, options?: RequestOptions): Promise<unknown> =>
  (await send('POST', path, { ...options, body })).body;
export const put = async (path: string, body: unknown): Promise<unknown> => (await send('PUT', path, { body })).body;
export const patch = async (path: string, body: unknown): Promise<unknown> => (await send('PATCH', path, { body })).body;
export const remove = async (path: string): Promise<unknown> => (await send('DELETE', path)).body;

interface Exchange {
  readonly response: Response;
  readonly raw: string;
}

async function exchange(method: string, path: string, options: RequestOptions): Promise<Exchange> {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  const giveUp = () => limit.abort();
  options.signal?.addEventListener('abort', giveUp);
  try {
    const response = await fetch(apiUrl(path), {
      method,
      credentials: options.credentials ?? 'include',
      headers: headersFor(options.body),
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: limit.signal,
    });
    // Within the same time: an answer whose body never ends is none.
    return { response, raw: await response.text() };
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    if (limit.signal.aborted) throw new ApiError('timeout', method, path, 0, `no answer within ${Math.round(timeoutMs / 1000)} s`);
    throw new ApiError('network', method, path, 0, 'the server cannot be reached');
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', giveUp);
  }
}

function headersFor(body: unknown): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const token = readToken();
  if (token !== null) headers['Authorization'] = `Bearer ${token}`;
  return headers;
}

function finish(method: string, path: string, { response, raw }: Exchange): Reply {
  const parsed = raw === '' ? undefined : parseJson(raw);
  if (response.ok) {
    if (raw !== '' && parsed === undefined) {
      throw new ApiError('http', method, path, response.status, 'the server answered with something that is not JSON', {}, raw);
    }
    return { status: response.status, headers: response.headers, body: parsed };
  }
  throw new ApiError('http', method, path, response.status, wordsFor(response.status, parsed),
    isObject(parsed) ? parsed : {}, raw, response.headers.get('X-Request-Id'));
}
