import { describe, expect, it } from 'vitest';
import type { ActivityRow } from '../api/history';
import { answered, emptyTranscript, sent, withHistory, type Transcript } from './transcript';

const textPart = (words: string) => ({ kind: 'text', text: words });

const reply = (words: string, id: string | null = 'r1') => ({ jsonrpc: '2.0', ...(id === null ? {} : { id }), result: { parts: [textPart(words)] } });

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
