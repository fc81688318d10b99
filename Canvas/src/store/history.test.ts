import { beforeEach, describe, expect, it } from 'vitest';
import { json, serve } from '../../test/make';
import { answer, fine, teamPage, toasts } from '../../test/store';
import { workspaceOf } from './canvas';
import { arrangeEverything, moveInto, toggleCollapsed } from './hierarchy';
import { undo } from './history';

beforeEach(teamPage);

describe('undo', () => {
  it('fold_opens_again', async () => {
    const asked = serve(fine);
    await toggleCollapsed('p');
    await undo();
    expect(workspaceOf('p')?.collapsed).toBe(false);
    expect(asked.at(-1)?.body).toEqual({ collapsed: false });
  });
  it('nested_card_goes_back_to_its_place_and_team', async () => {
    const asked = serve(fine);
    const moved = moveInto('solo', 'p');
    await answer(true);
    await moved;
    await undo();
    expect(workspaceOf('solo')).toMatchObject({ x: 900, y: 100, parentId: null });
    expect(asked.at(-1)?.body).toEqual({ x: 900, y: 100, parent_id: null });
  });
  it('arrange_everything_is_one_step', async () => {
    serve(fine);
    const before = ['p', 'a', 'b', 'solo'].map(id => workspaceOf(id)?.x);
    await arrangeEverything();
    expect(workspaceOf('solo')).not.toMatchObject({ x: 900 });
    await undo();
    expect(['p', 'a', 'b', 'solo'].map(id => workspaceOf(id)?.x)).toEqual(before);
  });
  it('steps_are_taken_back_from_the_last', async () => {
    serve(fine);
    await toggleCollapsed('p');
    await toggleCollapsed('p');
    await undo();
    expect(workspaceOf('p')?.collapsed).toBe(true);
    await undo();
    expect(workspaceOf('p')?.collapsed).toBe(false);
  });
  it('nothing_done_nothing_to_undo', async () => {
    const asked = serve(fine);
    await undo();
    expect([asked.length, toasts()]).toEqual([0, ['There is nothing to undo']]);
  });
  it('refused_undo_leaves_things_as_they_are', async () => {
    let up = true;
    serve(() => up ? fine() : json(500, { error: 'no' }));
    await toggleCollapsed('p');
    up = false;
    await undo();
    expect([workspaceOf('p')?.collapsed, toasts()]).toEqual([true, ['folded p could not be undone: no']]);
  });
});
