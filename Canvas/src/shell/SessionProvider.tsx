import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { Session } from '../store/session';
import { SessionContext } from './session-context';

/** Keeps one session alive for as long as the page is shown. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const session = useRef<Session | null>(null);
  useEffect(() => {
    const started = new Session();
    session.current = started;
    started.start();
    return () => {
      started.dispose();
      session.current = null;
    };
  }, []);
  const actions = useMemo(() => ({
    retryNow: () => session.current?.retryNow(),
    refresh: () => session.current?.refresh(),
  }), []);
  return <SessionContext value={actions}>{children}</SessionContext>;
}
