import { describe, expect, it } from 'vitest';
import { json, serve, type Asked } from '../../test/make';
import { post } from '../api/client';
import { ApiError } from '../api/errors';
import { keepToken, readToken } from '../api/token';
import { stayInside } from './entry';

const counted = { 'X-RateLimit-Limit': '600' };
const minted = { id: 'k', prefix: 'org-toke', auth_token: 'org-token', warning: 'once' };

/** A server that nobody has a token of yet, as its contract has it. */
function newServer(limit: Record<string, string>) {
  return serve(one => one.method === 'GET' ? json(200, { tokens: [], count: 0 }, limit) : json(200, minted, limit));
}
const changes = (asked: readonly Asked[]) => asked.filter(one => one.method !== 'GET').map(one => `${one.method} ${one.path}`);

describe('entry', () => {
  it('first_token_of_a_server_is_the_pages_own', async () => {
    const asked = newServer(counted);
    const { made, entry } = await stayInside(() => Promise.resolve(readToken()));
    expect([made, entry, readToken()]).toEqual(['org-token', 'org-token', 'org-token']);
    expect(changes(asked)).toEqual(['POST /org/tokens']);
  });
  it('development_mode_stays_open_and_wants_no_token', async () => {
    const asked = newServer({ 'X-RateLimit-Limit': 'unlimited' });
    expect([await stayInside(() => Promise.resolve(1)), readToken(), changes(asked)]).toEqual([{ made: 1, entry: null }, null, []]);
  });
  it('closed_server_is_asked_for_nothing_more', async () => {
    const asked = serve(() => json(401, { error: 'admin auth required' }, counted));
    expect([await stayInside(() => Promise.resolve(1)), changes(asked)]).toEqual([{ made: 1, entry: null }, []]);
  });
  it('signed_in_page_asks_nothing', async () => {
    keepToken('mine');
    const asked = newServer(counted);
    await stayInside(() => Promise.resolve(1));
    expect([asked, readToken()]).toEqual([[], 'mine']);
  });
  it('refusal_gives_the_token_back', async () => {
    const asked = serve(one => one.path === '/workspaces' ? json(400, { error: 'invalid workspace fields' })
      : one.method === 'GET' ? json(200, {}, counted) : json(200, minted));
    await expect(stayInside(() => post('/workspaces', {}))).rejects.toThrow('invalid workspace fields');
    expect([changes(asked).at(-1), readToken()]).toEqual(['DELETE /org/tokens/k', null]);
  });
  it('answer_that_never_came_keeps_the_token_for_the_next_try', async () => {
    const asked = newServer(counted);
    await expect(stayInside(() => Promise.reject(new ApiError('timeout', 'POST', '/workspaces', 0, 'no answer')))).rejects.toThrow('no answer');
    expect([(await stayInside(() => Promise.resolve(1))).entry, changes(asked)]).toEqual(['org-token', ['POST /org/tokens']]);
  });
});
