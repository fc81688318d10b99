import { describe, expect, it } from 'vitest';
import { workspace } from '../../test/make';
import { chipsFor, parseWorkspace, runtimeOf, sameWorkspace, skillsOf } from './workspace';

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
