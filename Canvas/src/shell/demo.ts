import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { describe } from '../api/errors';
import { readDemo, startDemo } from '../api/server';
import { keys } from '../store/keys';
import { toast } from '../store/toasts';
import { useSession } from './session-context';

export const demoQuery = queryOptions({ queryKey: keys.demo, queryFn: readDemo, staleTime: 30_000 });

/** Starts the organisation that comes with the server; its cards arrive over the socket. */
export function useStartDemo() {
  const client = useQueryClient();
  const { refresh } = useSession();
  return useMutation({
    mutationFn: startDemo,
    onSuccess: () => toast('success', 'The demo organisation is starting'),
    onError: error => toast('error', `The demo could not be started: ${describe(error)}`),
    onSettled: () => {
      refresh();
      return client.invalidateQueries({ queryKey: keys.demo });
    },
  });
}
