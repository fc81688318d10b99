import { describe, expect, it } from 'vitest';
import { frame, orgOf, workspace } from '../../test/make';
import { applyFrame, applyFrames } from './apply';
import { drop, hydrate } from './org';

const now = Date.now();

describe('applyFrame', () => {
  const one = orgOf(workspace('a', { currentTask: 'work', activeTasks: 1, needsRestart: true, lastSampleError: 'old' }));
  const after = (event: string, payload = {}) => applyFrame(one, frame(event, 'a', payload), now).org.workspaces.get('a');

  it.each([
    ['WORKSPACE_PROVISIONING', { name: 'a' }, { status: 'provisioning', needsRestart: false, currentTask: '' }],
    ['WORKSPACE_ONLINE', { url: 'http://u', agent_card: { name: 'c' } }, { status: 'online', url: 'http://u', agentCard: { name: 'c' }, lastSampleError: '' }],
    ['WORKSPACE_OFFLINE', {}, { status: 'offline', currentTask: '', activeTasks: 0 }],
    ['WORKSPACE_DEGRADED', { error_rate: 0.8, sample_error: 'e' }, { status: 'degraded', lastErrorRate: 0.8, lastSampleError: 'e' }],
    ['WORKSPACE_PAUSED', { name: 'a' }, { status: 'paused', currentTask: '' }],
    ['WORKSPACE_HIBERNATED', { name: 'a', tier: 2 }, { status: 'hibernated' }],
    ['WORKSPACE_AWAITING_AGENT', { name: 'a', external: true }, { status: 'awaiting_agent' }],
    ['WORKSPACE_PROVISION_FAILED', { error: 'no image' }, { status: 'failed', lastSampleError: 'no image' }],
    ['WORKSPACE_PROVISION_FAILED', { reason: 'no key' }, { status: 'failed', lastSampleError: 'no key' }],
    ['WORKSPACE_PROVISION_FAILED', { error: 'e', missing: ['A_KEY', 'B_KEY'], log_tail: 'panic' }, { missing: 'A_KEY, B_KEY', logTail: 'panic' }],
    ['TASK_UPDATED', { current_task: 'next', active_tasks: 2 }, { currentTask: 'next', activeTasks: 2 }],
    ['WORKSPACE_HEARTBEAT', { active_tasks: 3, uptime_seconds: 60 }, { activeTasks: 3, uptimeSeconds: 60 }],
    ['AGENT_CARD_UPDATED', { agent_card: { skills: ['x'] } }, { agentCard: { skills: ['x'] } }],
    ['AGENT_CARD_UPDATED', { agent_card: 'nonsense' }, { agentCard: null }],
  ])('%s %j', (event, payload, expected) => {
    expect(after(event, payload)).toMatchObject(expected);
  });
  it('heartbeat_applied_after_a_newer_task_leaves_the_task_alone', () => {
    const beat = frame('WORKSPACE_HEARTBEAT', 'a', { active_tasks: 0, uptime_seconds: 60 });
    const late = applyFrames(one, [frame('TASK_UPDATED', 'a', { current_task: 'next', active_tasks: 2 }), beat], now);
    expect(late.org.workspaces.get('a')).toMatchObject({ activeTasks: 2, uptimeSeconds: 60 });
  });
  it.each(['WORKSPACE_PAUSED', 'WORKSPACE_PROVISION_FAILED'])('%s_ends_the_task', event => {
    expect(after(event)).toMatchObject({ currentTask: '', activeTasks: 0 });
  });
  it('degraded_wedged_says_stuck', () => {
    expect(after('WORKSPACE_DEGRADED', { runtime_state: 'wedged', sample_error: 'no reply' })?.lastSampleError).toBe('The runtime is stuck: no reply');
  });
  it('online_without_card_keeps_the_known_one', () => {
    const org = orgOf(workspace('a', { agentCard: { name: 'kept' }, url: 'u', status: 'offline' }));
    expect(applyFrame(org, frame('WORKSPACE_ONLINE', 'a'), now).org.workspaces.get('a')).toMatchObject({ agentCard: { name: 'kept' }, url: 'u' });
  });
  it.each(['CHANNEL_MESSAGE', 'CRON_EXECUTED', 'SOMETHING_NEW', 'ACTIVITY_LOGGED'])('%s_changes_nothing', event => {
    expect(applyFrame(one, frame(event, 'a'), now)).toEqual({ org: one, refetch: false });
  });
  it.each(['WORKSPACE_EXPANDED', 'WORKSPACE_COLLAPSED'])('%s_reads_the_list', event => {
    expect(applyFrame(one, frame(event, 'a'), now).refetch).toBe(true);
  });
  it('moved_changes_the_team_and_reads_the_list', () => {
    const applied = applyFrame(orgOf(workspace('a'), workspace('p')), frame('WORKSPACE_MOVED', 'a', { new_parent_id: 'p' }), now);
    expect([applied.org.workspaces.get('a')?.parentId, applied.refetch]).toEqual(['p', true]);
  });
  it('removed_goes_and_children_stay', () => {
    const org = orgOf(workspace('a'), workspace('b', { parentId: 'a' }));
    const applied = applyFrame(org, frame('WORKSPACE_REMOVED', 'a'), now).org;
    expect([[...applied.workspaces.keys()], applied.workspaces.get('b')?.parentId]).toEqual([['b'], null]);
  });
});

