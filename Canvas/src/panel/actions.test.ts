import { describe, expect, it } from 'vitest';
import { workspace } from '../../test/make';
import { actionsFor } from './actions';

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
