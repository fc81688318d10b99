import { describe, expect, it } from 'vitest';
import { json, serve } from '../../test/make';
import { listActivity, listEvents } from './history';
import { readRoutes } from './routes';
import { endDemo, readDemo, readViewport } from './server';
import { createExternal, deleteWorkspace, issueToken, listPeers, listWorkspaces, updateWorkspace } from './workspaces';

describe('workspaces', () => {
  it('list_reads_rows_and_skips_what_is_none', async () => {
    serve(() => json(200, [{ id: 'a', name: 'A', status: 'online', agent_card: null, role: null, parent_id: null, x: 1, y: 2 }, null, { name: 'no id' }]));
    expect(await listWorkspaces()).toMatchObject([{ id: 'a', name: 'A', role: '', parentId: null, x: 1, y: 2, needsRestart: false }]);
  });
  it('update_tells_about_a_restart', async () => {
    serve(() => json(200, { status: 'updated', needs_restart: true }));
    expect(await updateWorkspace('a', { name: 'B' })).toEqual({ needsRestart: true });
  });
  it('delete_always_confirms', async () => {
    const asked = serve(() => json(200, { status: 'removed', cascade_deleted: 0 }));
    await deleteWorkspace('a');
    expect(asked[0]).toMatchObject({ method: 'DELETE', path: '/workspaces/a?confirm=true' });
  });
  it('create_external_reads_the_connection', async () => {
    const asked = serve(() => json(201, { id: 'n', external: true, status: 'awaiting_agent', connection: {
      workspace_id: 'n', platform_url: 'https://m.example', auth_token: 't', curl_register_template: 'c', python_snippet: 'p',
    } }));
    expect(await createExternal({ name: 'N', role: '', parentId: 'p' })).toEqual({
      workspaceId: 'n', platformUrl: 'https://m.example', authToken: 't',
    });
    expect(asked[0]?.body).toEqual({ name: 'N', parent_id: 'p', runtime: 'external', external: true });
  });
  it('create_external_without_connection_uses_this_page', async () => {
    serve(() => json(201, { id: 'n', external: true, status: 'online' }));
    expect(await createExternal({ name: 'N', role: 'R', parentId: null })).toMatchObject({ workspaceId: 'n', platformUrl: location.origin, authToken: '' });
  });
  it('issue_token_answers_it', async () => {
    serve(() => json(201, { auth_token: 'tok', workspace_id: 'a' }));
    expect(await issueToken('a')).toBe('tok');
  });
  it('peers_without_role_are_read', async () => {
    serve(() => json(200, [{ id: 'p', name: 'P', status: 'online', role: null }]));
    expect(await listPeers('a')).toEqual([{ id: 'p', name: 'P', status: 'online', role: '' }]);
  });
});

describe('history', () => {
  it('activity_query_is_spelled_out', async () => {
    const asked = serve(() => json(200, []));
    await listActivity('a', { type: 'a2a_receive', source: 'canvas', limit: 50 });
    expect(asked[0]?.path).toBe('/workspaces/a/activity?type=a2a_receive&source=canvas&limit=50');
  });
  it('activity_row_without_bodies', async () => {
    serve(() => json(200, [{ id: 'r', activity_type: 'agent_log', status: 'ok', source_id: null, target_id: null, method: null, summary: null, error_detail: null, duration_ms: null, created_at: 't' }]));
    expect(await listActivity('a', {})).toEqual([{
      id: 'r', type: 'agent_log', method: '', summary: '', status: 'ok', sourceId: null, targetId: null, durationMs: null, error: null, createdAt: 't',
      request: undefined, response: undefined,
    }]);
  });
  it('events_ids_of_either_kind', async () => {
    serve(() => json(200, [{ id: 'u', event_type: 'WORKSPACE_ONLINE', payload: {}, created_at: 't' }, { id: 5, event_type: 'X', payload: null, created_at: 't' }]));
    expect((await listEvents('a')).map(row => row.id)).toEqual(['u', '5']);
  });
});

describe('server', () => {
  it('demo_missing_route_means_no_demo', async () => {
    serve(() => new Response('', { status: 404 }));
    expect(await readDemo()).toEqual({ available: false, running: false });
  });
  it('demo_other_failures_are_told', async () => {
    serve(() => json(500, { error: 'x' }));
    await expect(readDemo()).rejects.toThrow('x');
  });
  it('demo_is_ended_by_delete', async () => {
    const asked = serve(() => json(200, { available: true, running: false }));
    await endDemo();
    expect(asked[0]).toMatchObject({ method: 'DELETE', path: '/demo' });
  });
  it('viewport_zoom_zero_is_mended', async () => {
    serve(() => json(200, { x: 5, y: 6, zoom: 0 }));
    expect(await readViewport()).toEqual({ x: 5, y: 6, zoom: 1 });
  });
});

describe('routes', () => {
  it('description_becomes_a_set', async () => {
    serve(() => json(200, { paths: { '/workspaces/{id}': { get: {}, patch: {} }, '/odd': 3 } }));
    expect([...await readRoutes()]).toEqual(['GET /workspaces/{id}', 'PATCH /workspaces/{id}']);
  });
  it('server_without_description_has_nothing_special', async () => {
    serve(() => new Response('404 page not found', { status: 404 }));
    expect((await readRoutes()).size).toBe(0);
  });
  it('unreachable_server_is_asked_again', async () => {
    serve(() => new TypeError('refused'));
    await expect(readRoutes()).rejects.toThrow('cannot be reached');
  });
});
