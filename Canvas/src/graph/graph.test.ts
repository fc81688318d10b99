import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { treeOf, type Workspaces } from '../model/tree';
import { beginDrag, cancelDrag, dropTarget, endDrag, moveDrag, snapInside, type Drag, type Scene } from './drag';
import { area, bounding, centreOf, clamp, contains, exitTowards, outside, overlaps } from './geometry';
import { arrangeChildren, grid, layoutOf, leaf, leastTeam } from './layout';
import { neighbourOf } from './neighbours';
import { projectNodes } from './project';
import { anchorOf, lanesOf, passage, route } from './route';

const box = (x: number, y: number, width = 100, height = 100) => ({ x, y, width, height });

describe('geometry', () => {
  it('centre', () => {
    expect(centreOf(box(10, 20))).toEqual({ x: 60, y: 70 });
  });
  it.each([[box(0, 0), 50, 50, true], [box(0, 0), 100, 100, true], [box(0, 0), 101, 50, false]])('contains', (frame, x, y, expected) => {
    expect(contains(frame, { x, y })).toBe(expected);
  });
  it.each([[box(100, 0), 0, false], [box(99, 0), 0, true], [box(110, 0), 20, true], [box(0, 130), 20, false]])('overlaps', (other, gap, expected) => {
    expect(overlaps(box(0, 0), other, gap)).toBe(expected);
  });
  it.each([[box(0, 0), 0], [box(-19, 0), 0.19], [box(0, -21), 0.21], [box(95, 60), 0.95], [box(500, 0), 1]])('outside', (inner, expected) => {
    expect(outside(inner, box(0, 0, 100, 100))).toBeCloseTo(expected);
  });
  it('clamp_impossible_range_gives_its_start', () => {
    expect(clamp(5, 10, 3)).toBe(10);
  });
  it('exit_leaves_at_the_border', () => {
    expect(exitTowards(box(0, 0), { x: 50, y: 500 })).toEqual({ x: 50, y: 100 });
    expect(exitTowards(box(0, 0), { x: 500, y: 50 })).toEqual({ x: 100, y: 50 });
  });
  it('exit_towards_itself_is_the_centre', () => {
    expect(exitTowards(box(0, 0), { x: 50, y: 50 })).toEqual({ x: 50, y: 50 });
  });
  it('bounding_of_none_and_of_many', () => {
    expect([bounding([]), bounding([box(0, 0), box(200, 50)])]).toEqual([null, box(0, 0, 300, 150)]);
  });
  it('area', () => {
    expect(area(box(0, 0, 3, 4))).toBe(12);
  });
});

