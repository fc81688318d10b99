import { beforeEach, describe, expect, it } from 'vitest';
import { frame, json, serve } from '../../test/make';
import { answer, fine, teamPage, toasts } from '../../test/store';
import { actOnBatch, deleteBatch } from './batch';
import { applyLive, setBatch, toggleBatch, useCanvas } from './canvas';

beforeEach(teamPage);

const marked = () => [...useCanvas.getState().batch];

describe('marked cards', () => {
  it('mark_comes_and_goes', () => {
    toggleBatch('a');
    toggleBatch('b');
    toggleBatch('a');
    expect(marked()).toEqual(['b']);
  });
  it('removed_card_is_not_marked_any_more', () => {
    setBatch(['a', 'b']);
    applyLive([frame('WORKSPACE_REMOVED', 'a')]);
    expect(marked()).toEqual(['b']);
  });
  it('what_fails_stays_marked', async () => {
    serve(one => one.path.includes('/a/') ? json(409, { error: 'parent paused' }) : fine());
    setBatch(['a', 'b', 'solo']);
    const done = actOnBatch('restart');
    await answer(true);
    await done;
    expect([marked(), toasts()]).toEqual([['a'], ['Restart: 2 of 3', 'Restart failed for a: parent paused']]);
  });
  it('delete_of_a_team_is_one_delete_for_all_of_it', async () => {
    const asked = serve(fine);
    setBatch(['a', 'p']);
    const done = deleteBatch();
    await answer(true);
    await done;
    expect(asked.map(one => one.path)).toEqual(['/workspaces/p?confirm=true']);
    expect([[...useCanvas.getState().org.workspaces.keys()], marked()]).toEqual([['solo'], []]);
  });
  it('no_means_no', async () => {
    const asked = serve(fine);
    setBatch(['a']);
    const done = deleteBatch();
    await answer(false);
    await done;
    expect([asked.length, marked()]).toEqual([0, ['a']]);
  });
});
