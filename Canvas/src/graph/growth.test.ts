import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { arrivalOf, isStarting, treeAround } from './growth';

const a = workspace('a');
const p = workspace('p');
const c = workspace('c', { parentId: 'p' });

describe('arrivalOf', () => {
  it.each([
    ['nothing new', [a], [a], { kind: 'none' }],
    ['a card that stands alone', [a], [a, p], { kind: 'visit', id: 'p' }],
    ['the first card of all', [], [a], { kind: 'fit', ids: ['a'] }],
    ['a member of a team', [a, p], [a, p, c], { kind: 'fit', ids: ['p', 'c'] }],
    ['a whole team', [a], [a, p, c], { kind: 'fit', ids: ['p', 'c'] }],
    ['a card that left', [a, p], [a], { kind: 'none' }],
  ] as const)('%s', (_, before, after, expected) => {
    expect(arrivalOf(mapOf(...before), mapOf(...after))).toEqual(expected);
  });
});

describe('treeAround', () => {
  it.each([['p', ['p', 'c']], ['c', ['p', 'c']], ['a', ['a']], ['gone', []]] as const)('%s', (id, expected) => {
    expect(treeAround(mapOf(a, p, c), id)).toEqual(expected);
  });
});

describe('isStarting', () => {
  it.each([['provisioning', true], ['awaiting_agent', true], ['online', false], ['failed', false]])('%s: %s', (status, expected) => {
    expect(isStarting(mapOf(workspace('x', { status }), a), ['x', 'a', 'gone'])).toBe(expected);
  });
});
