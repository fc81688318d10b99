import { listActivity, type ActivityRow } from '../api/history';
import { recall, withMemory } from '../traffic/recall';
import { useTraffic } from './traffic';

const mostAsked = 60;
const parallel = 4;
const rowsEach = 20;

/** Reads once what agents said to each other before the page was opened; from then on events tell. */
export async function remember(ids: readonly string[], openedAt: number): Promise<void> {
  const rows: ActivityRow[] = [];
  const waiting = ids.slice(0, mostAsked).values();
  const worker = async () => {
    for (const id of waiting) {
      // A log that may not be read leaves a gap in the picture of the past, and nothing else.
      rows.push(...await listActivity(id, { source: 'agent', limit: rowsEach }).catch(() => []));
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  const memory = recall(rows, openedAt);
  if (memory.feed.length > 0) useTraffic.setState(({ traffic }) => ({ traffic: withMemory(traffic, memory) }));
}
