import { describe, expect, it, vi } from 'vitest';
import { frame, json, serve, settled, workspace, page } from '../../test/make';
import type { ActivityRow } from '../api/history';
import { ApiError } from '../api/errors';
import { select, useCanvas } from '../store/canvas';
import { contentOf, errorOf, requestContent } from './extract';
import { outcomeOf, outcomeOfError } from './outcome';
import { loadHistory, markRead, receiveFrames, say, transcriptOf, useChat } from './store';
import {
  answered, emptyTranscript, historyOf, isWaiting, progressed, pushed, rpcId, sent, systemSaid, withHistory, type Transcript,
} from './transcript';

const textPart = (words: string) => ({ kind: 'text', text: words });
const reply = (words: string, id: string | null = 'r1') => ({ jsonrpc: '2.0', ...(id === null ? {} : { id }), result: { parts: [textPart(words)] } });

describe('contentOf', () => {
  it.each([
    ['plain string', { result: 'hello' }, 'hello'],
    ['parts by kind', { result: { parts: [textPart('a'), textPart('b')] } }, 'a\nb'],
    ['parts by type', { result: { parts: [{ type: 'text', text: 'a' }] } }, 'a'],
    ['nested root', { result: { parts: [{ root: { text: 'a' } }] } }, 'a'],
    ['artifacts', { result: { artifacts: [{ parts: [textPart('a')] }, { parts: [textPart('b')] }] } }, 'a\nb'],
    ['status message', { result: { status: { message: { parts: [textPart('a')] } } } }, 'a'],
    ['message', { result: { message: { parts: [textPart('a')] } } }, 'a'],
    ['everywhere', { result: { parts: [textPart('a')], artifacts: [{ parts: [textPart('b')] }], status: { message: { parts: [textPart('c')] } } } }, 'a\nb\nc'],
    ['task', { result: { task: 'later' } }, 'later'],
    ['raw', { raw: 'not json' }, 'not json'],
    ['nothing', null, ''],
    ['data part', { result: { parts: [{ kind: 'data', data: {} }] } }, ''],
  ])('%s', (_, body, expected) => {
    expect(contentOf(body).text).toBe(expected);
  });
  it('files_need_an_address_and_get_a_name', () => {
    expect(contentOf({ result: { parts: [
      { kind: 'file', file: { uri: 'workspace:/a/b.txt' } }, { kind: 'file', file: { name: 'x' } }, { kind: 'file', file: { name: 'n', uri: 'u' } },
    ] } }).files).toEqual([{ uri: 'workspace:/a/b.txt', name: 'b.txt' }, { uri: 'u', name: 'n' }]);
  });
  it('request_words', () => {
    expect(requestContent({ params: { message: { parts: [textPart('hi')] } } }).text).toBe('hi');
  });
  it.each([[{ error: 'x' }, 'x'], [{ error: { code: -32601, message: 'no method' } }, 'no method'], [{ error: { code: 5 } }, 'the agent answered with error 5'], [{}, null], ['x', null]])(
    'errorOf %j', (body, expected) => {
      expect(errorOf(body)).toBe(expected);
    });
});

describe('outcome', () => {
  const failure = (status: number, body: Record<string, unknown> = {}, failed: 'http' | 'network' | 'timeout' = 'http') =>
    outcomeOfError(new ApiError(failed, 'POST', '/a2a', status, String(body['error'] ?? 'm'), body));

  it('reply_is_an_answer', () => {
    expect(outcomeOf({ status: 200, body: { result: 'x' } })).toEqual({ kind: 'answer', reply: { result: 'x' } });
  });
  it('queued_tells_the_position', () => {
    expect(outcomeOf({ status: 202, body: { queued: true, queue_depth: 3 } })).toMatchObject({ kind: 'queued', note: expect.stringContaining('position 3') as string });
  });
  it('agents_own_202_is_an_answer', () => {
    expect(outcomeOf({ status: 202, body: { result: 'accepted' } }).kind).toBe('answer');
  });
  it.each([
    [402, {}, 'budget'], [403, { error: 'access denied' }, 'Not allowed'], [404, {}, 'does not exist'], [413, {}, 'too large'],
    [503, { restarting: true }, 'being restarted'], [503, { busy: true, retry_after: 30 }, '30 s'], [503, { error: 'workspace has no URL' }, 'no URL'],
    [502, { error: 'failed to reach workspace agent' }, 'failed to reach'],
  ])('%i %j', (status, body, words) => {
    expect(failure(status, body)).toMatchObject({ kind: 'failed', note: expect.stringContaining(words) as string });
  });
  it('waking_is_sent_again_after_its_time', () => {
    expect(failure(503, { waking: true, retry_after: 15 })).toMatchObject({ kind: 'waking', afterSeconds: 15 });
  });
  it('timeout_is_not_a_failure', () => {
    expect(failure(0, {}, 'timeout').kind).toBe('late');
  });
  it('network_is_honest_about_not_knowing', () => {
    expect(failure(0, {}, 'network')).toMatchObject({ kind: 'failed', note: expect.stringContaining('may not have arrived') as string });
  });
  it('anything_else_is_told', () => {
    expect(outcomeOfError(new Error('odd'))).toEqual({ kind: 'failed', note: 'odd' });
  });
});

