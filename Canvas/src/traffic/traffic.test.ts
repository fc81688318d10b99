import { describe, expect, it } from 'vitest';
import { frame } from '../../test/make';
import type { Frame } from '../live/frame';
import { arrive, dotLifeMs, emptyTraffic, fade, feedLength, isFailing, isHot, mostDots, observe, prune, type Traffic } from './traffic';

const now = Date.UTC(2027, 0, 1);
const see = (...frames: readonly Frame[]): Traffic => frames.reduce((seen, each) => observe(seen, each, now), emptyTraffic);
const activity = (id: string, part: Frame['payload'], timestamp?: string) =>
  frame('ACTIVITY_LOGGED', id, { method: 'message/send', status: 'ok', duration_ms: 5, summary: 's', ...part }, timestamp === undefined ? {} : { timestamp });

describe('observe', () => {
  it('delegation_sent_draws_line_dot_and_row', () => {
    const seen = see(frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b', task_preview: 'do it' }));
    expect([...seen.edges.values()]).toMatchObject([{ source: 'a', target: 'b', count: 1 }]);
    expect(seen.dots).toMatchObject([{ source: 'a', target: 'b', tone: 'request' }]);
    expect(seen.feed).toMatchObject([{ delivery: 'waiting', summary: 'do it', delegationId: 'd' }]);
  });
  it('delegation_without_target_is_ignored', () => {
    expect(see(frame('DELEGATION_SENT', 'a', { delegation_id: 'd' }))).toBe(emptyTraffic);
  });
  it('delegation_told_twice_counts_once', () => {
    const sent = frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' });
    expect([...see(sent, sent).edges.values()][0]?.count).toBe(1);
  });
  it('delegation_complete_sends_the_answer_back', () => {
    const seen = see(
      frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' }),
      frame('DELEGATION_COMPLETE', 'a', { delegation_id: 'd', response_preview: 'done' }),
    );
    expect(seen.dots.at(-1)).toMatchObject({ source: 'b', target: 'a', tone: 'reply' });
    expect(seen.feed).toMatchObject([{ delivery: 'ok', summary: 'done' }]);
  });
  it('delegation_failed_turns_the_line_red', () => {
    const seen = see(
      frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' }),
      frame('DELEGATION_FAILED', 'a', { delegation_id: 'd', target_id: 'b', error: 'timeout' }),
    );
    expect(seen.feed).toMatchObject([{ delivery: 'error', summary: 'timeout' }]);
    expect([...seen.edges.values()][0]?.failedAt).not.toBeNull();
    expect(seen.dots.at(-1)?.tone).toBe('failure');
  });
  it('result_of_an_unknown_delegation_without_target_is_ignored', () => {
    expect(see(frame('DELEGATION_COMPLETE', 'a', { delegation_id: 'x' })).dots).toEqual([]);
  });
  it('received_message_goes_from_sender_to_receiver', () => {
    expect(see(activity('b', { activity_type: 'a2a_receive', source_id: 'a', target_id: 'b' })).dots).toMatchObject([{ source: 'a', target: 'b' }]);
  });
  it('sent_message_goes_from_its_writer', () => {
    expect(see(activity('a', { activity_type: 'a2a_send', source_id: null, target_id: 'b' })).dots).toMatchObject([{ source: 'a', target: 'b' }]);
  });
  it('own_reply_logged_as_received_goes_out', () => {
    expect(see(activity('a', { activity_type: 'a2a_receive', source_id: 'a', target_id: 'b' })).dots).toMatchObject([{ source: 'a', target: 'b' }]);
  });
  it.each([
    ['person', { activity_type: 'a2a_receive', source_id: null, target_id: 'b' }],
    ['self', { activity_type: 'a2a_receive', source_id: 'b', target_id: 'b' }],
    ['log', { activity_type: 'agent_log', source_id: 'b', target_id: null }],
  ])('message of %s is no traffic', (_, payload) => {
    expect(see(activity('b', payload))).toBe(emptyTraffic);
  });
  it('sender_and_receiver_report_one_call', () => {
    const at = '2026-05-05T10:00:00Z';
    const seen = see(
      activity('a', { activity_type: 'a2a_send', source_id: 'a', target_id: 'b' }, at),
      activity('b', { activity_type: 'a2a_receive', source_id: 'a', target_id: 'b', duration_ms: 90 }, '2026-05-05T10:00:01Z'),
    );
    expect([seen.dots.map(dot => dot.tone), seen.feed.length, seen.feed[0]?.durationMs]).toEqual([['request', 'reply'], 1, 90]);
  });
  it('two_calls_apart_are_two', () => {
    const seen = see(
      activity('b', { activity_type: 'a2a_receive', source_id: 'a' }, '2026-05-05T10:00:00Z'),
      activity('b', { activity_type: 'a2a_receive', source_id: 'a' }, '2026-05-05T10:00:09Z'),
    );
    expect([...seen.edges.values()][0]?.count).toBe(2);
  });
  it('receipt_of_a_delegation_is_not_another_message', () => {
    const seen = see(
      frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' }, { timestamp: '2026-05-05T10:00:00Z' }),
      activity('b', { activity_type: 'a2a_receive', source_id: 'a', duration_ms: 9000 }, '2026-05-05T10:00:09Z'),
    );
    expect([seen.feed.length, seen.feed[0]?.delivery]).toEqual([1, 'waiting']);
  });
  it('failed_message_turns_the_line_red', () => {
    const seen = see(activity('b', { activity_type: 'a2a_receive', source_id: 'a', status: 'error' }));
    expect([seen.feed[0]?.delivery, [...seen.edges.values()][0]?.failedAt === null]).toEqual(['error', false]);
  });
  it('other_events_pass_by', () => {
    expect(see(frame('WORKSPACE_ONLINE', 'a'))).toBe(emptyTraffic);
  });
  it('feed_and_dots_are_bounded', () => {
    const frames = Array.from({ length: 150 }, (_, index) => frame('DELEGATION_SENT', 'a', { delegation_id: `d${index}`, target_id: `t${index}` }));
    const seen = see(...frames);
    expect([seen.feed.length, seen.dots.length, seen.feed[0]?.target]).toEqual([feedLength, mostDots, 't149']);
  });
});

describe('a message that leaves', () => {
  const left = (timestamp: string, part: Frame['payload'] = {}) =>
    frame('A2A_DISPATCHED', 'b', { source_id: 'a', target_id: 'b', from_queue: false, ...part }, { timestamp });
  const answered = (timestamp: string, duration: number, part: Frame['payload'] = {}) =>
    activity('b', { activity_type: 'a2a_receive', source_id: 'a', target_id: 'b', duration_ms: duration, ...part }, timestamp);

  it('is_drawn_before_its_answer', () => {
    const seen = see(left('2026-05-05T10:00:00Z'));
    expect(seen.dots).toMatchObject([{ source: 'a', target: 'b', tone: 'request' }]);
    expect(seen.feed).toMatchObject([{ delivery: 'waiting' }]);
    expect([...seen.edges.values()]).toMatchObject([{ count: 1 }]);
  });
  it('is_one_call_with_its_answer_however_long_that_took', () => {
    const seen = see(left('2026-05-05T10:00:00Z'), answered('2026-05-05T10:03:00Z', 179_900));
    expect(seen.dots.map(dot => [dot.source, dot.tone])).toEqual([['a', 'request'], ['b', 'reply']]);
    expect(seen.feed).toMatchObject([{ delivery: 'ok', durationMs: 179_900, summary: 's' }]);
    expect([...seen.edges.values()][0]?.count).toBe(1);
  });
  it('told_of_after_its_answer_is_the_same_call', () => {
    const seen = see(answered('2026-05-05T10:00:00.020Z', 5), left('2026-05-05T10:00:00.014Z'));
    expect([seen.dots.length, seen.feed.length]).toEqual([1, 1]);
  });
  it('of_two_at_once_each_gets_its_own_answer', () => {
    const seen = see(
      left('2026-05-05T10:00:00Z'), left('2026-05-05T10:00:00.900Z'), answered('2026-05-05T10:00:01.500Z', 600), answered('2026-05-05T10:00:09Z', 9_000),
    );
    expect(seen.feed.map(passage => passage.durationMs)).toEqual([600, 9_000]);
  });
  it('fails_where_the_answer_says_so_even_late', () => {
    const seen = see(left('2026-05-05T10:00:00Z'), answered('2026-05-05T10:00:09Z', 10, { status: 'error' }));
    expect(seen.feed).toMatchObject([{ delivery: 'error' }]);
  });
  it('from_the_queue_is_drawn_and_not_counted_again', () => {
    const seen = see(left('2026-05-05T10:00:00Z', { from_queue: true }));
    expect([seen.dots.length, seen.feed.length, seen.edges.size]).toEqual([1, 0, 0]);
  });
  it('to_carry_a_delegation_is_that_delegation', () => {
    const seen = see(
      frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' }, { timestamp: '2026-05-05T10:00:00Z' }), left('2026-05-05T10:00:00.100Z'),
    );
    expect([seen.dots.length, seen.feed.length]).toEqual([1, 1]);
  });
  it('to_itself_is_no_traffic', () => {
    expect(see(left('2026-05-05T10:00:00Z', { source_id: 'b' }))).toBe(emptyTraffic);
  });
});

describe('life', () => {
  const seen = see(frame('DELEGATION_SENT', 'a', { delegation_id: 'd', target_id: 'b' }, { timestamp: new Date(now).toISOString() }));
  const edge = [...seen.edges.values()][0];
  if (edge === undefined) throw new Error('no edge');

  it('arrived_dot_goes', () => {
    expect(arrive(seen, seen.dots[0]?.id ?? 0).dots).toEqual([]);
  });
  it('dot_that_nobody_draws_goes_in_time', () => {
    expect([fade(seen, now + dotLifeMs - 1).dots.length, fade(seen, now + dotLifeMs).dots.length]).toEqual([1, 0]);
  });
  it('line_of_an_hour_ago_goes', () => {
    expect(prune(seen, () => true, now + 3_600_000).edges.size).toBe(0);
  });
  it('line_to_a_gone_workspace_goes', () => {
    expect(prune(seen, id => id !== 'b', now).edges.size).toBe(0);
  });
  it('nothing_to_prune_same_object', () => {
    expect(prune(seen, () => true, now)).toBe(seen);
  });
  it('hot_for_five_minutes', () => {
    expect([isHot(edge, now + 299_000), isHot(edge, now + 300_000)]).toEqual([true, false]);
  });
  it('failing_for_a_minute', () => {
    const failed = { ...edge, failedAt: now };
    expect([isFailing(failed, now + 59_000), isFailing(failed, now + 60_000), isFailing(edge, now)]).toEqual([true, false, false]);
  });
});
