import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { descendantsOf, isHidden, isWithin, treeOf, visibleAncestor } from './tree';

describe('tree', () => {
  const org = mapOf(
    workspace('dev', { parentId: 'lead' }), workspace('lead'), workspace('qa', { parentId: 'dev', status: 'failed' }), workspace('solo'),
    workspace('lost', { parentId: 'nobody' }),
  );

  it('order_parents_before_children', () => {
    expect(treeOf(org).order).toEqual(['lead', 'dev', 'qa', 'solo', 'lost']);
  });
  it('depths', () => {
    expect(['lead', 'dev', 'qa'].map(id => treeOf(org).depth.get(id))).toEqual([0, 1, 2]);
  });
  it('descendants_at_any_depth', () => {
    expect(['lead', 'dev', 'solo'].map(id => treeOf(org).descendants.get(id))).toEqual([2, 1, 0]);
  });
  it('worst_status_climbs', () => {
    expect([treeOf(org).worst.get('lead'), treeOf(org).worst.get('solo')]).toEqual(['failed', 'online']);
  });
  it('missing_parent_is_drawn_at_the_top_and_marked', () => {
    const tree = treeOf(org);
    expect([tree.roots.includes('lost'), tree.orphans.has('lost'), tree.orphans.has('solo')]).toEqual([true, true, false]);
  });
  it('cycle_is_drawn_once_and_hangs_nothing', () => {
    const tree = treeOf(mapOf(workspace('a', { parentId: 'b' }), workspace('b', { parentId: 'a' }), workspace('c', { parentId: 'a' })));
    expect([...tree.order].sort()).toEqual(['a', 'b', 'c']);
    expect(tree.roots).toEqual(['a']);
    expect(isWithin(tree, 'b', 'a')).toBe(true);
  });
  it('own_parent_is_a_cycle_of_one', () => {
    expect(treeOf(mapOf(workspace('a', { parentId: 'a' }))).roots).toEqual(['a']);
  });
  it('built_once_per_list', () => {
    expect(treeOf(org)).toBe(treeOf(org));
  });
  it('descendantsOf_parents_first', () => {
    expect(descendantsOf(treeOf(org), 'lead')).toEqual(['dev', 'qa']);
  });
  it('folded_team_hides_what_is_below', () => {
    const folded = mapOf(workspace('lead', { collapsed: true }), workspace('dev', { parentId: 'lead' }), workspace('qa', { parentId: 'dev' }));
    const tree = treeOf(folded);
    expect([isHidden(tree, folded, 'lead'), isHidden(tree, folded, 'qa'), visibleAncestor(tree, folded, 'qa')]).toEqual([false, true, 'lead']);
  });
  it('outermost_folded_team_stands_for_all', () => {
    const folded = mapOf(workspace('a', { collapsed: true }), workspace('b', { parentId: 'a', collapsed: true }), workspace('c', { parentId: 'b' }));
    expect(visibleAncestor(treeOf(folded), folded, 'c')).toBe('a');
  });
});
