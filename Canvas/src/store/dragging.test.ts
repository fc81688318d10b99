import { beforeEach, describe, expect, it } from 'vitest';
import { frame, json, serve, settled, workspace } from '../../test/make';
import { answer, fine, teamPage, toasts } from '../../test/store';
import { applyLive, hydrateList, setBatch, useCanvas, workspaceOf } from './canvas';
import { useDialogs } from './dialogs';
import { dragCancelled, dragEnded, dragMoved, dragStarted } from './dragging';
import { undo } from './history';
import { useToasts } from './toasts';

beforeEach(teamPage);

describe('several marked cards', () => {
  it('move_together_and_are_one_step', async () => {
    const asked = serve(fine);
    setBatch(['a', 'solo']);
    dragStarted('solo');
    dragMoved({ x: 910, y: 120 });
    expect(useCanvas.getState().nodes.find(node => node.id === 'a')?.position).toEqual({ x: 26, y: 150 });
    await dragEnded({ x: 910, y: 120 }, false);
    expect(asked.map(one => [one.path, one.body])).toEqual([['/workspaces/solo', { x: 910, y: 120 }], ['/workspaces/a', { x: 126, y: 250 }]]);
    await undo();
    expect([workspaceOf('solo')?.x, workspaceOf('a')?.x]).toEqual([900, 116]);
  });
  it('refused_one_goes_back_alone', async () => {
    serve(one => one.path.endsWith('/a') ? json(500, { error: 'no' }) : fine());
    setBatch(['a', 'solo']);
    dragStarted('solo');
    await dragEnded({ x: 910, y: 120 }, false);
    expect([workspaceOf('solo')?.x, workspaceOf('a')?.x, toasts()]).toEqual([910, 116, ['a could not be moved: no']]);
  });
  it('member_of_a_marked_team_goes_with_its_team', () => {
    setBatch(['a', 'p', 'solo']);
    dragStarted('solo');
    expect(useCanvas.getState().drag?.along).toEqual(['p']);
  });
});