describe('birth', () => {
  it('unknown_workspace_appears_at_once_and_the_list_is_read', () => {
    const applied = applyFrame(orgOf(), frame('WORKSPACE_PROVISIONING', 'n', { name: 'New', tier: 2, runtime: 'demo' }), now);
    expect(applied.org.workspaces.get('n')).toMatchObject({ name: 'New', tier: 2, status: 'provisioning', x: 0, y: 0 });
    expect(applied.refetch).toBe(true);
  });
  it('child_coordinates_are_relative_to_its_parent', () => {
    const org = orgOf(workspace('p', { x: 400, y: 300 }));
    const applied = applyFrame(org, frame('WORKSPACE_PROVISIONING', 'n', { name: 'New', parent_id: 'p', x: 16, y: 130 }), now);
    expect(applied.org.workspaces.get('n')).toMatchObject({ x: 416, y: 430, parentId: 'p' });
  });
  it('external_without_agent_waits_for_it', () => {
    const applied = applyFrame(orgOf(), frame('WORKSPACE_AWAITING_AGENT', 'n', { name: 'N', external: true }), now);
    expect(applied.org.workspaces.get('n')).toMatchObject({ status: 'awaiting_agent', runtime: 'external' });
  });
  it('online_before_its_birth_is_remembered', () => {
    const first = applyFrame(orgOf(), frame('WORKSPACE_ONLINE', 'n', { url: 'u' }), now);
    expect([first.org.workspaces.size, first.refetch]).toEqual([0, true]);
    const second = applyFrame(first.org, frame('WORKSPACE_PROVISIONING', 'n', { name: 'N' }), now);
    expect(second.org.workspaces.get('n')).toMatchObject({ status: 'online', url: 'u' });
    expect(second.org.early.size).toBe(0);
  });
  it('buried_workspace_is_not_born_again', () => {
    const org = drop(orgOf(workspace('a')), 'a', now);
    expect(applyFrame(org, frame('WORKSPACE_PROVISIONING', 'a', { name: 'A' }), now)).toEqual({ org, refetch: false });
    expect(applyFrame(org, frame('WORKSPACE_ONLINE', 'a'), now).refetch).toBe(false);
  });
  it('status_of_an_unknown_workspace_reads_the_list', () => {
    expect(applyFrame(orgOf(), frame('WORKSPACE_DEGRADED', 'x'), now).refetch).toBe(true);
  });
  it('heartbeat_of_an_unknown_workspace_does_not', () => {
    expect(applyFrame(orgOf(), frame('WORKSPACE_HEARTBEAT', 'x'), now).refetch).toBe(false);
  });
});

describe('order', () => {
  it('older_event_for_the_same_field_is_dropped', () => {
    const older = frame('WORKSPACE_DEGRADED', 'a', { sample_error: 'late' });
    const newer = frame('WORKSPACE_ONLINE', 'a');
    expect(applyFrames(orgOf(workspace('a')), [newer, older], now).org.workspaces.get('a')).toMatchObject({ status: 'online', lastSampleError: '' });
  });
  it('older_event_for_another_field_applies', () => {
    const older = frame('TASK_UPDATED', 'a', { current_task: 't', active_tasks: 1 });
    const newer = frame('WORKSPACE_ONLINE', 'a');
    expect(applyFrames(orgOf(workspace('a')), [newer, older], now).org.workspaces.get('a')?.currentTask).toBe('t');
  });
  it('many_frames_fold_in_order', () => {
    const frames = [
      frame('WORKSPACE_PROVISIONING', 'n', { name: 'N' }), frame('WORKSPACE_ONLINE', 'n'), frame('WORKSPACE_DEGRADED', 'n', { error_rate: 0.6 }),
      frame('WORKSPACE_ONLINE', 'n'),
    ];
    expect(applyFrames(orgOf(), frames, now).org.workspaces.get('n')).toMatchObject({ status: 'online', lastErrorRate: 0 });
  });
  it('list_under_way_does_not_undo_what_an_event_said', () => {
    const asked = now - 100;
    const org = applyFrame(orgOf(workspace('a')), frame('WORKSPACE_OFFLINE', 'a'), now).org;
    expect(hydrate(org, [workspace('a')], asked, now + 5).workspaces.get('a')?.status).toBe('offline');
  });
});
