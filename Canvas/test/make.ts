import { vi } from 'vitest';
import type { Frame } from '../src/live/frame';
import { emptyOrg, type Org } from '../src/model/org';
import { parseWorkspace, type Workspace } from '../src/model/workspace';
import { hydrateList } from '../src/store/canvas';

/** A workspace that is online and placed, unless the test says otherwise. */
export function workspace(id: string, part: Partial<Workspace> = {}): Workspace {
  return { ...parseWorkspace({ id, name: id, status: 'online', tier: 2, runtime: 'demo', x: 100, y: 100 }), ...part };
}

export function mapOf(...rows: readonly Workspace[]): ReadonlyMap<string, Workspace> {
  return new Map(rows.map(row => [row.id, row]));
}

export function orgOf(...rows: readonly Workspace[]): Org {
  return { ...emptyOrg, workspaces: mapOf(...rows) };
}

/** Fills the page's own store, as the first list does. */
export function page(...rows: readonly Workspace[]): void {
  hydrateList(rows, Date.now());
}

let second = 0;

/** A frame one second younger than the one before it. */
export function frame(event: string, workspaceId: string, payload: Frame['payload'] = {}, part: Partial<Frame> = {}): Frame {
  second++;
  return { event, workspaceId, payload, timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(), seq: null, ...part };
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

type Answer = Response | Error | Promise<Response>;

/** Answers every request by `answer` and keeps what was asked. */
export function serve(answer: (asked: Asked) => Answer): readonly Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const one: Asked = {
      method: init.method ?? 'GET', path, headers: init.headers as Record<string, string>,
      body: typeof init.body === 'string' ? JSON.parse(init.body) as unknown : undefined,
    };
    asked.push(one);
    const reply = answer(one);
    if (reply instanceof Error) throw reply;
    return reply;
  });
  return asked;
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

/** Lets everything that is already settled run to its end. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
