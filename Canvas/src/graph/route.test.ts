import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import { grid, leaf } from './layout';
import { anchorOf, lanesOf, liesOnCard, passage, route } from './route';

const box = (x: number, y: number, width = 100, height = 100) => ({ x, y, width, height });

describe('route', () => {
  const org = mapOf(workspace('p', { x: 100, y: 100 }), workspace('a', { x: 116, y: 230, parentId: 'p' }), workspace('solo', { x: 900, y: 100 }));
  const edge = (source: string, target: string, count = 1, lastAt = 5, failedAt: number | null = null) =>
    ({ key: `${source}→${target}`, source, target, count, lastAt, failedAt });
  const nowhere = new Map<string, { x: number; y: number }>();

  it('team_is_touched_at_its_header', () => {
    expect(anchorOf(org, 'p', nowhere)?.height).toBeLessThan(grid.header);
    expect(anchorOf(org, 'a', nowhere)?.height).toBe(leaf.height);
  });
  it.each([
    ['on a member', { x: 200, y: 300 }, true],
    ['on a frame', { x: 110, y: 110 }, false],
    ['on nothing', { x: 700, y: 700 }, false],
    ['on a card that stands alone', { x: 950, y: 150 }, true],
  ])('point %s', (_, point, expected) => {
    expect(liesOnCard(org, point)).toBe(expected);
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
