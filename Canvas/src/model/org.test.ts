import { describe, expect, it } from 'vitest';
import { orgOf, workspace } from '../../test/make';
import { change, drop, dropAll, emptyOrg, hold, hydrate, tombstoneMs } from './org';

const now = 1_000_000;

describe('hydrate', () => {
  it('first_list_is_taken', () => {
    expect([...hydrate(emptyOrg, [workspace('a'), workspace('b')], now, now).workspaces.keys()]).toEqual(['a', 'b']);
  });
  it('unchanged_rows_keep_their_identity', () => {
    const org = orgOf(workspace('a', { agentCard: { skills: [] } }), workspace('b'));
    const next = hydrate(org, [workspace('a', { agentCard: { skills: [] } }), workspace('b', { name: 'B2' })], now, now);
    expect(next.workspaces.get('a')).toBe(org.workspaces.get('a'));
    expect(next.workspaces.get('b')?.name).toBe('B2');
  });
  it('nothing_new_keeps_the_whole_map', () => {
    const org = orgOf(workspace('a'), workspace('b'));
    expect(hydrate(org, [workspace('a'), workspace('b')], now, now).workspaces).toBe(org.workspaces);
  });
  it('missing_row_goes', () => {
    expect(hydrate(orgOf(workspace('a'), workspace('b')), [workspace('a')], now, now).workspaces.has('b')).toBe(false);
  });
  it('removed_row_is_never_drawn', () => {
    expect(hydrate(emptyOrg, [workspace('a', { status: 'removed' })], now, now).workspaces.size).toBe(0);
  });
  it('tombstone_keeps_an_answer_under_way_from_bringing_back', () => {
    const org = drop(orgOf(workspace('a')), 'a', now);
    expect(hydrate(org, [workspace('a')], now - 50, now + 100).workspaces.size).toBe(0);
  });
  it('tombstone_ends', () => {
    const org = drop(orgOf(workspace('a')), 'a', now);
    const later = hydrate(org, [workspace('a')], now + tombstoneMs, now + tombstoneMs);
    expect([later.workspaces.size, later.tombstones.size]).toEqual([1, 0]);
  });
  it('needs_restart_survives', () => {
    const org = orgOf(workspace('a', { needsRestart: true }));
    expect(hydrate(org, [workspace('a', { status: 'offline' })], now, now).workspaces.get('a')).toMatchObject({ needsRestart: true, status: 'offline' });
  });
  it('held_place_follows_its_team', () => {
    const org = hold(orgOf(workspace('a', { x: 500, parentId: null })), ['a'], now + 1000);
    expect(hydrate(org, [workspace('a', { x: 1, parentId: 'p' })], now, now).workspaces.get('a')).toMatchObject({ x: 500, parentId: 'p' });
  });
  it('held_seat_keeps_place_and_team', () => {
    const org = hold(orgOf(workspace('a', { x: 500, parentId: 'p' })), ['a'], now + 1000, 'seat');
    expect(hydrate(org, [workspace('a', { x: 1, parentId: null, status: 'offline' })], now, now).workspaces.get('a'))
      .toMatchObject({ x: 500, parentId: 'p', status: 'offline' });
  });
  it.each(['offline', 'failed', 'paused', 'hibernated', 'awaiting_agent'])('%s_row_has_no_task_whatever_the_server_noted_last', status => {
    const row = workspace('a', { status, currentTask: 'work', activeTasks: 1 });
    for (const org of [emptyOrg, orgOf(workspace('a', { currentTask: 'work', activeTasks: 1 }))]) {
      expect(hydrate(org, [row], now, now).workspaces.get('a')).toMatchObject({ status, currentTask: '', activeTasks: 0 });
    }
  });
  it('hold_ends', () => {
    const org = hold(orgOf(workspace('a', { x: 500 })), ['a'], now + 1000);
    expect(hydrate(org, [workspace('a', { x: 1 })], now, now + 1000).workspaces.get('a')?.x).toBe(1);
  });
  it('event_after_the_question_wins_over_the_answer', () => {
    const org = { ...orgOf(workspace('a', { status: 'failed', lastSampleError: 'boom' })), touched: new Map([['a', now + 10]]) };
    expect(hydrate(org, [workspace('a', { name: 'new name' })], now, now + 20).workspaces.get('a'))
      .toMatchObject({ status: 'failed', lastSampleError: 'boom', name: 'new name' });
  });
  it('event_before_the_question_yields_to_the_answer', () => {
    const org = { ...orgOf(workspace('a', { status: 'failed' })), touched: new Map([['a', now - 10]]) };
    expect(hydrate(org, [workspace('a')], now, now + 20).workspaces.get('a')?.status).toBe('online');
  });
  it('born_after_the_question_stays', () => {
    const org = { ...orgOf(workspace('new')), touched: new Map([['new', now + 10]]) };
    expect(hydrate(org, [], now, now + 20).workspaces.has('new')).toBe(true);
  });
});

describe('change', () => {
  it('same_values_same_org', () => {
    const org = orgOf(workspace('a'));
    expect(change(org, 'a', { status: 'online' })).toBe(org);
  });
  it('unknown_id_same_org', () => {
    const org = orgOf(workspace('a'));
    expect(change(org, 'b', { status: 'failed' })).toBe(org);
  });
});

describe('drop', () => {
  it('children_go_up', () => {
    const org = drop(orgOf(workspace('a'), workspace('b', { parentId: 'a' }), workspace('c', { parentId: 'b' })), 'b', now);
    expect(org.workspaces.get('c')?.parentId).toBe('a');
  });
  it('children_of_a_root_become_roots', () => {
    const org = drop(orgOf(workspace('a'), workspace('b', { parentId: 'a' })), 'a', now);
    expect(org.workspaces.get('b')?.parentId).toBeNull();
  });
  it('unknown_id_is_buried_all_the_same', () => {
    expect(drop(orgOf(), 'x', now).tombstones.get('x')).toBe(now + tombstoneMs);
  });
  it('dropAll_takes_a_subtree_at_once', () => {
    const org = dropAll(orgOf(workspace('a'), workspace('b', { parentId: 'a' }), workspace('c')), ['a', 'b'], now);
    expect([[...org.workspaces.keys()], org.tombstones.size]).toEqual([['c'], 2]);
  });
});
