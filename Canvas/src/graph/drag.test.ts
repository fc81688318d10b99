import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { treeOf, type Workspaces } from '../model/tree';
import { beginDrag, cancelDrag, dropTarget, endDrag, moveDrag, snapInside, type Drag, type Scene } from './drag';
import { layoutOf, leaf } from './layout';

const box = (x: number, y: number, width = 100, height = 100) => ({ x, y, width, height });

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
