import { useQuery } from '@tanstack/react-query';
import { listEvents } from '../api/history';
import { ago, parseTime } from '../model/time';
import { useCanvas } from '../store/canvas';
import { keys } from '../store/keys';
import { useNow } from '../ui/useNow';
import { QueryState } from './QueryState';

const safetyMs = 30_000;

/** What the server keeps for ever about this workspace, newest first. */
export function EventsTab({ id }: { readonly id: string }) {
  const live = useCanvas(state => state.live === 'connected');
  const query = useQuery({
    queryKey: keys.events(id),
    queryFn: ({ signal }) => listEvents(id, signal),
    refetchInterval: live ? false : safetyMs,
  });
  const now = useNow(5000);
  const rows = query.data ?? [];
  return (
    <div className="list-tab">
      <QueryState query={query} what="events" empty={rows.length === 0} emptyText="No event has been kept for this workspace yet.">
        <ol className="rows">
          {rows.map(row => {
            const at = parseTime(row.createdAt, now);
            return (
              <li key={row.id}>
                <details>
                  <summary>
                    <span className="event-type" data-kind={kindOf(row.type)}>{row.type}</span>
                    <time dateTime={row.createdAt} title={new Date(at).toLocaleString()}>{ago(at, Math.max(now, at))}</time>
                  </summary>
                  <pre>{JSON.stringify(row.payload ?? {}, null, 2)}</pre>
                </details>
              </li>
            );
          })}
        </ol>
      </QueryState>
    </div>
  );
}

export function kindOf(type: string): 'good' | 'bad' | 'talk' | 'plain' {
  if (/FAILED|OFFLINE|DEGRADED|REMOVED|DENIED/.test(type)) return 'bad';
  if (/ONLINE|COMPLETE|APPROVED/.test(type)) return 'good';
  return type.startsWith('DELEGATION_') ? 'talk' : 'plain';
}
