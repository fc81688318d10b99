import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { neighbourOf } from './neighbours';

describe('neighbourOf', () => {
  const org = mapOf(workspace('a', { x: 100, y: 100 }), workspace('b', { x: 500, y: 110 }), workspace('c', { x: 100, y: 500 }), workspace('d', { x: 900, y: 100 }));

  it.each([[[1, 0], 'b'], [[0, 1], 'c'], [[-1, 0], null], [[0, -1], null]] as const)('towards %j is %s', (direction, expected) => {
    expect(neighbourOf(org, 'a', direction)).toBe(expected);
  });
});
