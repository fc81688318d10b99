import { QueryClientProvider } from '@tanstack/react-query';
import { render, type RenderResult } from '@testing-library/react';
import { ReactFlowProvider } from '@xyflow/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { SessionContext, type SessionActions } from '../src/shell/session-context';
import { queryClient } from '../src/store/query';

export interface Shown extends RenderResult {
  readonly session: { [Key in keyof SessionActions]: ReturnType<typeof vi.fn> };
}

/** Shows a part of the page with everything around it that it expects. */
export function show(part: ReactNode): Shown {
  queryClient.setDefaultOptions({ queries: { retry: false } });
  const session = { retryNow: vi.fn(), refresh: vi.fn() };
  const shown = render(
    <QueryClientProvider client={queryClient}>
      <SessionContext value={session}><ReactFlowProvider>{part}</ReactFlowProvider></SessionContext>
    </QueryClientProvider>,
  );
  return { ...shown, session };
}
