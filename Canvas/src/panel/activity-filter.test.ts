import { describe, expect, it } from 'vitest';
import type { ActivityRow } from '../api/history';
import { matches, type Filter } from './activity-filter';

describe('activity filter', () => {
  const row = (part: Partial<ActivityRow>): ActivityRow => ({
    id: 'r', type: 'a2a_receive', method: '', summary: '', status: 'ok', sourceId: null, targetId: 'me', durationMs: null, error: null, createdAt: '',
    request: undefined, response: undefined, ...part,
  });
  const kinds = (part: Partial<ActivityRow>) => (['in', 'out', 'tasks', 'logs', 'errors'] as Filter[]).filter(filter => matches(row(part), filter, 'me'));

  it.each([
    [{ sourceId: 'peer' }, ['in']], [{ sourceId: null }, ['in']], [{ sourceId: 'me' }, ['out']], [{ type: 'a2a_send', sourceId: 'me' }, ['out']],
    [{ type: 'delegation' }, ['out']], [{ type: 'task_update' }, ['tasks']], [{ type: 'agent_log' }, ['logs']], [{ type: 'memory_write_global' }, ['logs']],
    [{ type: 'error' }, ['errors']], [{ sourceId: 'peer', status: 'error' }, ['in', 'errors']], [{ type: 'delegation', status: 'failed' }, ['out', 'errors']],
  ])('%j', (part, expected) => {
    expect(kinds(part)).toEqual(expected);
    expect(matches(row(part), 'all', 'me')).toBe(true);
  });
});
