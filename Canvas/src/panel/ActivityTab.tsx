import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listActivity, type ActivityRow } from '../api/history';
import { ago, duration, parseTime } from '../model/time';
import { nameOf, useCanvas } from '../store/canvas';
import { keys } from '../store/keys';
import { useNow } from '../ui/useNow';
import { filters, matches, type Filter } from './activity-filter';
import { QueryState } from './QueryState';

const limit = 100;
const safetyMs = 30_000;

export function ActivityTab({ id }: { readonly id: string }) {
  const [filter, setFilter] = useState<Filter>('all');
  const live = useCanvas(state => state.live === 'connected');
  const query = useQuery({
    queryKey: keys.activity(id, 'list'),
    queryFn: ({ signal }) => listActivity(id, { limit }, signal),
    // Events drive it; only without them it is asked for.
    refetchInterval: live ? false : safetyMs,
  });
  const rows = (query.data ?? []).filter(row => matches(row, filter, id));
  const now = useNow(5000);
  return (
    <div className="list-tab">
      <div className="filters" role="radiogroup" aria-label="Show">
        {filters.map(([key, label]) => (
          <label key={key} data-on={filter === key || undefined}>
            <input type="radio" name="activity-filter" checked={filter === key} onChange={() => setFilter(key)} />{label}
          </label>
        ))}
        <span className="muted">{rows.length}</span>
      </div>
      <QueryState query={query} what="activity" empty={rows.length === 0}
        emptyText={filter === 'all' ? 'Nothing has happened here yet. Say something in the chat, or let another agent call it.'
          : 'Nothing of this kind among the newest hundred rows.'}>
        <ol className="rows">{rows.map(row => <Row key={row.id} row={row} now={now} />)}</ol>
      </QueryState>
    </div>
  );
}

function Row({ row, now }: { readonly row: ActivityRow; readonly now: number }) {
  const at = parseTime(row.createdAt, now);
  const route = row.type.startsWith('a2a') || row.type === 'delegation'
    ? `${row.sourceId === null ? 'you' : nameOf(row.sourceId)} → ${row.targetId === null ? '' : nameOf(row.targetId)}` : null;
  return (
    <li>
      <details>
        <summary>
          <span className="kind" data-kind={row.type}>{row.type.replace('_', ' ')}</span>
          <span className="row-summary">{row.summary || row.method || row.type}</span>
          <span className="row-state" data-state={row.status}>{row.status}</span>
          <time dateTime={row.createdAt} title={new Date(at).toLocaleString()}>{ago(at, Math.max(now, at))}</time>
          {route === null ? null : <span className="row-route">{route}{row.durationMs === null ? '' : ` · ${duration(row.durationMs)}`}</span>}
          {row.error === null ? null : <span className="row-error">{row.error}</span>}
        </summary>
        <dl>
          {row.method === '' ? null : <><dt>Method</dt><dd>{row.method}</dd></>}
          {row.request === undefined ? null : <><dt>Request</dt><dd><pre>{JSON.stringify(row.request, null, 2)}</pre></dd></>}
          {row.response === undefined ? null : <><dt>Response</dt><dd><pre>{JSON.stringify(row.response, null, 2)}</pre></dd></>}
          <dt>Id</dt><dd><code>{row.id}</code></dd>
        </dl>
      </details>
    </li>
  );
}
