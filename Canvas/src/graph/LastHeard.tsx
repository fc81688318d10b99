import { ago } from '../model/time';
import { useVitals } from '../store/vitals';
import { useNow } from '../ui/useNow';

const coarseMs = 5000;

/** How long ago the agent was heard of; nothing before this page heard of it at all. */
export function LastHeard({ id }: { readonly id: string }) {
  const at = useVitals(state => state.heardAt.get(id));
  const now = useNow(at === undefined ? null : coarseMs);
  if (at === undefined) return null;
  const passed = ago(at, Math.max(now, at));
  return <span className="card-heard" title="Last heard of">{passed === 'now' ? 'just now' : `${passed} ago`}</span>;
}
