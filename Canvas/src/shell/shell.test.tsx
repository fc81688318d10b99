import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { frame, json, page, serve, workspace } from '../../test/make';
import { show } from '../../test/render';
import { ApiError } from '../api/errors';
import { readToken } from '../api/token';
import { applyLive, select, setFailure, setLive, useCanvas } from '../store/canvas';
import { openConnect, useDialogs } from '../store/dialogs';
import { toast } from '../store/toasts';
import { observeFrames } from '../store/traffic';
import { Dialogs } from '../ui/Dialogs';
import { Toasts } from '../ui/Toasts';
import { Announcer } from './Announcer';
import { CommsFeed } from './CommsFeed';
import { ConnectionPill } from './ConnectionPill';
import { EmptyState } from './EmptyState';
import { ErrorBoundary } from './ErrorBoundary';
import { FailureScreen } from './FailureScreen';
import { Outline } from './Outline';
import { Shell } from './Shell';
import { Toolbar } from './Toolbar';

const demo = (available: boolean, running = false) => json(200, { available, running });
const failure = (status: number, body: Record<string, unknown> = {}) => new ApiError('http', 'GET', '/workspaces', status, 'm', body, '{"raw":1}');

describe('EmptyState', () => {
  it('offers_the_demo_where_there_is_one', async () => {
    const asked = serve(() => demo(true));
    show(<EmptyState />);
    await userEvent.click(await screen.findByRole('button', { name: 'Start the demo' }));
    await waitFor(() => expect(asked.some(one => one.method === 'POST' && one.path === '/demo')).toBe(true));
  });
  it('offers_only_the_own_agent_where_there_is_none', async () => {
    const asked = serve(() => new Response('', { status: 404 }));
    show(<EmptyState />);
    await waitFor(() => expect(asked.length).toBe(1));
    expect(screen.queryByRole('button', { name: 'Start the demo' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Connect an agent' })).toBeTruthy();
  });
  it('says_why_the_demo_did_not_start', async () => {
    serve(one => one.method === 'POST' ? json(500, { error: 'no port left' }) : demo(true));
    show(<EmptyState />);
    await userEvent.click(await screen.findByRole('button', { name: 'Start the demo' }));
    expect((await screen.findByRole('alert')).textContent).toBe('no port left');
  });
  it('unknown_whether_there_is_a_demo_can_be_asked_again', async () => {
    serve(() => json(500, { error: 'odd' }));
    show(<EmptyState />);
    expect(await screen.findByRole('button', { name: 'Ask again' })).toBeTruthy();
  });
  it('opens_the_connect_dialog', async () => {
    serve(() => demo(false));
    show(<EmptyState />);
    await userEvent.click(screen.getByRole('button', { name: 'Connect an agent' }));
    expect(useDialogs.getState().connect).toEqual({ kind: 'new', parentId: null });
  });
});

describe('ConnectionPill', () => {
  it.each([['connected', 'Live'], ['connecting', 'Connecting'], ['reconnecting', 'Reconnecting'], ['offline', 'Offline']] as const)('%s says %s', (state, word) => {
    setLive(state, null);
    show(<ConnectionPill />);
    expect(screen.getByRole('status').textContent).toBe(word);
  });
  it('retry_now_is_offered_while_waiting', async () => {
    setLive('reconnecting', Date.now() + 8000);
    const { session } = show(<ConnectionPill />);
    await userEvent.click(screen.getByRole('button', { name: /Retry now/ }));
    expect(session.retryNow).toHaveBeenCalledOnce();
  });
});

describe('FailureScreen', () => {
  it('datastore_down_says_what_to_check', () => {
    show(<FailureScreen failure={failure(503, { code: 'platform_unavailable' })} />);
    expect(screen.getByRole('heading').textContent).toContain('datastore');
    expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy();
  });
  it('anything_else_can_be_retried', async () => {
    const { session } = show(<FailureScreen failure={new ApiError('network', 'GET', '/workspaces', 0, 'the server cannot be reached')} />);
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(session.refresh).toHaveBeenCalledOnce();
  });
  it('unauthorized_asks_for_a_token_and_keeps_it', async () => {
    const { session } = show(<FailureScreen failure={failure(401)} />);
    await userEvent.type(screen.getByLabelText('Token'), 'secret');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect([readToken(), session.refresh.mock.calls.length]).toEqual(['secret', 1]);
  });
  it('without_a_token_says_where_one_comes_from', () => {
    show(<FailureScreen failure={failure(401)} />);
    expect(screen.getByText(/No token\?/).textContent).toMatch(/start it again with ADMIN_TOKEN=/);
  });
  it('not_an_api_error_is_shown_as_well', () => {
    show(<FailureScreen failure={new Error('odd')} />);
    expect(screen.getByRole('alert').textContent).toContain('odd');
  });
});

describe('Toolbar', () => {
  it('counts_each_status_and_goes_to_the_next', async () => {
    serve(() => demo(false));
    page(workspace('a'), workspace('b', { status: 'failed' }), workspace('c', { status: 'failed', parentId: 'a' }));
    show(<Toolbar />);
    const failed = screen.getByRole('button', { name: '2 Failed' });
    const first = (await userEvent.click(failed), useCanvas.getState().selectedId);
    await userEvent.click(failed);
    expect([first, useCanvas.getState().selectedId].sort()).toEqual(['b', 'c']);
    expect(screen.getByText('2 workspaces + 1 sub')).toBeTruthy();
  });
  it.each([['connected', false], ['connecting', false], ['reconnecting', true], ['offline', true]] as const)(
    'counts_while_%s_are_of_the_past_%s', (state, past) => {
      serve(() => demo(false));
      page(workspace('a'));
      setLive(state, null);
      show(<Toolbar />);
      const counts = screen.getByRole('group', { name: past ? 'Workspaces by status, as last known' : 'Workspaces by status' });
      expect(counts.hasAttribute('data-stale')).toBe(past);
    });
  it('views_are_pressed_or_not', async () => {
    serve(() => demo(false));
    page(workspace('a'));
    show(<Toolbar />);
    const outline = screen.getByRole('button', { name: 'Outline' });
    expect(outline.getAttribute('aria-pressed')).toBe('false');
    await userEvent.click(outline);
    expect(outline.getAttribute('aria-pressed')).toBe('true');
  });
  it('running_demo_can_be_ended_once_that_is_confirmed', async () => {
    const asked = serve(one => one.method === 'DELETE' ? demo(true) : demo(true, true));
    page(workspace('a'));
    show(<><Toolbar /><Dialogs /></>);
    await userEvent.click(await screen.findByRole('button', { name: 'End the demo' }));
    expect((await screen.findByRole('alertdialog')).textContent).toContain('has one of yours below it stays, without an agent');
    await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'End the demo' }));
    await waitFor(() => expect(asked.some(one => one.method === 'DELETE' && one.path === '/demo')).toBe(true));
  });
  it('demo_is_offered_beside_own_agents', async () => {
    serve(() => demo(true));
    page(workspace('a'));
    show(<Toolbar />);
    expect(await screen.findByRole('button', { name: 'Start the demo' })).toBeTruthy();
  });
});

