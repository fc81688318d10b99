import { beforeEach, describe, expect, it } from 'vitest';
import { frame, json, page, serve, workspace } from '../../test/make';
import { applyLive, hydrateList, workspaceOf } from './canvas';
import { saveNewPlaces } from './places';

const fine = () => json(200, { status: 'updated' });

beforeEach(() => {
  page(
    workspace('p', { x: 100, y: 100 }), workspace('a', { x: 116, y: 230, parentId: 'p' }), workspace('b', { x: 370, y: 230, parentId: 'p' }),
    workspace('solo', { x: 900, y: 100 }),
  );
});

describe('places', () => {
  it('cards_without_place_are_saved_once', async () => {
    const asked = serve(fine);
    page(workspace('n1', { x: 0, y: 0 }), workspace('n2', { x: 900, y: 900 }));
    await saveNewPlaces(new Set(['n1', 'n2']));
    await saveNewPlaces(new Set(['n1', 'n2']));
    expect(asked).toMatchObject([{ path: '/workspaces/n1', body: { x: 100, y: 100 } }]);
  });
  it('card_that_only_an_event_told_of_is_not_saved', async () => {
    const asked = serve(fine);
    applyLive([frame('WORKSPACE_PROVISIONING', 'newborn', { name: 'N' })]);
    await saveNewPlaces(new Set(['p', 'a', 'b', 'solo']));
    expect(asked).toEqual([]);
    hydrateList([workspace('p'), workspace('newborn', { x: 0, y: 0, parentId: 'p' })], Date.now());
    expect(workspaceOf('newborn')?.parentId).toBe('p');
  });
});
