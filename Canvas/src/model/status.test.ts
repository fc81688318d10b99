import { describe, expect, it } from 'vitest';
import { countStatuses, lookOf, statusOrder } from './status';

describe('status', () => {
  it.each(statusOrder)('%s_is_known', status => {
    expect(lookOf(status).shape).not.toBe('question');
  });
  it('every_status_but_the_two_of_sleep_has_its_own_shape', () => {
    const shapes = statusOrder.filter(status => status !== 'hibernating').map(status => lookOf(status).shape);
    expect(new Set(shapes).size).toBe(shapes.length);
  });
  it('unknown_status_shows_its_raw_word', () => {
    expect(lookOf('levitating')).toMatchObject({ word: 'levitating', tone: 'offline' });
  });
  it.each([['online', true], ['degraded', true], ['hibernated', true], ['paused', false], ['awaiting_agent', false]])(
    '%s_listens_%s', (status, listens) => {
      expect(lookOf(status).listens).toBe(listens);
    });
  it('counts_in_showing_order', () => {
    expect(countStatuses([{ status: 'failed' }, { status: 'online' }, { status: 'new' }, { status: 'online' }]))
      .toEqual([{ status: 'online', count: 2 }, { status: 'failed', count: 1 }, { status: 'new', count: 1 }]);
  });
});
