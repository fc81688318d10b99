import { isObject, number, text, type JsonObject } from './json';

export type Failure = 'network' | 'timeout' | 'http';

/** A request that did not succeed: what was asked, what came back, and words for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly failure: Failure,
    readonly method: string,
    readonly path: string,
    readonly status: number,
    message: string,
    /** The parsed reply, empty where there was none. */
    readonly body: JsonObject = {},
    /** The reply as it came, for a "details" fold. */
    readonly raw = '',
    readonly requestId: string | null = null,
  ) {
    super(message);
  }

  /** The server is there, its datastore is not. */
  get isPlatformDown(): boolean {
    return this.status === 503 && text(this.body, 'code') === 'platform_unavailable';
  }

  get isUnauthorized(): boolean {
    return this.status === 401;
  }

  /** Seconds the server asks to wait, 0 where it does not say. */
  get retryAfterSeconds(): number {
    return number(this.body, 'retry_after');
  }

  get details(): string {
    const id = this.requestId === null ? '' : `\nrequest id: ${this.requestId}`;
    return `${this.method} ${this.path} → ${this.status === 0 ? this.failure : String(this.status)}${id}\n${this.raw}`.trim();
  }
}

const words: Readonly<Record<number, string>> = {
  400: 'the server refused the request as malformed',
  401: 'you are not signed in',
  403: 'this is not allowed',
  404: 'it does not exist (any more)',
  409: 'the state on the server forbids it now',
  429: 'too many requests; wait a moment',
  502: 'the agent could not be reached',
  503: 'the service is not available now',
};

/** What to show for a reply: the server's own `error`, never raw JSON. */
export function wordsFor(status: number, parsed: unknown): string {
  if (isObject(parsed)) {
    const said = text(parsed, 'error') || text(parsed, 'message');
    if (said !== '') return said;
  }
  return words[status] ?? `the server answered ${status}`;
}

/** One sentence for any thrown value. */
export function describe(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  if (error instanceof Error) return error.message;
  return String(error);
}
