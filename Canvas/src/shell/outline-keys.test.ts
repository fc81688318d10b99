import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { treeOf } from '../model/tree';
import { nextInOutline } from './outline-keys';

describe('nextInOutline', () => {
  const org = mapOf(workspace('p'), workspace('a', { parentId: 'p' }), workspace('f', { collapsed: true }), workspace('g', { parentId: 'f' }));
  const tree = treeOf(org);
  const rows = ['p', 'a', 'f'];
  const step = (key: string, id: string) => nextInOutline(key, id, rows, tree, org);

  it.each([
    ['ArrowDown', 'p', { kind: 'focus', id: 'a' }], ['ArrowDown', 'f', null], ['ArrowUp', 'p', null], ['ArrowUp', 'a', { kind: 'focus', id: 'p' }],
    ['Home', 'f', { kind: 'focus', id: 'p' }], ['End', 'p', { kind: 'focus', id: 'f' }], ['ArrowRight', 'p', { kind: 'focus', id: 'a' }],
    ['ArrowRight', 'f', { kind: 'fold', id: 'f' }], ['ArrowRight', 'a', null], ['ArrowLeft', 'p', { kind: 'fold', id: 'p' }],
    ['ArrowLeft', 'a', { kind: 'focus', id: 'p' }], ['ArrowLeft', 'f', null], ['x', 'p', null],
  ])('%s on %s', (key, id, expected) => {
    expect(step(key, id)).toEqual(expected);
  });
});
