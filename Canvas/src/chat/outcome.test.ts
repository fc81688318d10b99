import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/errors';
import { outcomeOf, outcomeOfError } from './outcome';

describe('outcome', () => {
  const failure = (status: number, body: Record<string, unknown> = {}, failed: 'http' | 'network' | 'timeout' = 'http') =>
    outcomeOfError(new ApiError(failed, 'POST', '/a2a', status, String(body['error'] ?? 'm'), body));

  it('reply_is_an_answer', () => {
    expect(outcomeOf({ status: 200, body: { result: 'x' } })).toEqual({ kind: 'answer', reply: { result: 'x' } });
  });
  it('queued_tells_the_position', () => {
    expect(outcomeOf({ status: 202, body: { queued: true, queue_depth: 3 } })).toMatchObject({ kind: 'queued', note: expect.stringContaining('position 3') as string });
  });
  it('agents_own_202_is_an_answer', () => {
    expect(outcomeOf({ status: 202, body: { result: 'accepted' } }).kind).toBe('answer');
  });
  it.each([
    [402, {}, 'budget'], [403, { error: 'access denied' }, 'Not allowed'], [404, {}, 'does not exist'], [413, {}, 'too large'],
    [503, { restarting: true }, 'being restarted'], [503, { busy: true, retry_after: 30 }, '30 s'], [503, { error: 'workspace has no URL' }, 'no URL'],
    [502, { error: 'failed to reach workspace agent' }, 'failed to reach'],
  ])('%i %j', (status, body, words) => {
    expect(failure(status, body)).toMatchObject({ kind: 'failed', note: expect.stringContaining(words) as string });
  });
  it('waking_is_sent_again_after_its_time', () => {
    expect(failure(503, { waking: true, retry_after: 15 })).toMatchObject({ kind: 'waking', afterSeconds: 15 });
  });
  it('timeout_is_not_a_failure', () => {
    expect(failure(0, {}, 'timeout').kind).toBe('late');
  });
  it('network_is_honest_about_not_knowing', () => {
    expect(failure(0, {}, 'network')).toMatchObject({ kind: 'failed', note: expect.stringContaining('may not have arrived') as string });
  });
  it('anything_else_is_told', () => {
    expect(outcomeOfError(new Error('odd'))).toEqual({ kind: 'failed', note: 'odd' });
  });
});
