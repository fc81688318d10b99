import { beforeEach, describe, expect, it } from 'vitest';
import { frame, serve, workspace } from '../../test/make';
import { answer, fine, teamPage } from '../../test/store';
import { layoutOf } from '../graph/layout';
import { applyLive, useCanvas } from './canvas';
import { dragEnded, dragStarted } from './dragging';
import { arrangeTeam, moveInto } from './hierarchy';
import { keepSizes, resize, withSizes } from './sizes';

beforeEach(teamPage);

const sizeOf = (id: string) => {
  const box = layoutOf(useCanvas.getState().org.workspaces).boxes.get(id);
  return [box?.width, box?.height];
};

describe('sizes', () => {
  it('team_is_as_large_as_asked_but_holds_its_members', () => {
    resize('p', { width: 900, height: 700 });
    expect(sizeOf('p')).toEqual([900, 700]);
    resize('p', { width: 10, height: 10 });
    expect(sizeOf('p')).toEqual([526, 276]);
  });
  it('leaf_has_a_least_size', () => {
    resize('solo', { width: 10, height: 10 });
    expect(sizeOf('solo')).toEqual([210, 110]);
  });
  it('frame_stays_when_a_member_moves_inwards', async () => {
    serve(fine);
    const before = sizeOf('p');
    dragStarted('b');
    await dragEnded({ x: 360, y: 230 }, false);
    expect(sizeOf('p')).toEqual(before);
  });
  it('frame_fits_again_when_a_member_leaves', async () => {
    serve(fine);
    resize('p', { width: 900, height: 700 });
    const moved = moveInto('b', null);
    await answer(true);
    await moved;
    expect(sizeOf('p')).toEqual([360, 276]);
  });
  it('frame_fits_again_when_a_member_is_removed', () => {
    resize('p', { width: 900, height: 700 });
    applyLive([frame('WORKSPACE_REMOVED', 'b')]);
    expect(sizeOf('p')).toEqual([360, 276]);
  });
  it('frame_fits_again_when_the_team_is_arranged', async () => {
    serve(fine);
    resize('p', { width: 900, height: 700 });
    await arrangeTeam('p');
    expect(sizeOf('p')).toEqual([526, 276]);
  });
  it('size_is_remembered_by_this_browser', () => {
    resize('solo', { width: 400, height: 300 });
    keepSizes();
    expect(withSizes([workspace('solo'), workspace('a')]).map(row => row.size)).toEqual([{ width: 400, height: 300 }, null]);
  });
});
