import { describe, expect, it, vi } from 'vitest';
import { json, serve } from '../../test/make';
import { get, patch, post, send } from './client';
import { ApiError, describe as words, wordsFor } from './errors';
import { keepToken } from './token';

async function failureOf(work: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await work.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${String(error)}`);
  return error;
}

describe('client', () => {
  it('get_success_answers_the_body', async () => {
    serve(() => json(200, [1, 2]));
    expect(await get('/workspaces')).toEqual([1, 2]);
  });
  it('get_empty_body_is_undefined', async () => {
    serve(() => new Response(null, { status: 204 }));
    expect(await get('/x')).toBeUndefined();
  });
  it('get_html_instead_of_json_is_a_failure', async () => {
    serve(() => new Response('<html>', { status: 200 }));
    expect((await failureOf(get('/x'))).message).toContain('not JSON');
  });
  it('post_sends_json_with_its_type', async () => {
    const asked = serve(() => json(201, {}));
    await post('/workspaces', { name: 'A' });
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/workspaces', body: { name: 'A' }, headers: { 'Content-Type': 'application/json' } });
  });
  it('post_without_body_names_no_type', async () => {
    const asked = serve(() => json(200, {}));
    await post('/demo');
    expect(asked[0]?.headers['Content-Type']).toBeUndefined();
  });
  it('send_kept_token_goes_along', async () => {
    const asked = serve(() => json(200, {}));
    keepToken('  abc ');
    await get('/x');
    expect(asked[0]?.headers['Authorization']).toBe('Bearer abc');
  });
  it('send_without_token_no_header', async () => {
    const asked = serve(() => json(200, {}));
    await get('/x');
    expect(asked[0]?.headers['Authorization']).toBeUndefined();
  });
  it('failure_shows_the_servers_own_words', async () => {
    serve(() => json(400, { error: 'invalid parent_id' }));
    expect(await failureOf(patch('/workspaces/1', {}))).toMatchObject({ message: 'invalid parent_id', status: 400, method: 'PATCH' });
  });
  it('failure_without_json_gets_plain_words', async () => {
    serve(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect((await failureOf(get('/x'))).message).toBe('the agent could not be reached');
  });
  it('failure_keeps_request_id_and_raw_text_for_details', async () => {
    serve(() => json(500, { error: 'query failed' }, { 'X-Request-Id': 'r-7' }));
    expect((await failureOf(get('/x'))).details).toContain('r-7');
  });
  it('network_failure_is_told_apart', async () => {
    serve(() => new TypeError('refused'));
    expect(await failureOf(get('/x'))).toMatchObject({ failure: 'network', status: 0 });
  });
  it('silence_ends_in_a_timeout', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => new Promise((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    }));
    const failed = failureOf(get('/x', { timeoutMs: 3000 }));
    await vi.advanceTimersByTimeAsync(3000);
    expect(await failed).toMatchObject({ failure: 'timeout', message: 'no answer within 3 s' });
  });
  it('body_that_stalls_ends_in_a_timeout', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => Promise.resolve(new Response(new ReadableStream({
      start: stream => init.signal?.addEventListener('abort', () => stream.error(new DOMException('aborted', 'AbortError'))),
    }))));
    const failed = failureOf(get('/x', { timeoutMs: 3000 }));
    await vi.advanceTimersByTimeAsync(3000);
    expect(await failed).toMatchObject({ failure: 'timeout' });
  });
  it('caller_gives_up_its_own_reason_comes_through', async () => {
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => new Promise((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    }));
    const caller = new AbortController();
    const failed = get('/x', { signal: caller.signal }).then(() => null, (reason: unknown) => reason);
    caller.abort();
    expect(await failed).not.toBeInstanceOf(ApiError);
  });
  it('get_429_waits_as_told_and_asks_once_more', async () => {
    vi.useFakeTimers();
    let times = 0;
    serve(() => ++times === 1 ? json(429, { error: 'rate limit exceeded' }, { 'Retry-After': '3' }) : json(200, 'fine'));
    const reply = get('/x');
    await vi.advanceTimersByTimeAsync(2999);
    expect(times).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await reply).toBe('fine');
  });
  it('get_429_twice_is_a_failure', async () => {
    vi.useFakeTimers();
    serve(() => json(429, { error: 'rate limit exceeded' }));
    const failed = failureOf(get('/x'));
    await vi.advanceTimersByTimeAsync(2000);
    expect((await failed).status).toBe(429);
  });
  it('get_429_with_a_long_wait_is_capped', async () => {
    vi.useFakeTimers();
    let times = 0;
    serve(() => ++times === 1 ? json(429, {}, { 'Retry-After': '600' }) : json(200, 'fine'));
    const reply = get('/x');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await reply).toBe('fine');
  });
  it.each(['POST', 'PATCH', 'PUT', 'DELETE'])('%s_429_is_never_repeated', async method => {
    const asked = serve(() => json(429, { error: 'rate limit exceeded' }));
    await failureOf(send(method, '/x'));
    expect(asked).toHaveLength(1);
  });
});

describe('errors', () => {
  it.each([
    [400, { error: 'a' }, 'a'],
    [409, { message: 'b' }, 'b'],
    [404, {}, 'it does not exist (any more)'],
    [418, 'x', 'the server answered 418'],
  ])('wordsFor(%i, %j)', (status, body, expected) => {
    expect(wordsFor(status, body)).toBe(expected);
  });
  it('platform_down_is_the_code_not_only_the_status', () => {
    const down = new ApiError('http', 'GET', '/x', 503, 'm', { code: 'platform_unavailable' });
    const other = new ApiError('http', 'GET', '/x', 503, 'm', {});
    expect([down.isPlatformDown, other.isPlatformDown]).toEqual([true, false]);
  });
  it('describe_any_thrown_value', () => {
    expect([words(new Error('a')), words('b')]).toEqual(['a', 'b']);
  });
});
