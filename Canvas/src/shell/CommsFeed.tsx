import { useState } from 'react';
import { useFly } from '../graph/useFly';
import { ago, duration } from '../model/time';
import { select, toggleView, useCanvas, useName } from '../store/canvas';
import { useTraffic } from '../store/traffic';
import type { Passage } from '../traffic/traffic';
import { useNow } from '../ui/useNow';

const shown = 20;

type Filter = 'all' | 'errors' | 'selected';

const empty: Readonly<Record<Filter, string>> = {
  all: '', errors: 'No message failed lately.', selected: 'Nothing to or from a selected card lately.',
};

function passes({ delivery, source, target }: Passage, filter: Filter, selected: string | null): boolean {
  return filter === 'all' || (filter === 'errors' ? delivery === 'error' : source === selected || target === selected);
}

/** The newest messages between agents, whoever they are. */
export function CommsFeed() {
  const open = useCanvas(state => state.showFeed);
  const feed = useTraffic(state => state.traffic.feed);
  const selected = useCanvas(state => state.selectedId);
  const [filter, setFilter] = useState<Filter>('all');
  const now = useNow(5000);
  if (!open) {
    return (
      <button type="button" className="feed-pill" onClick={() => toggleView('showFeed')} aria-expanded="false">
        Messages <b>{feed.length}</b>
      </button>
    );
  }
  const rows = feed.filter(passage => passes(passage, filter, selected));
  return (
    <aside className="feed" aria-label="Messages between agents">
      <header>
        <h2>Messages</h2>
        <span className="muted">{rows.length === 0 ? '' : `last ${Math.min(shown, rows.length)}`}</span>
        <select aria-label="Which messages" value={filter} onChange={event => setFilter(event.target.value as Filter)}>
          <option value="all">all</option>
          <option value="errors">failed</option>
          <option value="selected">of the selected card</option>
        </select>
        <button type="button" className="icon-button" aria-label="Fold the messages" aria-expanded="true"
          onClick={() => toggleView('showFeed')}>–</button>
      </header>
      {rows.length === 0 ? <p className="hint">{feed.length === 0 ? 'Quiet so far. What agents say to each other appears here as it passes.' : empty[filter]}</p> : (
        <ol>{rows.slice(0, shown).map(passage => <Row key={passage.id} passage={passage} now={now} />)}</ol>
      )}
    </aside>
  );
}

/** The server's own summary of a message names only its method and its receiver, which stand above already. */
function wordsFor({ summary, delivery }: Passage): string {
  return summary === '' || /^message\/\w+ → /.test(summary) ? delivery === 'ok' ? 'answered' : 'message' : summary;
}

const marks = { ok: ['✓', 'delivered'], error: ['✕', 'failed'], waiting: ['…', 'waiting for the answer'] } as const;

function Row({ passage, now }: { readonly passage: Passage; readonly now: number }) {
  const source = useName(passage.source);
  const target = useName(passage.target);
  const there = useCanvas(state => state.org.workspaces.has(passage.source));
  const touched = useCanvas(state => state.selectedId === passage.source || state.selectedId === passage.target);
  const fly = useFly();
  const [mark, word] = marks[passage.delivery];
  return (
    <li data-touched={touched || undefined}>
      <button type="button" disabled={!there} onClick={() => {
        select(passage.source, 'activity');
        fly(passage.source);
      }} title={passage.summary}>
        <span className="delivery" data-delivery={passage.delivery} aria-label={word}>{mark}</span>
        <span className="route"><b>{source}</b> → <b>{target}</b></span>
        <time dateTime={new Date(passage.at).toISOString()}>{ago(passage.at, now)}</time>
        <span className="summary">{wordsFor(passage)}{passage.durationMs === null ? '' : ` · ${duration(passage.durationMs)}`}</span>
      </button>
    </li>
  );
}
