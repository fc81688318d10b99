import type { ReactNode } from 'react';
import { ApiError, describe } from '../api/errors';

interface Props {
  readonly query: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown; readonly refetch: () => Promise<unknown> };
  readonly what: string;
  readonly empty: boolean;
  readonly emptyText: string;
  readonly children: ReactNode;
}

/** Loading, failed, empty and full are four different pictures: an error never looks like "nothing there". */
export function QueryState({ query, what, empty, emptyText, children }: Props) {
  if (query.isPending) return <div className="skeleton" role="status" aria-label={`Reading ${what}`}><i /><i /><i /></div>;
  if (query.isError) {
    return (
      <div className="failed" role="alert">
        <p>The {what} could not be read: {describe(query.error)}.</p>
        {query.error instanceof ApiError ? <details><summary>Details</summary><pre>{query.error.details}</pre></details> : null}
        <button type="button" className="button" onClick={() => void query.refetch()}>Try again</button>
      </div>
    );
  }
  return empty ? <p className="hint">{emptyText}</p> : children;
}
