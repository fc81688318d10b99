import { describe, expect, it } from 'vitest';
import { frame, page, workspace } from '../../test/make';
import { toasts } from '../../test/store';
import { announceAgents, newsOf } from './agents';
import { select } from './canvas';

describe('news of agents', () => {
  it.each([
    ['AGENT_ASSIGNED', { model: 'm' }, 'a has an agent now: m'],
    ['AGENT_REPLACED', { model: 'n', old_model: 'm' }, 'a has another agent: n instead of m'],
    ['AGENT_REMOVED', { model: 'm' }, 'a has no agent any more'],
    ['AGENT_MOVED', { target_workspace_id: 'b' }, 'The agent of a moved to b'],
    ['AGENT_MOVED', { source_workspace_id: 'b' }, 'The agent of b moved to a'],
    ['WORKSPACE_ONLINE', {}, null],
  ])('%s %j', (event, payload, expected) => {
    page(workspace('a'), workspace('b'));
    expect(newsOf(frame(event, 'a', payload))).toBe(expected);
  });
  it('only_of_the_selected_card', () => {
    page(workspace('a'), workspace('b'));
    select('a');
    announceAgents([frame('AGENT_REMOVED', 'b'), frame('AGENT_REMOVED', 'a')]);
    expect(toasts()).toEqual(['a has no agent any more']);
  });
});
