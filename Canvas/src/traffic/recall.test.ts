import { describe, expect, it } from 'vitest';
import { frame } from '../../test/make';
import type { ActivityRow } from '../api/history';
import { emptyTraffic, observe } from './traffic';
import { recall, withMemory } from './recall';

const opened = Date.UTC(2026, 4, 5, 12);
const row = (id: string, minutesAgo: number, part: Partial<ActivityRow> = {}): ActivityRow => ({
  id, type: 'a2a_receive', method: 'message/send', summary: 'message/send → b', status: 'ok', sourceId: 'a', targetId: 'b', durationMs: 5, error: null,
  createdAt: new Date(opened - minutesAgo * 60_000).toISOString(), request: undefined, response: undefined, ...part,
});

describe('recall', () => {
  it('last_hour_is_remembered_without_motion', () => {
    const memory = recall([row('1', 5), row('2', 30)], opened);
    expect([[...memory.edges.values()][0]?.count, memory.feed.length, memory.dots.length]).toEqual([2, 2, 0]);
  });
  it('older_is_forgotten', () => {
    expect(recall([row('1', 61)], opened).feed).toEqual([]);
  });
  it('newest_stands_first', () => {
    const memory = recall([row('1', 5, { sourceId: 'x' }), row('2', 30)], opened);
    expect(memory.feed.map(passage => passage.source)).toEqual(['x', 'a']);
  });
  it('after_opening_belongs_to_the_events', () => {
    expect(recall([row('1', -1)], opened).feed).toEqual([]);
  });
  it('row_in_two_answers_counts_once', () => {
    expect([...recall([row('1', 5), row('1', 5)], opened).edges.values()][0]?.count).toBe(1);
  });
  it('words_of_the_request_are_its_summary', () => {
    const memory = recall([row('1', 5, { request: { params: { message: { parts: [{ kind: 'text', text: 'please' }] } } } })], opened);
    expect(memory.feed[0]?.summary).toBe('please');
  });
  it('delegation_and_its_result_are_one_row', () => {
    const memory = recall([
      row('1', 9, { type: 'delegation', method: 'delegate', status: 'completed', request: { task: 'do it', delegation_id: 'd' } }),
      row('2', 8, { type: 'delegation', method: 'delegate_result', status: 'completed', response: { text: 'done', delegation_id: 'd' } }),
    ], opened);
    expect(memory.feed).toMatchObject([{ source: 'a', target: 'b', delivery: 'ok', summary: 'done' }]);
  });
  it('failed_delegation_is_red', () => {
    const memory = recall([
      row('1', 9, { type: 'delegation', method: 'delegate', request: { task: 'do it', delegation_id: 'd' } }),
      row('2', 8, { type: 'delegation', method: 'delegate_result', status: 'failed', error: 'timeout', response: { delegation_id: 'd' } }),
    ], opened);
    expect(memory.feed).toMatchObject([{ delivery: 'error', summary: 'timeout' }]);
  });
  it('other_rows_are_no_talk', () => {
    expect(recall([row('1', 5, { type: 'agent_log' })], opened).feed).toEqual([]);
  });
});

describe('withMemory', () => {
  const live = observe(emptyTraffic, frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' }, { timestamp: new Date(opened).toISOString() }), opened);

  it('counts_add_up_and_the_new_stands_first', () => {
    const both = withMemory(live, recall([row('1', 5)], opened));
    expect([[...both.edges.values()][0]?.count, both.feed.map(passage => passage.id)]).toEqual([2, ['p1', 'mp1']]);
  });
  it('remembered_lines_appear', () => {
    expect([...withMemory(live, recall([row('1', 5, { sourceId: 'x' })], opened)).edges.keys()].sort()).toEqual(['a→b', 'x→b']);
  });
});
