import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/errors';

/** What was read from the server, for everybody on the page. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.failure !== 'http',
      staleTime: 5_000,
      refetchOnWindowFocus: false,
    },
  },
});