describe('layout', () => {
  const unplaced = { x: 0, y: 0 };

  it('leaf_keeps_its_place_and_size', () => {
    const layout = layoutOf(mapOf(workspace('a', { x: 40, y: 50 })));
    expect(layout.boxes.get('a')).toEqual({ x: 40, y: 50, ...leaf });
    expect(layout.placed.size).toBe(0);
  });
  it('roots_without_place_fill_a_grid_of_four', () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map(id => workspace(id, unplaced));
    const { boxes, placed } = layoutOf(mapOf(...rows));
    expect([boxes.get('a'), boxes.get('d'), boxes.get('e')]).toMatchObject([{ x: 100, y: 100 }, { x: 1060, y: 100 }, { x: 100, y: 260 }]);
    expect(placed.size).toBe(5);
  });
  it('many_roots_at_once_make_a_field_and_no_tower', () => {
    const { boxes } = layoutOf(mapOf(...Array.from({ length: 60 }, (_, index) => workspace(`w${index}`, unplaced))));
    const field = bounding([...boxes.values()]);
    expect((field?.width ?? 0) / (field?.height ?? 1)).toBeGreaterThan(1);
  });
  it('placed_roots_are_anchors', () => {
    const { boxes, placed } = layoutOf(mapOf(workspace('fixed', { x: 100, y: 100 }), workspace('new', unplaced)));
    expect(boxes.get('fixed')).toMatchObject({ x: 100, y: 100 });
    expect(overlaps(boxes.get('fixed') ?? box(0, 0), boxes.get('new') ?? box(0, 0))).toBe(false);
    expect([...placed]).toEqual(['new']);
  });
  it('children_without_place_fill_two_columns_by_name', () => {
    const { boxes } = layoutOf(mapOf(
      workspace('p', { x: 100, y: 100 }), workspace('zed', { ...unplaced, parentId: 'p' }), workspace('ann', { ...unplaced, parentId: 'p' }),
      workspace('bob', { ...unplaced, parentId: 'p' }),
    ));
    expect(boxes.get('ann')).toMatchObject({ x: 100 + grid.side, y: 100 + grid.header });
    expect(boxes.get('bob')).toMatchObject({ x: 100 + grid.side + leaf.width + grid.gutter, y: 100 + grid.header });
    expect(boxes.get('zed')).toMatchObject({ x: 100 + grid.side, y: 100 + grid.header + leaf.height + grid.gutter });
  });
  it('team_fits_what_it_contains', () => {
    const { boxes } = layoutOf(mapOf(
      workspace('p', { x: 100, y: 100 }), workspace('a', { ...unplaced, parentId: 'p' }), workspace('b', { ...unplaced, parentId: 'p' }),
    ));
    expect(boxes.get('p')).toMatchObject({ width: 2 * grid.side + 2 * leaf.width + grid.gutter, height: grid.header + leaf.height + grid.bottom });
  });
  it('team_has_a_least_size', () => {
    const { boxes } = layoutOf(mapOf(workspace('p', { x: 1, y: 1 }), workspace('a', { x: 17, y: 40, parentId: 'p' })));
    expect(boxes.get('p')).toMatchObject(leastTeam);
  });
  it('nested_team_counts_at_its_full_size', () => {
    const { boxes } = layoutOf(mapOf(
      workspace('p', { x: 1, y: 1 }), workspace('q', { ...unplaced, parentId: 'p' }),
      workspace('a', { ...unplaced, parentId: 'q' }), workspace('b', { ...unplaced, parentId: 'q' }),
    ));
    const [outer, inner] = [boxes.get('p'), boxes.get('q')];
    expect(inner?.width).toBeGreaterThan(500);
    expect(outer?.width).toBe((inner?.width ?? 0) + 2 * grid.side);
  });
  it('folded_team_is_leaf_sized', () => {
    const { boxes } = layoutOf(mapOf(workspace('p', { x: 1, y: 1, collapsed: true }), workspace('a', { ...unplaced, parentId: 'p' })));
    expect(boxes.get('p')).toMatchObject(leaf);
  });
  it('new_child_takes_the_next_free_slot', () => {
    const { boxes, placed } = layoutOf(mapOf(
      workspace('p', { x: 100, y: 100 }), workspace('a', { x: 100 + grid.side, y: 100 + grid.header, parentId: 'p' }),
      workspace('new', { ...unplaced, parentId: 'p' }),
    ));
    expect(boxes.get('new')).toMatchObject({ x: 100 + grid.side + leaf.width + grid.gutter, y: 100 + grid.header });
    expect([...placed]).toEqual(['new']);
  });
  it('child_far_outside_is_rescued', () => {
    const { boxes, placed } = layoutOf(mapOf(workspace('p', { x: 5000, y: 5000 }), workspace('a', { x: 10, y: 10, parentId: 'p' })));
    expect(boxes.get('a')).toMatchObject({ x: 5000 + grid.side, y: 5000 + grid.header });
    expect(placed.has('a')).toBe(true);
  });
  it('child_partly_outside_is_left_alone', () => {
    const { boxes, placed } = layoutOf(mapOf(workspace('p', { x: 500, y: 500 }), workspace('a', { x: 400, y: 600, parentId: 'p' })));
    expect(boxes.get('a')).toMatchObject({ x: 400, y: 600 });
    expect(placed.size).toBe(0);
  });
  it('last_of_a_team_stays_where_it_is', () => {
    const { boxes } = layoutOf(mapOf(workspace('p', { x: 100, y: 100 }), workspace('a', { x: 116, y: 518, parentId: 'p' })));
    expect(boxes.get('a')).toMatchObject({ x: 116, y: 518 });
  });
  it('arrange_children_puts_all_in_order', () => {
    const org = mapOf(
      workspace('p', { x: 100, y: 100 }), workspace('b', { x: 300, y: 400, parentId: 'p' }), workspace('a', { x: 150, y: 300, parentId: 'p' }),
    );
    expect([...arrangeChildren(org, 'p')]).toEqual([
      ['a', { x: 116, y: 230 }], ['b', { x: 116 + leaf.width + grid.gutter, y: 230 }],
    ]);
  });
  it('arrange_children_of_a_leaf_is_nothing', () => {
    expect(arrangeChildren(mapOf(workspace('p')), 'p').size).toBe(0);
  });
});

function scene(workspaces: Workspaces): Scene {
  return { workspaces, tree: treeOf(workspaces), boxes: layoutOf(workspaces).boxes };
}

function begin(on: Scene, id: string): Drag {
  const drag = beginDrag(on, id);
  if (drag === null) throw new Error(`${id} cannot be dragged`);
  return drag;
}

