import { QueryClientProvider } from '@tanstack/react-query';
import { ReactFlowProvider } from '@xyflow/react';
import { ErrorBoundary } from './shell/ErrorBoundary';
import { Shell } from './shell/Shell';
import { SessionProvider } from './shell/SessionProvider';
import { queryClient } from './store/query';

export function App() {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <SessionProvider>
          <ReactFlowProvider>
            <Shell />
          </ReactFlowProvider>
        </SessionProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