describe('transcript', () => {
  const at = 1_000_000;
  const asked = sent(emptyTranscript, 'question', 'r1', at);
  const http = (transcript: Transcript) => answered(transcript, reply('answer'), 'r1', at + 1000);
  const event = (transcript: Transcript) => answered(transcript, reply('answer'), 'r1', at + 1100);
  const push = (transcript: Transcript) => pushed(transcript, 'answer', [], at + 1200);
  const ways = { http, event, push };
  const orders = [
    ['http', 'event', 'push'], ['http', 'push', 'event'], ['event', 'http', 'push'], ['event', 'push', 'http'], ['push', 'http', 'event'], ['push', 'event', 'http'],
  ] as const;

  it.each(orders)('answer by %s, %s, %s is one bubble', (...order) => {
    const end = order.reduce((transcript, way) => ways[way](transcript), asked);
    expect(end.bubbles.filter(bubble => bubble.speaker === 'agent').map(bubble => bubble.text)).toEqual(['answer']);
    expect(isWaiting(end)).toBe(false);
  });
  it('event_without_id_ends_the_oldest_wait', () => {
    const end = answered(asked, reply('answer', null), null, at);
    expect(end.bubbles[0]?.progress).toBe('answered');
  });
  it('failure_after_a_delivered_answer_shows_none', () => {
    const end = progressed(http(asked), 'r1', 'failed', 'too late');
    expect(end.bubbles[0]).toMatchObject({ progress: 'answered', note: null });
  });
  it('jsonrpc_error_is_a_system_bubble', () => {
    const end = answered(asked, { id: 'r1', error: { message: 'no such method' } }, 'r1', at);
    expect(end.bubbles.at(-1)).toMatchObject({ speaker: 'system', text: 'no such method' });
    expect(end.bubbles[0]?.progress).toBe('failed');
  });
  it('answer_without_words_says_so', () => {
    expect(answered(asked, { id: 'r1', result: { parts: [] } }, 'r1', at).bubbles.at(-1)?.text).toContain('without words');
  });
  it('queued_message_is_answered_later', () => {
    const queued = progressed(asked, 'r1', 'queued', 'waits');
    expect(isWaiting(queued)).toBe(false);
    expect(event(queued).bubbles[0]?.progress).toBe('answered');
  });
  it('two_questions_two_same_answers_are_two_bubbles', () => {
    const two = sent(asked, 'again', 'r2', at + 10);
    const end = answered(answered(two, reply('yes', 'r1'), 'r1', at + 20), reply('yes', 'r2'), 'r2', at + 30);
    expect(end.bubbles.filter(bubble => bubble.speaker === 'agent')).toHaveLength(2);
  });
  it('same_words_much_later_are_a_new_message', () => {
    const end = pushed(pushed(emptyTranscript, 'tick', [], at), 'tick', [], at + 60_000);
    expect(end.bubbles).toHaveLength(2);
  });
  it('pushed_nothing_is_nothing', () => {
    expect(pushed(emptyTranscript, '', [], at)).toBe(emptyTranscript);
  });
  it('system_words', () => {
    expect(systemSaid(asked, 'lost', at).bubbles.at(-1)).toMatchObject({ speaker: 'system', text: 'lost' });
  });
  it('history_turns_are_the_last_twenty_without_failures', () => {
    let long = emptyTranscript;
    for (let index = 0; index < 30; index++) long = pushed(long, `m${index}`, [], at + index * 10_000);
    long = progressed(sent(long, 'failed one', 'f', at), 'f', 'failed', null);
    const turns = historyOf(systemSaid(long, 'note', at));
    expect([turns.length, turns.at(-1)?.parts[0]?.text]).toEqual([20, 'm29']);
  });
  it.each([[{ id: 'x' }, 'x'], [{ id: 3 }, null], [null, null], ['x', null]])('rpcId %j', (body, expected) => {
    expect(rpcId(body)).toBe(expected);
  });
});

describe('withHistory', () => {
  const row = (id: string, part: Partial<ActivityRow> = {}): ActivityRow => ({
    id, type: 'a2a_receive', method: 'message/send', summary: '', status: 'ok', sourceId: null, targetId: 'a', durationMs: 5, error: null,
    createdAt: '2026-05-05T10:00:00Z', request: { id, params: { message: { parts: [textPart(`q-${id}`)] } } }, response: reply(`a-${id}`, id), ...part,
  });
  const words = (transcript: Transcript) => transcript.bubbles.map(bubble => bubble.text);

  it('newest_first_becomes_oldest_first', () => {
    expect(words(withHistory(emptyTranscript, [row('2', { createdAt: '2026-05-05T10:01:00Z' }), row('1')]))).toEqual(['q-1', 'a-1', 'q-2', 'a-2']);
  });
  it('rows_time_is_the_bubbles_time', () => {
    expect(withHistory(emptyTranscript, [row('1')]).bubbles[0]?.at).toBe(Date.UTC(2026, 4, 5, 10));
  });
  it('read_twice_is_shown_once', () => {
    const once = withHistory(emptyTranscript, [row('1')]);
    expect(withHistory(once, [row('1')])).toBe(once);
  });
  it('own_exchange_of_this_page_is_not_repeated', () => {
    const here = answered(sent(emptyTranscript, 'q-1', '1', 5), reply('a-1', '1'), '1', 6);
    expect(withHistory(here, [row('1')])).toBe(here);
  });
  it('failed_row_is_a_system_bubble_with_its_cause', () => {
    const failed = row('1', { status: 'error', response: undefined, error: 'connection refused' });
    expect(withHistory(emptyTranscript, [failed]).bubbles.at(-1)).toMatchObject({ speaker: 'system', text: 'connection refused' });
  });
  it('failed_row_without_cause_still_says_something', () => {
    expect(withHistory(emptyTranscript, [row('1', { status: 'error', response: undefined })]).bubbles.at(-1)?.text).toContain('could not be delivered');
  });
  it('notify_row_has_only_the_agents_words', () => {
    expect(words(withHistory(emptyTranscript, [row('1', { request: undefined, response: { result: 'news' } })]))).toEqual(['news']);
  });
});

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
