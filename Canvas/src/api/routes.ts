import { get } from './client';
import { ApiError } from './errors';
import { isObject } from './json';

/** What the server says that it can do, each as `METHOD /path/{id}`. */
export type Routes = ReadonlySet<string>;

export const noRoutes: Routes = new Set();

/** Reads the server's own description. One that has none is taken to have nothing beyond what every server has. */
export async function readRoutes(): Promise<Routes> {
  try {
    const description = await get('/openapi/v1.json');
    const paths = isObject(description) && isObject(description['paths']) ? description['paths'] : {};
    return new Set(Object.entries(paths).flatMap(([path, methods]) =>
      isObject(methods) ? Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`) : []));
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'http') return noRoutes;
    throw error;
  }
}
