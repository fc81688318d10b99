import { describe, expect, it, vi } from 'vitest';
import { frame, json, serve, settled, workspace, page } from '../../test/make';
import { select, useCanvas } from '../store/canvas';
import { loadHistory, markRead, receiveFrames, say, transcriptOf, useChat } from './store';

const textPart = (words: string) => ({ kind: 'text', text: words });

const reply = (words: string, id: string | null = 'r1') => ({ jsonrpc: '2.0', ...(id === null ? {} : { id }), result: { parts: [textPart(words)] } });

describe('chat store', () => {
  const last = (id: string) => transcriptOf(id).bubbles.at(-1);

  it('say_sends_the_envelope_and_shows_the_answer', async () => {
    const asked = serve(one => {
      const body = one.body as { id: string };
      return json(200, reply('hello back', body.id));
    });
    await say('a', 'hello');
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/workspaces/a/a2a', body: {
      jsonrpc: '2.0', method: 'message/send', params: { message: { role: 'user', parts: [textPart('hello')] }, metadata: { history: [] } },
    } });
    expect(last('a')).toMatchObject({ speaker: 'agent', text: 'hello back' });
  });
  it('say_sends_what_was_said_before', async () => {
    const asked = serve(one => json(200, reply('ok', (one.body as { id: string }).id)));
    await say('a', 'one');
    await say('a', 'two');
    expect(asked[1]?.body).toMatchObject({ params: { metadata: { history: [{ role: 'user' }, { role: 'agent' }] } } });
  });
  it('say_queued_waits', async () => {
    serve(() => json(202, { queued: true, queue_id: 'q', queue_depth: 1 }));
    await say('a', 'hello');
    expect(last('a')).toMatchObject({ speaker: 'person', progress: 'queued' });
  });
  it('say_refused_says_why', async () => {
    serve(() => json(402, { error: 'workspace budget limit exceeded' }));
    await say('a', 'hello');
    expect(last('a')).toMatchObject({ progress: 'failed', note: expect.stringContaining('budget') as string });
  });
  it('say_to_a_sleeper_is_sent_again_with_the_same_id', async () => {
    vi.useFakeTimers();
    let times = 0;
    const asked = serve(one => ++times === 1 ? json(503, { error: 'waking', waking: true, retry_after: 2 }) : json(200, reply('awake', (one.body as { id: string }).id)));
    const done = say('a', 'hello');
    await vi.advanceTimersByTimeAsync(2000);
    await done;
    expect(asked.map(one => (one.body as { id: string }).id)).toEqual([asked[0], asked[0]].map(one => (one?.body as { id: string }).id));
    expect(last('a')?.text).toBe('awake');
  });
  it('say_to_one_who_does_not_wake_fails_after_one_more_try', async () => {
    vi.useFakeTimers();
    const asked = serve(() => json(503, { error: 'waking', waking: true, retry_after: 1 }));
    const done = say('a', 'hello');
    await vi.advanceTimersByTimeAsync(1000);
    await done;
    expect([asked.length, last('a')?.progress]).toEqual([2, 'failed']);
  });
  it('event_shows_an_answer_of_another_page', () => {
    receiveFrames([frame('A2A_RESPONSE', 'a', { response_body: reply('from elsewhere', 'other') })]);
    expect(last('a')?.text).toBe('from elsewhere');
  });
  it('agent_message_with_files', () => {
    receiveFrames([frame('AGENT_MESSAGE', 'a', { message: 'look', attachments: [{ uri: 'u', name: 'n' }, { uri: '', name: 'x' }] })]);
    expect(last('a')).toMatchObject({ text: 'look', files: [{ uri: 'u', name: 'n' }] });
  });
  it('closed_chat_is_marked_unread_until_read', () => {
    page(workspace('a'));
    receiveFrames([frame('AGENT_MESSAGE', 'a', { message: 'look' })]);
    expect(useChat.getState().unread.has('a')).toBe(true);
    markRead('a');
    expect(useChat.getState().unread.has('a')).toBe(false);
  });
  it('open_chat_is_not_marked', () => {
    page(workspace('a'));
    select('a', 'chat');
    receiveFrames([frame('AGENT_MESSAGE', 'a', { message: 'look' })]);
    expect([useCanvas.getState().tab, useChat.getState().unread.size]).toEqual(['chat', 0]);
  });
  it('agent_lost_while_working_is_told', async () => {
    serve(() => new Promise<Response>(() => undefined) as never);
    void say('a', 'hello');
    await settled();
    receiveFrames([frame('WORKSPACE_OFFLINE', 'a')]);
    expect(last('a')).toMatchObject({ speaker: 'system', text: expect.stringContaining('lost') as string });
  });
  it('history_is_read_as_the_canvas_asks', async () => {
    const asked = serve(() => json(200, [{ id: 'h', activity_type: 'a2a_receive', status: 'ok', created_at: '2026-05-05T10:00:00Z', response_body: { result: 'old' } }]));
    expect(await loadHistory('a')).toBe(1);
    expect(asked[0]?.path).toBe('/workspaces/a/activity?type=a2a_receive&source=canvas&limit=50');
    expect(last('a')?.text).toBe('old');
  });
});
