import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { projectNodes } from './project';

describe('projectNodes', () => {
  const org = mapOf(workspace('p', { x: 100, y: 100 }), workspace('a', { x: 116, y: 230, parentId: 'p' }), workspace('solo', { x: 900, y: 100 }));

  it('children_are_relative_to_their_parent', () => {
    const nodes = projectNodes(org, null, []);
    expect(nodes.map(node => [node.id, node.position, node.parentId])).toEqual([
      ['p', { x: 100, y: 100 }, undefined], ['a', { x: 16, y: 130 }, 'p'], ['solo', { x: 900, y: 100 }, undefined],
    ]);
  });
  it('deeper_cards_lie_above_and_lines_between_frames_and_what_is_to_be_read', () => {
    expect(projectNodes(org, null, []).map(node => node.zIndex)).toEqual([0, 301, 300]);
    const folded = new Map(org).set('p', workspace('p', { x: 100, y: 100, collapsed: true }));
    expect(projectNodes(folded, null, []).map(node => node.zIndex)).toEqual([300, 300]);
  });
  it('nothing_changed_same_array', () => {
    const nodes = projectNodes(org, null, []);
    expect(projectNodes(new Map(org), null, nodes)).toBe(nodes);
  });
  it('one_changed_others_keep_identity', () => {
    const nodes = projectNodes(org, null, []);
    const next = projectNodes(new Map(org).set('solo', workspace('solo', { x: 900, y: 100, status: 'offline' })), null, nodes);
    expect([next[0] === nodes[0], next[1] === nodes[1], next[2] === nodes[2]]).toEqual([true, true, false]);
  });
  it('dragged_card_is_where_the_pointer_is_and_on_top', () => {
    const node = projectNodes(org, { id: 'a', at: { x: 300, y: 400 } }, []).find(each => each.id === 'a');
    expect([node?.position, (node?.zIndex ?? 0) > 700]).toEqual([{ x: 200, y: 300 }, true]);
  });
  it('folded_team_hides_its_members', () => {
    const folded = new Map(org).set('p', workspace('p', { x: 100, y: 100, collapsed: true }));
    expect(projectNodes(folded, null, []).map(node => node.id)).toEqual(['p', 'solo']);
  });
  it('team_data', () => {
    expect(projectNodes(org, null, [])[0]?.data).toMatchObject({ team: true, descendants: 1, parentMissing: false });
  });
});