describe('drag', () => {
  // p: 100,100 with a (in it) and b (in it); solo far right; deep: a team in a team.
  const org = mapOf(
    workspace('p', { x: 100, y: 100 }), workspace('a', { x: 116, y: 230, parentId: 'p' }), workspace('b', { x: 370, y: 230, parentId: 'p' }),
    workspace('solo', { x: 900, y: 100 }),
  );
  const on = scene(org);

  it('unknown_card_cannot_be_dragged', () => {
    expect(beginDrag(on, 'nobody')).toBeNull();
  });
  it('start_remembers_place_and_team', () => {
    expect(begin(on, 'a')).toMatchObject({ start: { x: 116, y: 230 }, parentId: 'p', target: null });
  });
  it('target_is_the_card_under_the_centre', () => {
    expect(dropTarget(on, 'solo', { x: 110, y: 110, ...leaf })).toBe('p');
  });
  it('target_is_the_deepest', () => {
    expect(dropTarget(on, 'solo', { x: 120, y: 235, ...leaf })).toBe('a');
  });
  it('target_is_never_itself_or_what_it_contains', () => {
    expect(dropTarget(on, 'p', { x: 100, y: 100, width: 526, height: 276 })).toBeNull();
  });
  it('target_same_depth_is_the_smaller', () => {
    const flat = scene(mapOf(
      workspace('big', { x: 10, y: 10 }), workspace('in', { x: 26, y: 140, parentId: 'big' }), workspace('small', { x: 100, y: 20 }), workspace('x', { x: 900, y: 900 }),
    ));
    expect(dropTarget(flat, 'x', { x: 100, y: 20, ...leaf })).toBe('small');
  });
  it('target_hidden_in_a_folded_team_does_not_count', () => {
    const folded = scene(mapOf(workspace('p', { x: 100, y: 100, collapsed: true }), workspace('a', { x: 116, y: 230, parentId: 'p' }), workspace('x', { x: 900, y: 1 })));
    expect(dropTarget(folded, 'x', { x: 116, y: 260, ...leaf })).toBeNull();
  });
  it('move_shows_the_target', () => {
    expect(moveDrag(begin(on, 'solo'), on, { x: 110, y: 110 }).target).toBe('p');
  });
  it('move_within_the_own_team_shows_none', () => {
    expect(moveDrag(begin(on, 'a'), on, { x: 140, y: 110 }).target).toBeNull();
  });
  it('move_same_target_same_object', () => {
    const drag = moveDrag(begin(on, 'solo'), on, { x: 110, y: 110 });
    expect(moveDrag(drag, on, { x: 112, y: 110 })).toBe(drag);
  });
  it('end_trembling_click_stays', () => {
    expect(endDrag(begin(on, 'solo'), on, { x: 901, y: 101 }, false)).toEqual({ kind: 'stay' });
  });
  it('end_plain_move', () => {
    expect(endDrag(begin(on, 'solo'), on, { x: 950, y: 500 }, false)).toEqual({ kind: 'move', to: { x: 950, y: 500 } });
  });
  it('end_over_another_team_nests', () => {
    expect(endDrag(begin(on, 'solo'), on, { x: 110, y: 110 }, false)).toEqual({ kind: 'nest', parentId: 'p', to: { x: 110, y: 110 } });
  });
  it('end_over_a_sibling_nests_there', () => {
    expect(endDrag(begin(on, 'b'), on, { x: 120, y: 235 }, false)).toMatchObject({ kind: 'nest', parentId: 'a' });
  });
  it('end_nineteen_per_cent_outside_snaps_back', () => {
    const frame = on.boxes.get('p');
    const x = (frame?.x ?? 0) - leaf.width * 0.19;
    expect(endDrag(begin(on, 'a'), on, { x, y: 235 }, false)).toMatchObject({ kind: 'move', to: { x: 116 } });
  });
  it('end_twenty_one_per_cent_outside_leaves', () => {
    const frame = on.boxes.get('p');
    const x = (frame?.x ?? 0) - leaf.width * 0.21;
    expect(endDrag(begin(on, 'a'), on, { x, y: 300 }, false)).toMatchObject({ kind: 'extract', from: 'p' });
  });
  it('end_far_outside_leaves_to_the_top', () => {
    expect(endDrag(begin(on, 'a'), on, { x: 600, y: 900 }, false)).toEqual({ kind: 'extract', from: 'p', parentId: null, to: { x: 600, y: 900 } });
  });
  it('end_with_command_held_leaves_from_inside', () => {
    expect(endDrag(begin(on, 'a'), on, { x: 140, y: 110 }, true)).toMatchObject({ kind: 'extract', from: 'p', parentId: null });
  });
  it('end_with_command_held_on_a_root_is_a_move', () => {
    expect(endDrag(begin(on, 'solo'), on, { x: 950, y: 500 }, true)).toMatchObject({ kind: 'move' });
  });
  it('end_command_held_in_a_nested_team_goes_one_up', () => {
    const nested = scene(mapOf(
      workspace('g', { x: 100, y: 100 }), workspace('p', { x: 116, y: 230, parentId: 'g' }), workspace('a', { x: 132, y: 360, parentId: 'p' }),
    ));
    expect(endDrag(begin(nested, 'a'), nested, { x: 150, y: 370 }, true)).toMatchObject({ kind: 'extract', from: 'p', parentId: 'g' });
  });
  it('cancelled_drag_stays_and_shows_no_target', () => {
    const drag = cancelDrag(moveDrag(begin(on, 'solo'), on, { x: 110, y: 110 }));
    expect([drag.target, moveDrag(drag, on, { x: 120, y: 110 }), endDrag(drag, on, { x: 120, y: 110 }, false)]).toEqual([null, drag, { kind: 'stay' }]);
  });
  it('snap_keeps_below_the_header', () => {
    expect(snapInside({ x: 90, y: 90, ...leaf }, box(100, 100, 600, 400))).toEqual({ x: 116, y: 230 });
  });
});

