import { describe, expect, it } from 'vitest';
import { mapOf, workspace } from '../../test/make';
import type { ActivityRow } from '../api/history';
import { treeOf } from '../model/tree';
import { nextInOutline } from '../shell/outline-keys';
import { actionsFor } from './actions';
import { matches, type Filter } from './activity-filter';
import { kindOf } from './EventsTab';

describe('actionsFor', () => {
  const every = new Set(['restart', 'pause', 'resume', 'hibernate'].map(action => `POST /workspaces/{id}/${action}`));

  it.each([
    ['online', 'demo', ['restart', 'hibernate', 'pause']], ['degraded', 'demo', ['restart', 'hibernate', 'pause']], ['failed', 'demo', ['restart', 'pause']],
    ['paused', 'demo', ['resume', 'restart']], ['provisioning', 'demo', []], ['online', 'external', ['pause']], ['offline', 'external', ['pause']],
    ['awaiting_agent', 'external', []], ['paused', 'external', ['resume']],
  ] as const)('%s %s', (status, runtime, expected) => {
    expect(actionsFor(workspace('a', { status, runtime }), every)).toEqual(expected);
  });
  it('server_without_the_routes_offers_none', () => {
    expect(actionsFor(workspace('a'), new Set(['POST /workspaces/{id}/pause']))).toEqual(['pause']);
    expect(actionsFor(workspace('a'), new Set())).toEqual([]);
  });
});

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

describe('kindOf', () => {
  it.each([['WORKSPACE_ONLINE', 'good'], ['WORKSPACE_PROVISION_FAILED', 'bad'], ['DELEGATION_SENT', 'talk'], ['DELEGATION_COMPLETE', 'good'], ['AGENT_ASSIGNED', 'plain']])(
    '%s is %s', (type, expected) => {
      expect(kindOf(type)).toBe(expected);
    });
});

describe('nextInOutline', () => {
  const org = mapOf(workspace('p'), workspace('a', { parentId: 'p' }), workspace('f', { collapsed: true }), workspace('g', { parentId: 'f' }));
  const tree = treeOf(org);
  const rows = ['p', 'a', 'f'];
  const step = (key: string, id: string) => nextInOutline(key, id, rows, tree, org);

  it.each([
    ['ArrowDown', 'p', { kind: 'focus', id: 'a' }], ['ArrowDown', 'f', null], ['ArrowUp', 'p', null], ['ArrowUp', 'a', { kind: 'focus', id: 'p' }],
    ['Home', 'f', { kind: 'focus', id: 'p' }], ['End', 'p', { kind: 'focus', id: 'f' }], ['ArrowRight', 'p', { kind: 'focus', id: 'a' }],
    ['ArrowRight', 'f', { kind: 'fold', id: 'f' }], ['ArrowRight', 'a', null], ['ArrowLeft', 'p', { kind: 'fold', id: 'p' }],
    ['ArrowLeft', 'a', { kind: 'focus', id: 'p' }], ['ArrowLeft', 'f', null], ['x', 'p', null],
  ])('%s on %s', (key, id, expected) => {
    expect(step(key, id)).toEqual(expected);
  });
});
