import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { json, page, serve, workspace } from '../../test/make';
import { show } from '../../test/render';
import { useChat } from '../chat/store';
import { ConnectDialog } from '../connect/ConnectDialog';
import { change } from '../model/org';
import { select, setOrg, setTab, useCanvas, workspaceOf } from '../store/canvas';
import { useDialogs } from '../store/dialogs';
import type { Workspace } from '../model/workspace';
import { SidePanel } from './SidePanel';

const nothing = () => json(200, []);

function open(row: Workspace, tab: 'chat' | 'activity' | 'details' | 'events') {
  page(row);
  select(row.id, tab);
  return show(<SidePanel id={row.id} />);
}

describe('chat tab', () => {
  it('enter_sends_and_the_answer_appears', async () => {
    serve(one => one.method === 'POST'
      ? json(200, { id: (one.body as { id: string }).id, result: { parts: [{ kind: 'text', text: 'hello back' }] } }) : nothing());
    open(workspace('a', { name: 'Ann' }), 'chat');
    await userEvent.type(screen.getByLabelText('Message to Ann'), 'hello{Enter}');
    expect(await screen.findByText('hello back')).toBeTruthy();
    expect(screen.getByLabelText<HTMLTextAreaElement>('Message to Ann').value).toBe('');
  });
  it('shift_enter_breaks_the_line', async () => {
    const asked = serve(nothing);
    open(workspace('a', { name: 'Ann' }), 'chat');
    await userEvent.type(screen.getByLabelText('Message to Ann'), 'one{Shift>}{Enter}{/Shift}two');
    expect(screen.getByLabelText<HTMLTextAreaElement>('Message to Ann').value).toBe('one\ntwo');
    expect(asked.some(one => one.method === 'POST')).toBe(false);
  });
  it('failed_message_can_be_sent_again', async () => {
    serve(one => one.method === 'POST' ? json(502, { error: 'failed to reach workspace agent' }) : nothing());
    open(workspace('a', { name: 'Ann' }), 'chat');
    await userEvent.type(screen.getByLabelText('Message to Ann'), 'hello{Enter}');
    expect(await screen.findByText('failed to reach workspace agent')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Send again' })).toBeTruthy();
  });
  it('silent_agent_is_explained_and_nothing_is_sent', async () => {
    const asked = serve(nothing);
    open(workspace('a', { name: 'Ann', status: 'awaiting_agent' }), 'chat');
    await userEvent.type(screen.getByLabelText('Message to Ann'), 'hello{Enter}');
    expect(screen.getByText(/takes no messages now/)).toBeTruthy();
    expect(asked.some(one => one.method === 'POST')).toBe(false);
    await userEvent.click(screen.getByRole('button', { name: 'Show how to connect' }));
    expect(useDialogs.getState().connect).toEqual({ kind: 'existing', id: 'a' });
  });
  it('draft_survives_another_tab', async () => {
    serve(nothing);
    open(workspace('a', { name: 'Ann' }), 'chat');
    await userEvent.type(screen.getByLabelText('Message to Ann'), 'half a thought');
    act(() => setTab('details'));
    act(() => setTab('chat'));
    expect(screen.getByLabelText<HTMLTextAreaElement>('Message to Ann').value).toBe('half a thought');
  });
  it('history_that_cannot_be_read_says_so', async () => {
    serve(() => json(500, { error: 'query failed' }));
    open(workspace('a'), 'chat');
    expect(await screen.findByText(/Earlier messages could not be read: query failed/)).toBeTruthy();
  });
  it('opened_chat_is_read', async () => {
    serve(nothing);
    useChat.setState({ unread: new Set(['a']) });
    open(workspace('a'), 'chat');
    await waitFor(() => expect(useChat.getState().unread.size).toBe(0));
  });
});

describe('activity tab', () => {
  const rows = [
    { id: '1', activity_type: 'a2a_receive', method: 'message/send', summary: 'first', status: 'ok', source_id: null, target_id: 'a', created_at: '2026-05-05T10:00:00Z' },
    { id: '2', activity_type: 'agent_log', summary: 'second', status: 'error', error_detail: 'boom', created_at: '2026-05-05T09:00:00Z' },
  ];

  it('rows_are_filtered_by_status_too', async () => {
    serve(() => json(200, rows));
    open(workspace('a'), 'activity');
    expect(await screen.findByText('first')).toBeTruthy();
    await userEvent.click(screen.getByLabelText('Errors'));
    expect(screen.queryByText('first')).toBeNull();
    expect(screen.getByText('boom')).toBeTruthy();
  });
  it('empty_is_not_an_error', async () => {
    serve(nothing);
    open(workspace('a'), 'activity');
    expect(await screen.findByText(/Nothing has happened here yet/)).toBeTruthy();
  });
  it('error_is_not_empty_and_can_be_retried', async () => {
    let broken = true;
    serve(() => broken ? json(500, { error: 'query failed' }) : json(200, rows));
    open(workspace('a'), 'activity');
    expect((await screen.findByRole('alert')).textContent).toContain('query failed');
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('first')).toBeTruthy();
  });
});