describe('projectNodes', () => {
  const org = mapOf(workspace('p', { x: 100, y: 100 }), workspace('a', { x: 116, y: 230, parentId: 'p' }), workspace('solo', { x: 900, y: 100 }));

  it('children_are_relative_to_their_parent', () => {
    const nodes = projectNodes(org, null, []);
    expect(nodes.map(node => [node.id, node.position, node.parentId])).toEqual([
      ['p', { x: 100, y: 100 }, undefined], ['a', { x: 16, y: 130 }, 'p'], ['solo', { x: 900, y: 100 }, undefined],
    ]);
  });
  it('deeper_cards_lie_above', () => {
    expect(projectNodes(org, null, []).map(node => node.zIndex)).toEqual([0, 1, 0]);
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
    expect([node?.position, (node?.zIndex ?? 0) > 100]).toEqual([{ x: 200, y: 300 }, true]);
  });
  it('folded_team_hides_its_members', () => {
    const folded = new Map(org).set('p', workspace('p', { x: 100, y: 100, collapsed: true }));
    expect(projectNodes(folded, null, []).map(node => node.id)).toEqual(['p', 'solo']);
  });
  it('team_data', () => {
    expect(projectNodes(org, null, [])[0]?.data).toMatchObject({ team: true, descendants: 1, parentMissing: false });
  });
});

describe('route', () => {
  const org = mapOf(workspace('p', { x: 100, y: 100 }), workspace('a', { x: 116, y: 230, parentId: 'p' }), workspace('solo', { x: 900, y: 100 }));
  const edge = (source: string, target: string, count = 1, lastAt = 5, failedAt: number | null = null) =>
    ({ key: `${source}→${target}`, source, target, count, lastAt, failedAt });
  const nowhere = new Map<string, { x: number; y: number }>();

  it('team_is_touched_at_its_header', () => {
    expect(anchorOf(org, 'p', nowhere)?.height).toBeLessThan(grid.header);
    expect(anchorOf(org, 'a', nowhere)?.height).toBe(leaf.height);
  });
  it('dragged_card_takes_its_lines_along', () => {
    expect(anchorOf(org, 'a', new Map([['a', { x: 5, y: 7 }]]))).toMatchObject({ x: 121, y: 237 });
  });
  it('there_and_back_lie_beside_each_other', () => {
    expect(route(box(0, 0), box(400, 0)).middle.y).not.toBe(route(box(400, 0), box(0, 0)).middle.y);
  });
  it('passage_goes_from_centre_to_centre', () => {
    expect(passage(box(0, 0), box(400, 0))).toMatch(/^M50,50 .* 450,50$/);
  });
  it('lanes_of_visible_cards', () => {
    expect(lanesOf(org, [edge('p', 'a'), edge('a', 'solo')], nowhere).map(lane => lane.key)).toEqual(['p→a', 'a→solo']);
  });
  it('lanes_of_gone_workspaces_are_not_drawn', () => {
    expect(lanesOf(org, [edge('p', 'gone')], nowhere)).toEqual([]);
  });
  it('folded_team_gathers_its_members_lines', () => {
    const folded = new Map(org).set('p', workspace('p', { x: 100, y: 100, collapsed: true }));
    const lanes = lanesOf(folded, [edge('p', 'solo', 2, 5), edge('a', 'solo', 3, 9, 7), edge('p', 'a')], nowhere);
    expect(lanes).toMatchObject([{ key: 'p→solo', count: 5, lastAt: 9, failedAt: 7 }]);
  });
});

describe('neighbourOf', () => {
  const org = mapOf(workspace('a', { x: 100, y: 100 }), workspace('b', { x: 500, y: 110 }), workspace('c', { x: 100, y: 500 }), workspace('d', { x: 900, y: 100 }));

  it.each([[[1, 0], 'b'], [[0, 1], 'c'], [[-1, 0], null], [[0, -1], null]] as const)('towards %j is %s', (direction, expected) => {
    expect(neighbourOf(org, 'a', direction)).toBe(expected);
  });
});
