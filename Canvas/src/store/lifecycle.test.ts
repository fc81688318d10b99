import { beforeEach, describe, expect, it } from 'vitest';
import { json, serve, settled, workspace } from '../../test/make';
import { answer, fine, teamPage, toasts } from '../../test/store';
import { hydrateList, select, useCanvas, workspaceOf } from './canvas';
import { useDialogs } from './dialogs';
import { lifecycle, removeWorkspace } from './lifecycle';

beforeEach(teamPage);

describe('delete', () => {
  it('asks_names_everything_and_removes_the_subtree', async () => {
    const asked = serve(() => json(200, { status: 'removed', cascade_deleted: 2 }));
    select('a');
    const done = removeWorkspace('p');
    await settled();
    expect(useDialogs.getState().question).toMatchObject({ items: ['a', 'b'], tick: expect.any(String) as string, tone: 'danger' });
    await answer(true);
    await done;
    expect(asked).toMatchObject([{ method: 'DELETE', path: '/workspaces/p?confirm=true' }]);
    expect([[...useCanvas.getState().org.workspaces.keys()], useCanvas.getState().selectedId]).toEqual([['solo'], null]);
  });
  it('declined_nothing_is_asked_of_the_server', async () => {
    const asked = serve(fine);
    const done = removeWorkspace('solo');
    await answer(false);
    await done;
    expect(asked).toHaveLength(0);
  });
  it('refused_unlocks_and_is_told', async () => {
    serve(() => json(500, { error: 'cannot stop' }));
    const done = removeWorkspace('solo');
    await answer(true);
    await done;
    expect([useCanvas.getState().deleting.size, workspaceOf('solo') !== undefined, toasts()]).toEqual([0, true, ['solo could not be deleted: cannot stop']]);
  });
  it('late_list_does_not_bring_it_back', async () => {
    serve(() => json(200, { status: 'removed' }));
    const done = removeWorkspace('solo');
    await answer(true);
    await done;
    hydrateList([workspace('p'), workspace('solo')], Date.now() - 100);
    expect(workspaceOf('solo')).toBeUndefined();
  });
});

describe('lifecycle', () => {
  it('done_is_said', async () => {
    const asked = serve(() => json(200, { status: 'paused', paused_count: 1 }));
    await lifecycle('solo', 'pause');
    expect([asked[0]?.path, toasts()]).toEqual(['/workspaces/solo/pause', ['solo is being paused']]);
  });
  it('refused_names_the_reason', async () => {
    serve(() => json(409, { error: 'parent workspace "p" is paused — resume it first' }));
    await lifecycle('a', 'restart');
    expect(toasts()[0]).toContain('resume it first');
  });
});
