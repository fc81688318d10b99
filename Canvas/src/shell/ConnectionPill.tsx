import { useCanvas } from '../store/canvas';
import { useNow } from '../ui/useNow';
import { useSession } from './session-context';

/** Whether what is shown is the truth right now. */
export function ConnectionPill() {
  const live = useCanvas(state => state.live);
  const retryAt = useCanvas(state => state.retryAt);
  const { retryNow } = useSession();
  const now = useNow(live === 'connected' ? null : 1000);
  if (live === 'connected') return <span className="pill" data-live="connected" role="status">Live</span>;
  const seconds = retryAt === null ? null : Math.max(0, Math.ceil((retryAt - now) / 1000));
  return (
    <span className="pill-group">
      <span className="pill" data-live={live} role="status" title="This page and the server; each agent's own status stands on its card">
        {live === 'connecting' ? 'Connecting' : live === 'reconnecting' ? 'Reconnecting' : 'Offline'}
      </span>
      {seconds === null ? null
        : <button type="button" className="link" onClick={retryNow} title={`Next try in ${seconds} s`}>Retry now ({seconds} s)</button>}
    </span>
  );
}
