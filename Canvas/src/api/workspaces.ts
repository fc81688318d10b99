import { asArray, flag, isObject, text } from './json';
import { get, patch, post, remove, send } from './client';
import { parseWorkspace, type Workspace } from '../model/workspace';

export async function listWorkspaces(signal?: AbortSignal): Promise<readonly Workspace[]> {
  const rows = await get('/workspaces', signal === undefined ? {} : { signal });
  return asArray(rows).filter(isObject).map(parseWorkspace).filter(workspace => workspace.id !== '');
}

export interface WorkspacePatch {
  readonly name?: string;
  readonly role?: string;
  readonly tier?: number;
  readonly parent_id?: string | null;
  readonly x?: number;
  readonly y?: number;
  readonly collapsed?: boolean;
}

/** Answers whether the change waits for a restart. */
export async function updateWorkspace(id: string, change: WorkspacePatch): Promise<{ needsRestart: boolean }> {
  const reply = await patch(`/workspaces/${id}`, change);
  return { needsRestart: isObject(reply) && flag(reply, 'needs_restart') };
}

/** Removes the workspace and everything below it; the caller has asked the person before. */
export async function deleteWorkspace(id: string): Promise<void> {
  await remove(`/workspaces/${id}?confirm=true`);
}

export type LifecycleAction = 'restart' | 'pause' | 'resume' | 'hibernate';

export async function act(id: string, action: LifecycleAction): Promise<void> {
  await post(`/workspaces/${id}/${action}`, {});
}

/** What an agent outside the platform needs to join; the token is shown once and never again. */
export interface Connection {
  readonly workspaceId: string;
  readonly platformUrl: string;
  readonly authToken: string;
}

export interface NewAgent {
  readonly name: string;
  readonly role: string;
  readonly parentId: string | null;
}

export async function createExternal(agent: NewAgent): Promise<Connection> {
  const reply = await post('/workspaces', {
    name: agent.name,
    ...(agent.role === '' ? {} : { role: agent.role }),
    ...(agent.parentId === null ? {} : { parent_id: agent.parentId }),
    runtime: 'external',
    external: true,
  });
  const body = isObject(reply) ? reply : {};
  const connection = isObject(body['connection']) ? body['connection'] : {};
  return {
    workspaceId: text(connection, 'workspace_id') || text(body, 'id'),
    platformUrl: text(connection, 'platform_url') || location.origin,
    authToken: text(connection, 'auth_token'),
  };
}

/** A further token for a workspace whose first one is gone; existing ones stay valid. */
export async function issueToken(id: string): Promise<string> {
  const reply = await post(`/workspaces/${id}/tokens`);
  return isObject(reply) ? text(reply, 'auth_token') : '';
}

export interface Peer {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly role: string;
}

export async function listPeers(id: string): Promise<readonly Peer[]> {
  return asArray(await get(`/registry/${id}/peers`)).filter(isObject).map(row => ({
    id: text(row, 'id'), name: text(row, 'name'), status: text(row, 'status'), role: text(row, 'role'),
  }));
}

export interface A2AReply {
  readonly status: number;
  readonly body: unknown;
}

const chatTimeoutMs = 120_000;

export function sendMessage(id: string, envelope: unknown): Promise<A2AReply> {
  return send('POST', `/workspaces/${id}/a2a`, { body: envelope, timeoutMs: chatTimeoutMs });
}
