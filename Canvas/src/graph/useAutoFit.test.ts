import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, workspace } from '../../test/make';
import { followArrivals } from './useAutoFit';

describe('followArrivals', () => {
  const view = { fitView: vi.fn(), setCenter: vi.fn(), getZoom: () => 1 };
  let stop: () => void;
  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    page(workspace('lead'));
    stop = followArrivals(view, { current: false });
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('visits_a_card_that_stands_alone', () => {
    page(workspace('lead'), workspace('solo'));
    vi.advanceTimersByTime(5_000);
    expect([view.setCenter.mock.calls.length, view.fitView.mock.calls.length]).toEqual([1, 0]);
  });

  it('shows_the_whole_team_once_a_visited_card_turns_out_to_be_part_of_one', () => {
    page(workspace('lead'), workspace('member'));
    vi.advanceTimersByTime(200);
    page(workspace('lead'), workspace('member', { parentId: 'lead' }));
    vi.advanceTimersByTime(600);
    expect(view.fitView.mock.lastCall?.[0]).toMatchObject({ nodes: [{ id: 'lead' }, { id: 'member' }] });
  });

  it('leaves_the_view_alone_when_a_card_that_came_long_ago_moves_into_a_team', () => {
    page(workspace('lead'), workspace('member'));
    vi.advanceTimersByTime(5_000);
    page(workspace('lead'), workspace('member', { parentId: 'lead' }));
    vi.advanceTimersByTime(5_000);
    expect(view.fitView).not.toHaveBeenCalled();
  });
});
