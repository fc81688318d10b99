import { describe, expect, it, vi } from 'vitest';
import { frame, page, workspace } from '../../test/make';
import { applyLive } from './canvas';
import { observeFrames, pruneTraffic, useTraffic } from './traffic';

describe('traffic store', () => {
  it('dots_go_even_where_nothing_is_drawn', () => {
    vi.useFakeTimers();
    observeFrames([frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' })]);
    expect(useTraffic.getState().traffic.dots).toHaveLength(1);
    vi.advanceTimersByTime(2 * 1200);
    expect(useTraffic.getState().traffic.dots).toHaveLength(0);
  });
  it('lines_of_gone_workspaces_are_pruned', () => {
    page(workspace('a'), workspace('b'));
    observeFrames([frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' }, { timestamp: new Date().toISOString() })]);
    expect(useTraffic.getState().traffic.edges.size).toBe(1);
    applyLive([frame('WORKSPACE_REMOVED', 'b')]);
    pruneTraffic();
    expect(useTraffic.getState().traffic.edges.size).toBe(0);
  });
});
