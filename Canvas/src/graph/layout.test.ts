import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { bounding, overlaps } from './geometry';
import { arrangeChildren, grid, layoutOf, leaf, leastTeam } from './layout';

const box = (x: number, y: number, width = 100, height = 100) => ({ x, y, width, height });

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
  it('places_do_not_depend_on_the_order_in_which_cards_were_heard_of', () => {
    const rows = [
      workspace('p', unplaced), workspace('q', unplaced), workspace('twin1', { ...unplaced, name: 'twin' }), workspace('twin2', { ...unplaced, name: 'twin' }),
      workspace('c1', { ...unplaced, name: 'c', parentId: 'p' }), workspace('c2', { ...unplaced, name: 'c', parentId: 'p' }),
    ];
    const placesOf = (ordered: typeof rows) => new Map([...layoutOf(mapOf(...ordered)).boxes].sort(([a], [b]) => a.localeCompare(b)));
    expect(placesOf([...rows].reverse())).toEqual(placesOf(rows));
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
