import { queryOptions } from '@tanstack/react-query';
import { readViewport } from '../api/server';
import { keys } from './keys';
import { queryClient } from './query';
import { readSetting } from './settings';

/** Where the server says people look: asked once, beside the list, and only by who has never looked anywhere. */
export const viewportQuery = queryOptions({ queryKey: keys.viewport, queryFn: readViewport, staleTime: Number.POSITIVE_INFINITY, retry: false });

export function askForViewport(): void {
  if (readSetting('viewport') === null) void queryClient.prefetchQuery(viewportQuery);
}
