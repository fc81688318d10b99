import { get, post, put, remove } from './client';
import { ApiError } from './errors';
import { flag, isObject, number } from './json';

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export async function readViewport(): Promise<Viewport> {
  const reply = await get('/canvas/viewport');
  const body = isObject(reply) ? reply : {};
  const zoom = number(body, 'zoom', 1);
  return { x: number(body, 'x'), y: number(body, 'y'), zoom: zoom > 0 ? zoom : 1 };
}

export async function saveViewport(viewport: Viewport): Promise<void> {
  await put('/canvas/viewport', viewport);
}

export interface Demo {
  readonly available: boolean;
  readonly running: boolean;
}

/** A server without a demo answers 404: it has none to offer. */
export async function readDemo(): Promise<Demo> {
  try {
    const reply = await get('/demo');
    const body = isObject(reply) ? reply : {};
    return { available: flag(body, 'available'), running: flag(body, 'running') };
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 405)) return { available: false, running: false };
    throw error;
  }
}

export async function startDemo(): Promise<void> {
  await post('/demo', undefined, { timeoutMs: 60_000 });
}

/** Stops its agents and removes their workspaces. */
export async function endDemo(): Promise<void> {
  await remove('/demo');
}
