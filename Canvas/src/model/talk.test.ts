import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { accessChange, talkersOf } from './talk';

// top ─ team ─ (a, b); other ─ c
const org = mapOf(
  workspace('top'), workspace('team', { parentId: 'top' }), workspace('a', { parentId: 'team' }), workspace('b', { parentId: 'team' }),
  workspace('other'), workspace('c', { parentId: 'other' }),
);
const sorted = (ids: Iterable<string>) => [...ids].sort();

describe('talkersOf', () => {
  it.each([
    ['a', ['b', 'team', 'top']],
    ['team', ['a', 'b', 'top']],
    ['top', ['a', 'b', 'other', 'team']],
    ['c', ['other']],
  ])('%s', (id, expected) => {
    expect(sorted(talkersOf(org, id))).toEqual(expected);
  });
});

describe('accessChange', () => {
  it('another_team_gives_and_takes', () => {
    const { gained, lost } = accessChange(org, 'a', 'other');
    expect([sorted(gained), sorted(lost)]).toEqual([['c', 'other'], ['b', 'team', 'top']]);
  });
  it('up_within_a_line_only_takes_the_team', () => {
    const { gained, lost } = accessChange(org, 'a', 'top');
    expect([sorted(gained), sorted(lost)]).toEqual([[], ['b']]);
  });
  it('below_a_peer_keeps_what_is_above', () => {
    const { gained, lost } = accessChange(org, 'a', 'b');
    expect([sorted(gained), sorted(lost)]).toEqual([[], []]);
  });
});
