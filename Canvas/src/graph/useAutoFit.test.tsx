import { render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, workspace } from '../../test/make';
import { useAutoFit } from './useAutoFit';

const view = vi.hoisted(() => ({ fitView: vi.fn(), setCenter: vi.fn(), getZoom: () => 1 }));
vi.mock('@xyflow/react', async load => ({ ...await load<object>(), useReactFlow: () => view }));

function AutoFit(): null {
  useAutoFit();
  return null;
}

describe('useAutoFit', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    page(workspace('lead'));
    render(<AutoFit />);
  });
  afterEach(() => vi.useRealTimers());

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
