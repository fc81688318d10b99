import { useQuery } from '@tanstack/react-query';
import { noRoutes, readRoutes } from '../api/routes';
import { actOnBatch, deleteBatch } from '../store/batch';
import { setBatch, useCanvas } from '../store/canvas';
import { keys } from '../store/keys';

/** What can be done to all marked cards at once; it stays for a single one that failed. */
export function BatchBar() {
  const count = useCanvas(state => state.batch.size);
  const routes = useQuery({ queryKey: keys.routes, queryFn: readRoutes, staleTime: Number.POSITIVE_INFINITY, enabled: count > 0 }).data ?? noRoutes;
  if (count === 0) return null;
  return (
    <div className="batch" role="toolbar" aria-label="Marked workspaces">
      <b>{count}</b> marked
      {routes.has('POST /workspaces/{id}/restart') ? <button type="button" className="button" onClick={() => void actOnBatch('restart')}>Restart all</button> : null}
      {routes.has('POST /workspaces/{id}/pause') ? <button type="button" className="button" onClick={() => void actOnBatch('pause')}>Pause all</button> : null}
      <button type="button" className="button danger" onClick={() => void deleteBatch()}>Delete all</button>
      <button type="button" className="button" onClick={() => setBatch([])}>Clear</button>
    </div>
  );
}