describe('CommsFeed', () => {
  const sent = () => observeFrames([frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b', task_preview: 'do it' })]);

  it('quiet_says_so', () => {
    show(<CommsFeed />);
    expect(screen.getByText(/Quiet so far/)).toBeTruthy();
  });
  it('row_names_both_and_opens_the_sender', async () => {
    page(workspace('a', { name: 'Ann' }), workspace('b', { name: 'Bob' }));
    sent();
    show(<CommsFeed />);
    await userEvent.click(screen.getByRole('button', { name: /Ann → Bob/ }));
    expect(useCanvas.getState()).toMatchObject({ selectedId: 'a', tab: 'activity' });
  });
  it('folds_to_a_pill_with_the_count', async () => {
    sent();
    show(<CommsFeed />);
    await userEvent.click(screen.getByRole('button', { name: 'Fold the messages' }));
    expect(screen.getByRole('button', { name: 'Messages 1' }).getAttribute('aria-expanded')).toBe('false');
  });
});

describe('Outline', () => {
  it('is_a_tree_with_levels', () => {
    page(workspace('p'), workspace('a', { parentId: 'p' }));
    show(<Outline />);
    expect(screen.getAllByRole('treeitem').map(item => [item.getAttribute('aria-level'), item.getAttribute('aria-expanded')])).toEqual([['1', 'true'], ['2', null]]);
  });
  it('arrows_move_and_enter_selects', async () => {
    page(workspace('p'), workspace('a', { parentId: 'p' }));
    show(<Outline />);
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(useCanvas.getState().selectedId).toBe('a');
  });
  it('only_one_row_is_a_tab_stop', () => {
    page(workspace('p'), workspace('a', { parentId: 'p' }), workspace('b'));
    show(<Outline />);
    expect(screen.getAllByRole('treeitem').filter(item => item.tabIndex === 0)).toHaveLength(1);
  });
});

describe('Announcer', () => {
  it('tells_failures_and_counts', () => {
    page(workspace('a', { name: 'Ann' }));
    show(<Announcer />);
    expect(screen.getByRole('status').textContent).toBe('1 workspace on canvas');
    act(() => {
      applyLive([frame('WORKSPACE_PROVISION_FAILED', 'a', { error: 'x' })]);
    });
    expect(screen.getByText('Ann: Failed')).toBeTruthy();
  });
});

describe('Shell', () => {
  it('waits_with_words', () => {
    show(<Shell />);
    expect(screen.getByRole('status').textContent).toContain('Reading the organisation');
  });
  it('empty_organisation_is_an_invitation', () => {
    serve(() => demo(false));
    page();
    show(<Shell />);
    expect(screen.getByRole('heading', { name: 'No agents yet' })).toBeTruthy();
  });
  it('token_that_is_shown_once_outlives_the_sign_in', async () => {
    const connection = { workspace_id: 'n', platform_url: 'https://m.example', auth_token: 'tok-1' };
    serve(one => one.path === '/workspaces' ? json(201, { id: 'n', connection }) : demo(false));
    page();
    show(<Shell />);
    act(() => openConnect({ kind: 'new', parentId: null }));
    await userEvent.type(screen.getByLabelText('Name'), 'New');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await screen.findByText(/Waiting for the agent/);
    act(() => setFailure(failure(401)));
    expect(screen.getByText('tok-1')).toBeTruthy();
    expect(screen.getByText(/asks this page to sign in now/)).toBeTruthy();
    await userEvent.click(screen.getByLabelText(/I kept the token/));
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    expect(screen.queryByText('tok-1')).toBeNull();
    expect(screen.getByRole('heading', { name: 'Sign in' })).toBeTruthy();
  });
  it('link_to_a_gone_workspace_is_explained', async () => {
    serve(() => demo(false));
    page();
    show(<Shell />);
    act(() => select('nobody'));
    expect(screen.getByRole('heading', { name: 'Not here (any more)' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(useCanvas.getState().selectedId).toBeNull();
  });
});

describe('ErrorBoundary', () => {
  it('says_what_broke_and_offers_a_way_on', () => {
    const Broken = () => {
      throw new Error('kaputt');
    };
    // React tells the console as well; the test need not.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    show(<ErrorBoundary><Broken /></ErrorBoundary>);
    expect(screen.getByRole('alert').textContent).toContain('kaputt');
    expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy();
  });
});

describe('Toasts', () => {
  it('errors_are_alerts_and_good_news_are_not', () => {
    toast('error', 'broken');
    toast('success', 'done');
    show(<Toasts />);
    expect(screen.getByRole('alert').textContent).toContain('broken');
    expect(screen.getByRole('status').textContent).toContain('done');
  });
  it('action_runs_and_closes', async () => {
    let ran = false;
    toast('error', 'broken', { label: 'Try again', run: () => {
      ran = true;
    } });
    show(<Toasts />);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect([ran, screen.getByRole('alert').textContent]).toEqual([true, '']);
  });
});

describe('Dialogs', () => {
  it('cascade_needs_a_tick', async () => {
    let answer: boolean | null = null;
    useDialogs.setState({
      question: { title: 'Delete p?', text: ['sure?'], items: ['a'], confirm: 'Delete 2 workspaces', tone: 'danger', tick: 'Delete the whole team' },
      answer: yes => {
        answer = yes;
      },
    });
    show(<Dialogs />);
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Delete 2 workspaces' });
    expect(button.disabled).toBe(true);
    await userEvent.click(screen.getByLabelText(/whole team/));
    await userEvent.click(button);
    expect(answer).toBe(true);
  });
  it('destructive_question_starts_at_cancel', () => {
    useDialogs.setState({ question: { title: 'Delete?', text: [], confirm: 'Delete', tone: 'danger' }, answer: () => undefined });
    show(<Dialogs />);
    expect(document.activeElement?.textContent).toBe('Cancel');
  });
});
