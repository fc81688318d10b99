import { createContext, useContext } from 'react';

export interface SessionActions {
  /** Tries to connect at once. */
  readonly retryNow: () => void;
  /** Reads the list again. */
  readonly refresh: () => void;
}

export const SessionContext = createContext<SessionActions>({ retryNow: () => undefined, refresh: () => undefined });

export function useSession(): SessionActions {
  return useContext(SessionContext);
}
