import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { describe } from '../api/errors';
import { endDemo, readDemo, startDemo } from '../api/server';
import { ask } from '../store/dialogs';
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

/** Asks, then puts the organisation that came with the server away. */
export function useEndDemo() {
  const client = useQueryClient();
  const { refresh } = useSession();
  return useMutation({
    mutationFn: async () => {
      const agreed = await ask({
        title: 'End the demo?',
        text: [
          'Its five agents stop and their workspaces are removed. Your own are not touched: a workspace of the demo that has one of yours below it stays, without an agent.',
        ],
        confirm: 'End the demo',
        tone: 'danger',
      });
      if (agreed) await endDemo();
      return agreed;
    },
    onSuccess: ended => {
      if (ended) toast('success', 'The demo has ended');
    },
    onError: error => toast('error', `The demo could not be ended: ${describe(error)}`),
    onSettled: () => {
      refresh();
      return client.invalidateQueries({ queryKey: keys.demo });
    },
  });
}
