import { beforeEach, describe, expect, it, vi } from 'vitest';
import { json, serve } from '../../test/make';
import { answer, fine, teamPage, toasts } from '../../test/store';
import { changeAll } from '../model/org';
import { setOrg, useCanvas, workspaceOf } from './canvas';
import { useDialogs } from './dialogs';
import { arrangeTeam, moveInto, nudge, toggleCollapsed } from './hierarchy';

beforeEach(teamPage);

describe('keyboard', () => {
  it('nudges_are_saved_once_when_they_end', async () => {
    vi.useFakeTimers();
    const asked = serve(fine);
    nudge('solo', { x: 10, y: 0 });
    nudge('solo', { x: 10, y: 0 });
    expect(workspaceOf('solo')?.x).toBe(920);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toMatchObject([{ body: { x: 920, y: 100 } }]);
  });
  it('move_into_finds_a_free_slot', async () => {
    const asked = serve(fine);
    const moved = moveInto('solo', 'p');
    await answer(true);
    await moved;
    expect(asked[0]?.body).toEqual({ parent_id: 'p', x: 116, y: 374 });
  });
  it('move_into_the_same_team_does_nothing', async () => {
    const asked = serve(fine);
    await moveInto('a', 'p');
    expect([asked.length, useDialogs.getState().question]).toEqual([0, null]);
  });
  it('arrange_team_saves_its_members', async () => {
    const asked = serve(fine);
    setOrg(org => changeAll(org, new Map([['a', { x: 130 }], ['b', { y: 300 }]])));
    await arrangeTeam('p');
    expect(asked.map(one => [one.path, one.body])).toEqual([
      ['/workspaces/a', { x: 116, y: 230 }], ['/workspaces/b', { x: 370, y: 230 }],
    ]);
  });
});

describe('fold', () => {
  it('fold_is_shown_at_once_and_saved', async () => {
    const asked = serve(fine);
    const done = toggleCollapsed('p');
    expect(useCanvas.getState().nodes.map(node => node.id)).toEqual(['p', 'solo']);
    await done;
    expect(asked).toMatchObject([{ method: 'PATCH', body: { collapsed: true } }]);
  });
  it('refused_fold_opens_again', async () => {
    serve(() => json(500, { error: 'no' }));
    await toggleCollapsed('p');
    expect([workspaceOf('p')?.collapsed, toasts().length]).toEqual([false, 1]);
  });
});
