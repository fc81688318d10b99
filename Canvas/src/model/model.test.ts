import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { countStatuses, lookOf, statusOrder } from './status';
import { ago, duration, parseTime, uptime } from './time';
import { descendantsOf, isHidden, isWithin, treeOf, visibleAncestor } from './tree';
import { chipsFor, parseWorkspace, runtimeOf, sameWorkspace, skillsOf } from './workspace';

describe('status', () => {
  it.each(statusOrder)('%s_is_known', status => {
    expect(lookOf(status).shape).not.toBe('question');
  });
  it('every_status_but_the_two_of_sleep_has_its_own_shape', () => {
    const shapes = statusOrder.filter(status => status !== 'hibernating').map(status => lookOf(status).shape);
    expect(new Set(shapes).size).toBe(shapes.length);
  });
  it('unknown_status_shows_its_raw_word', () => {
    expect(lookOf('levitating')).toMatchObject({ word: 'levitating', tone: 'offline' });
  });
  it.each([['online', true], ['degraded', true], ['hibernated', true], ['paused', false], ['awaiting_agent', false]])(
    '%s_listens_%s', (status, listens) => {
      expect(lookOf(status).listens).toBe(listens);
    });
  it('counts_in_showing_order', () => {
    expect(countStatuses([{ status: 'failed' }, { status: 'online' }, { status: 'new' }, { status: 'online' }]))
      .toEqual([{ status: 'online', count: 2 }, { status: 'failed', count: 1 }, { status: 'new', count: 1 }]);
  });
});

describe('workspace', () => {
  it('parse_defaults', () => {
    expect(parseWorkspace({ id: 'a' })).toMatchObject({ tier: 3, maxConcurrentTasks: 1, budgetLimit: null, collapsed: false, agentCard: null });
  });
  it('runtime_of_the_row_wins', () => {
    expect(runtimeOf(workspace('a', { runtime: 'x', agentCard: { runtime: 'y' } }))).toBe('x');
  });
  it('runtime_empty_falls_back_to_the_card', () => {
    expect(runtimeOf(workspace('a', { runtime: '', agentCard: { runtime: 'y' } }))).toBe('y');
  });
  it('runtime_nowhere_is_null', () => {
    expect(runtimeOf(workspace('a', { runtime: '', agentCard: { runtime: '' } }))).toBeNull();
  });
  it('skills_of_either_shape', () => {
    expect(skillsOf({ skills: ['a', { id: 'b', name: 'B', description: 'd' }, { id: 'c' }, {}, 3, ''] }).map(skill => skill.name)).toEqual(['a', 'B', 'c']);
  });
  it('skills_of_nothing', () => {
    expect([skillsOf(null), skillsOf({}), skillsOf({ skills: 'x' })]).toEqual([[], [], []]);
  });
  it('chips_short_names_four_at_most', () => {
    expect(chipsFor(skillsOf({ skills: ['a', 'b', 'c', 'd', 'e'] }))).toHaveLength(4);
  });
  it('chips_long_names_as_many_as_fit', () => {
    expect(chipsFor(skillsOf({ skills: ['typescript', 'architecture', 'deployment'] }))).toHaveLength(2);
  });
  it('chips_first_is_always_shown', () => {
    expect(chipsFor(skillsOf({ skills: ['x'.repeat(80)] }))).toHaveLength(1);
  });
  it('same_cards_are_compared_by_what_they_say', () => {
    const row = workspace('a', { agentCard: { skills: ['x'] } });
    expect([sameWorkspace(row, { ...row, agentCard: { skills: ['x'] } }), sameWorkspace(row, { ...row, agentCard: { skills: ['y'] } })])
      .toEqual([true, false]);
  });
});

describe('time', () => {
  it.each([[0, 'now'], [1_999, 'now'], [12_000, '12s'], [180_000, '3m'], [7_200_000, '2h'], [432_000_000, '5d'], [-5, 'now']])(
    'ago %i', (passed, expected) => {
      expect(ago(1_000_000_000_000 - passed, 1_000_000_000_000)).toBe(expected);
    });
  it.each([[5, '5 ms'], [1500, '1.5 s'], [125_000, '2 min 5 s']])('duration %i', (milliseconds, expected) => {
    expect(duration(milliseconds)).toBe(expected);
  });
  it.each([[5, '5 s'], [120, '2 min'], [7_260, '2 h 1 min'], [90_000, '1 d 1 h']])('uptime %i', (seconds, expected) => {
    expect(uptime(seconds)).toBe(expected);
  });
  it('parseTime_nanoseconds', () => {
    expect(parseTime('2026-04-16T12:00:00.123456789Z', 0)).toBe(Date.UTC(2026, 3, 16, 12, 0, 0, 123));
  });
  it('parseTime_unreadable_gives_the_other', () => {
    expect(parseTime('soon', 5)).toBe(5);
  });
});

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
