import { describe, expect, it } from 'vitest';
import {
  answered, emptyTranscript, historyOf, isWaiting, progressed, pushed, rpcId, sent, systemSaid, type Transcript,
} from './transcript';

const textPart = (words: string) => ({ kind: 'text', text: words });

const reply = (words: string, id: string | null = 'r1') => ({ jsonrpc: '2.0', ...(id === null ? {} : { id }), result: { parts: [textPart(words)] } });

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