describe('events tab', () => {
  it('lists_what_is_kept', async () => {
    serve(() => json(200, [{ id: 'e', event_type: 'WORKSPACE_ONLINE', payload: { url: 'u' }, created_at: '2026-05-05T10:00:00Z' }]));
    open(workspace('a'), 'events');
    expect(await screen.findByText('WORKSPACE_ONLINE')).toBeTruthy();
  });
});

describe('details tab', () => {
  it('shows_facts_and_the_last_error', () => {
    serve(nothing);
    open(workspace('a', { status: 'degraded', lastSampleError: 'HTTP 529', lastErrorRate: 0.8, uptimeSeconds: 120 }), 'details');
    expect(screen.getByText('HTTP 529')).toBeTruthy();
    expect(screen.getByText('80 %')).toBeTruthy();
    expect(screen.getByText('2 min')).toBeTruthy();
  });
  it('name_is_changed_in_place', async () => {
    const asked = serve(one => one.method === 'PATCH' ? json(200, { status: 'updated' }) : nothing());
    open(workspace('a', { name: 'Ann' }), 'details');
    await userEvent.click(screen.getByRole('button', { name: 'Change name' }));
    await userEvent.clear(screen.getByLabelText('Name'));
    await userEvent.type(screen.getByLabelText('Name'), 'Anna');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(workspaceOf('a')?.name).toBe('Anna'));
    expect(asked.find(one => one.method === 'PATCH')?.body).toEqual({ name: 'Anna' });
  });
  it('refused_name_says_why_and_stays_open', async () => {
    serve(one => one.method === 'PATCH' ? json(400, { error: 'name contains invalid characters' }) : nothing());
    open(workspace('a', { name: 'Ann' }), 'details');
    await userEvent.click(screen.getByRole('button', { name: 'Change name' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect((await screen.findByRole('alert')).textContent).toBe('name contains invalid characters');
  });
  it('forbidden_character_in_a_new_role_is_named_and_not_sent', async () => {
    const asked = serve(nothing);
    open(workspace('a', { name: 'Ann', role: 'Helps' }), 'details');
    await userEvent.click(screen.getByRole('button', { name: 'Change role' }));
    await userEvent.type(screen.getByLabelText('Role'), '!{Enter}');
    expect(screen.getByRole('alert').textContent).toContain('A role may not hold !');
    expect(asked.some(one => one.method === 'PATCH')).toBe(false);
  });
  it('buttons_are_what_the_server_has', async () => {
    const asked = serve(one => one.path === '/openapi/v1.json' ? json(200, { paths: { '/workspaces/{id}/pause': { post: {} } } }) : nothing());
    open(workspace('a'), 'details');
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(screen.queryByRole('button', { name: 'Restart' })).toBeNull();
    await waitFor(() => expect(asked.some(one => one.path === '/workspaces/a/pause')).toBe(true));
  });
  it('peers_select', async () => {
    serve(() => json(200, [{ id: 'b', name: 'Bob', status: 'online', role: null }]));
    open(workspace('a'), 'details');
    await userEvent.click(await screen.findByRole('button', { name: /Bob/ }));
    expect(useCanvas.getState().selectedId).toBe('b');
  });
  it('peers_refused_is_said_quietly', async () => {
    serve(() => json(401, { error: 'missing workspace auth token' }));
    open(workspace('a'), 'details');
    expect(await screen.findByText(/only to the workspace itself/)).toBeTruthy();
  });
  it('money_is_shown_in_dollars', () => {
    serve(nothing);
    open(workspace('a', { monthlySpend: 1234, budgetLimit: 5000 }), 'details');
    expect(screen.getByText('$12.34 of $50.00 this month')).toBeTruthy();
  });
});

describe('panel shell', () => {
  it('tabs_move_by_arrows', async () => {
    serve(nothing);
    open(workspace('a'), 'chat');
    screen.getByRole('tab', { name: 'Chat' }).focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(useCanvas.getState().tab).toBe('events');
    await userEvent.keyboard('{Home}');
    expect(useCanvas.getState().tab).toBe('chat');
  });
  it('separator_resizes_by_keys_within_its_limits', () => {
    serve(nothing);
    open(workspace('a'), 'chat');
    const separator = screen.getByRole('separator');
    fireEvent.keyDown(separator, { key: 'ArrowLeft' });
    expect(useCanvas.getState().panelWidth).toBe(496);
    fireEvent.keyDown(separator, { key: 'Home' });
    expect(useCanvas.getState().panelWidth).toBe(320);
    fireEvent.keyDown(separator, { key: 'ArrowRight' });
    expect(useCanvas.getState().panelWidth).toBe(320);
  });
  it('current_task_stands_above_every_tab', () => {
    serve(nothing);
    open(workspace('a', { currentTask: 'counting sheep' }), 'events');
    expect(screen.getByText('counting sheep')).toBeTruthy();
  });
});

describe('ConnectDialog', () => {
  const connection = { workspace_id: 'n', platform_url: 'https://m.example', auth_token: 'tok-1', curl_register_template: '', python_snippet: '' };

  it('makes_room_shows_commands_and_turns_green', async () => {
    serve(() => json(201, { id: 'n', external: true, status: 'awaiting_agent', connection }));
    page(workspace('n', { name: 'New', status: 'awaiting_agent' }));
    const { session } = show(<ConnectDialog connect={{ kind: 'new', parentId: null }} />);
    await userEvent.type(screen.getByLabelText('Name'), 'New');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByText(/Waiting for the agent/)).toBeTruthy();
    expect(session.refresh).toHaveBeenCalled();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Done' }).disabled).toBe(true);
    expect(document.querySelector('pre[data-snippet=curl]')?.textContent).toContain('tok-1');
    act(() => setOrg(org => change(org, 'n', { status: 'online' })));
    expect(screen.getByText(/New is online/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    expect([useCanvas.getState().selectedId, useCanvas.getState().tab]).toEqual(['n', 'chat']);
  });
  it('closing_before_needs_the_word_that_the_token_is_kept', async () => {
    serve(() => json(201, { id: 'n', connection }));
    show(<ConnectDialog connect={{ kind: 'new', parentId: null }} />);
    await userEvent.type(screen.getByLabelText('Name'), 'New');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await userEvent.click(await screen.findByLabelText(/I kept the token/));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Done' }).disabled).toBe(false);
  });
  it('first_agent_of_a_server_leaves_the_page_signed_in_with_a_token_to_keep', async () => {
    const counted = { 'X-RateLimit-Limit': '600' };
    const asked = serve(one => one.path === '/workspaces' ? json(201, { id: 'n', connection })
      : one.method === 'POST' ? json(200, { id: 'k', auth_token: 'org-token' }, counted) : json(200, { tokens: [] }, counted));
    page(workspace('n', { status: 'awaiting_agent' }));
    show(<ConnectDialog connect={{ kind: 'new', parentId: null }} />);
    await userEvent.type(screen.getByLabelText('Name'), 'New');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByText('org-token')).toBeTruthy();
    expect(asked.at(-1)).toMatchObject({ path: '/workspaces', headers: { Authorization: 'Bearer org-token' } });
    act(() => setOrg(org => change(org, 'n', { status: 'online' })));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Done' }).disabled).toBe(true);
    await userEvent.click(screen.getByLabelText(/I kept both tokens/));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Done' }).disabled).toBe(false);
  });
  it('forbidden_character_is_named_before_anything_is_sent', async () => {
    const asked = serve(() => json(400, { error: 'invalid workspace fields' }));
    show(<ConnectDialog connect={{ kind: 'new', parentId: null }} />);
    await userEvent.type(screen.getByLabelText('Name'), 'R&D{Enter}');
    expect(screen.getByRole('alert').textContent).toContain('A name may not hold &');
    expect([screen.getByRole<HTMLButtonElement>('button', { name: 'Continue' }).disabled, asked]).toEqual([true, []]);
  });
  it('refused_name_keeps_the_form', async () => {
    serve(() => json(400, { error: 'invalid workspace fields' }));
    show(<ConnectDialog connect={{ kind: 'new', parentId: null }} />);
    await userEvent.type(screen.getByLabelText('Name'), 'x');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect((await screen.findByRole('alert')).textContent).toContain('invalid workspace fields');
  });
  it('existing_workspace_gets_one_more_token', async () => {
    const asked = serve(() => json(201, { auth_token: 'tok-2', workspace_id: 'a' }));
    page(workspace('a', { name: 'Ann', status: 'awaiting_agent' }));
    show(<ConnectDialog connect={{ kind: 'existing', id: 'a' }} />);
    await userEvent.click(screen.getByRole('button', { name: 'Issue a token' }));
    await waitFor(() => expect(document.querySelector('pre[data-snippet=curl]')?.textContent).toContain('tok-2'));
    expect(asked.at(-1)).toMatchObject({ method: 'POST', path: '/workspaces/a/tokens' });
  });
});
