import { fireEvent, screen } from '@testing-library/react';
import type { NodeProps } from '@xyflow/react';
import { describe, expect, it } from 'vitest';
import { json, page, serve, settled, workspace } from '../../test/make';
import { show } from '../../test/render';
import type { Workspace } from '../model/workspace';
import { useCanvas, workspaceOf } from '../store/canvas';
import { useDialogs } from '../store/dialogs';
import { Card, cardLabel } from './Card';
import type { CardNode } from './project';

function card(row: Workspace) {
  page(row);
  const node = useCanvas.getState().nodes.find(each => each.id === row.id);
  if (node === undefined) throw new Error('the card is not drawn');
  return show(<Card {...{ id: row.id, data: node.data } as NodeProps<CardNode>} />);
}

describe('Card', () => {
  it('names_status_tier_and_task_for_readers', () => {
    expect(cardLabel(workspace('a', { name: 'Ann', status: 'degraded', currentTask: 'count' }), 3)).toBe('Ann, Degraded, tier 2, 3 sub-workspaces, task: count');
  });
  it('shows_role_runtime_status_and_tasks', () => {
    card(workspace('a', { role: 'Counts sheep', activeTasks: 2, runtime: 'claude-code' }));
    for (const words of ['Counts sheep', 'claude-code', '2 tasks', 'T2']) expect(screen.getByText(words)).toBeTruthy();
  });
  it('online_needs_no_word_and_everything_else_has_one', () => {
    card(workspace('a'));
    expect(screen.queryByText('Online')).toBeNull();
    card(workspace('b', { status: 'paused' }));
    expect(screen.getByText('Paused')).toBeTruthy();
  });
  it('change_that_waits_for_a_restart_offers_it', async () => {
    const asked = serve(() => json(200, {}));
    card(workspace('a', { needsRestart: true }));
    fireEvent.click(screen.getByRole('button', { name: 'restart to apply' }));
    await settled();
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/workspaces/a/restart' });
    expect(workspaceOf('a')?.needsRestart).toBe(false);
  });
  it('task_hides_the_restart', () => {
    card(workspace('a', { needsRestart: true, currentTask: 'count' }));
    expect(screen.queryByRole('button', { name: 'restart to apply' })).toBeNull();
  });
  it('offline_agent_works_on_nothing', () => {
    card(workspace('a', { status: 'offline', currentTask: 'count', activeTasks: 1 }));
    expect([screen.queryByText('count'), screen.queryByText('1 task')]).toEqual([null, null]);
    expect(screen.getByRole('button', { name: 'a, Offline, tier 2' })).toBeTruthy();
  });
  it('remote_agent_has_its_own_pill', () => {
    card(workspace('a', { runtime: 'external' }));
    expect(screen.getByText('REMOTE')).toBeTruthy();
  });
  it('task_hides_the_error', () => {
    card(workspace('a', { status: 'degraded', lastSampleError: 'boom', currentTask: 'count' }));
    expect([screen.queryByText('count') === null, screen.queryByText('boom') === null]).toEqual([false, true]);
  });
  it.each(['degraded', 'failed'])('%s_shows_its_error', status => {
    card(workspace('a', { status, lastSampleError: 'boom' }));
    expect(screen.getByText('boom')).toBeTruthy();
  });
  it('waiting_agent_offers_how_to_connect', () => {
    card(workspace('a', { status: 'awaiting_agent' }));
    fireEvent.click(screen.getByRole('button', { name: 'Show how to connect' }));
    expect(useDialogs.getState().connect).toEqual({ kind: 'existing', id: 'a' });
  });
  it('skills_beyond_the_room_are_counted', () => {
    card(workspace('a', { agentCard: { skills: ['one', 'two', 'three', 'four', 'five', 'six'] } }));
    expect(screen.getByText('+2')).toBeTruthy();
  });
  it.each(['Enter', ' '])('key %j selects and deselects', key => {
    card(workspace('a'));
    const button = screen.getByRole('button', { name: /^a, Online/ });
    fireEvent.keyDown(button, { key });
    expect(useCanvas.getState().selectedId).toBe('a');
    fireEvent.keyDown(button, { key });
    expect(useCanvas.getState().selectedId).toBeNull();
  });
  it('arrows_move_the_card', () => {
    serve(() => json(200, {}));
    card(workspace('a', { x: 100, y: 100 }));
    const button = screen.getByRole('button', { name: /^a, Online/ });
    fireEvent.keyDown(button, { key: 'ArrowRight' });
    fireEvent.keyDown(button, { key: 'ArrowDown', shiftKey: true });
    expect(workspaceOf('a')).toMatchObject({ x: 110, y: 150 });
  });
});