describe('drag', () => {
  it('move_saves_the_absolute_place', async () => {
    const asked = serve(fine);
    dragStarted('solo');
    dragMoved({ x: 950, y: 400 });
    await dragEnded({ x: 950, y: 500 }, false);
    expect(asked).toMatchObject([{ method: 'PATCH', path: '/workspaces/solo', body: { x: 950, y: 500 } }]);
    expect(workspaceOf('solo')).toMatchObject({ x: 950, y: 500 });
  });
  it('refused_move_can_be_tried_again', async () => {
    let broken = true;
    const asked = serve(() => broken ? json(500, { error: 'disk full' }) : fine());
    dragStarted('solo');
    await dragEnded({ x: 950, y: 500 }, false);
    broken = false;
    useToasts.getState().toasts[0]?.action?.run();
    await settled();
    expect([asked.at(-1)?.body, workspaceOf('solo')?.x]).toEqual([{ x: 950, y: 500 }, 950]);
  });
  it('moving_a_team_saves_every_member', async () => {
    const asked = serve(fine);
    dragStarted('p');
    await dragEnded({ x: 110, y: 600 }, false);
    expect(asked.map(one => [one.path, one.body])).toEqual([
      ['/workspaces/p', { x: 110, y: 600 }], ['/workspaces/a', { x: 126, y: 730 }], ['/workspaces/b', { x: 380, y: 730 }],
    ]);
  });
  it('refused_move_goes_back_and_is_told', async () => {
    serve(() => json(500, { error: 'disk full' }));
    dragStarted('solo');
    await dragEnded({ x: 950, y: 500 }, false);
    expect(workspaceOf('solo')).toMatchObject({ x: 900, y: 100 });
    expect(toasts()).toEqual(['solo could not be moved: disk full']);
  });
  it('one_refused_member_goes_back_alone', async () => {
    serve(one => one.path === '/workspaces/a' ? json(500, { error: 'no' }) : fine());
    dragStarted('p');
    await dragEnded({ x: 110, y: 600 }, false);
    expect([workspaceOf('p')?.y, workspaceOf('a')?.y, workspaceOf('b')?.y]).toEqual([600, 230, 730]);
  });
  it('into_another_team_asks_first', async () => {
    const asked = serve(fine);
    dragStarted('solo');
    const ended = dragEnded({ x: 110, y: 110 }, false);
    await settled();
    expect(useDialogs.getState().question).toMatchObject({ title: 'Move solo into p?' });
    expect(asked).toHaveLength(0);
    await answer(true);
    await ended;
    expect(asked).toMatchObject([{ path: '/workspaces/solo', body: { parent_id: 'p', x: 110, y: 110 } }]);
    expect(workspaceOf('solo')?.parentId).toBe('p');
  });
  it('declined_it_goes_back_where_it_was', async () => {
    const asked = serve(fine);
    dragStarted('solo');
    const ended = dragEnded({ x: 110, y: 110 }, false);
    await answer(false);
    await ended;
    expect([asked.length, workspaceOf('solo')?.x, workspaceOf('solo')?.parentId, useCanvas.getState().drag]).toEqual([0, 900, null, null]);
  });
  it('refused_reparent_goes_back_whole', async () => {
    serve(() => json(400, { error: 'invalid parent_id' }));
    dragStarted('solo');
    const ended = dragEnded({ x: 110, y: 110 }, false);
    await answer(true);
    await ended;
    expect(workspaceOf('solo')).toMatchObject({ x: 900, y: 100, parentId: null });
    expect(toasts()[0]).toContain('invalid parent_id');
  });
  it('out_of_a_team_asks_and_saves_the_top', async () => {
    const asked = serve(fine);
    dragStarted('a');
    const ended = dragEnded({ x: 600, y: 900 }, false);
    await settled();
    expect(useDialogs.getState().question?.title).toBe('Take a out of p?');
    await answer(true);
    await ended;
    expect(asked[0]?.body).toEqual({ parent_id: null, x: 600, y: 900 });
  });
  it('question_names_what_access_changes', async () => {
    serve(fine);
    dragStarted('a');
    const ended = dragEnded({ x: 600, y: 900 }, false);
    await settled();
    expect(useDialogs.getState().question?.text.join(' ')).toContain('may no longer talk to b');
    await answer(false);
    await ended;
  });
  it('escape_cancels_without_saving', async () => {
    const asked = serve(fine);
    dragStarted('solo');
    dragMoved({ x: 950, y: 400 });
    dragCancelled();
    dragMoved({ x: 960, y: 400 });
    await dragEnded({ x: 960, y: 400 }, false);
    expect([asked.length, workspaceOf('solo')?.x, useCanvas.getState().nodes.find(node => node.id === 'solo')?.position.x]).toEqual([0, 900, 900]);
  });
  it('list_during_a_drag_does_not_move_the_card', () => {
    dragStarted('solo');
    dragMoved({ x: 950, y: 400 });
    hydrateList([workspace('p'), workspace('a', { parentId: 'p' }), workspace('b', { parentId: 'p' }), workspace('solo', { x: 5, y: 5 })], Date.now());
    expect(useCanvas.getState().nodes.find(node => node.id === 'solo')?.position).toEqual({ x: 950, y: 400 });
  });
  it('card_removed_during_its_drag_ends_quietly', async () => {
    const asked = serve(fine);
    dragStarted('solo');
    applyLive([frame('WORKSPACE_REMOVED', 'solo')]);
    await dragEnded({ x: 950, y: 400 }, false);
    expect([asked.length, useCanvas.getState().drag]).toEqual([0, null]);
  });
  it('card_being_deleted_is_not_dragged', () => {
    useCanvas.setState({ deleting: new Set(['solo']) });
    expect(dragStarted('solo')).toBe(false);
  });
});
