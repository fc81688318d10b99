import { useQuery } from '@tanstack/react-query';
import { openConnect } from '../store/dialogs';
import { describe } from '../api/errors';
import { demoQuery, useStartDemo } from './demo';

/** An empty server is an invitation: see an organisation at work, or bring an agent. */
export function EmptyState() {
  const demo = useQuery(demoQuery);
  const start = useStartDemo();
  const offered = demo.data?.available === true;
  const starting = start.isPending || demo.data?.running === true;
  return (
    <div className="empty">
      <div className="empty-card">
        <h2>No agents yet</h2>
        <p>This is where your organisation of agents appears: every role as a card, teams inside teams, live.</p>
        <div className="empty-choices">
          {offered ? (
            <section className="choice">
              <h3>See it work</h3>
              <p>Five small agents with a manager, talking to each other on this machine. No key, nothing to install, gone when you
                delete them.</p>
              <button type="button" className="button primary" disabled={starting} onClick={() => start.mutate()}>
                {starting ? 'Starting…' : 'Start the demo'}
              </button>
              {start.isError ? <p className="error-text" role="alert">{describe(start.error)}</p> : null}
            </section>
          ) : null}
          <section className="choice">
            <h3>Bring your own</h3>
            <p>Any process that answers HTTP can join, from this machine or another. You get a token and what to paste.</p>
            <button type="button" className={offered ? 'button' : 'button primary'}
              onClick={() => openConnect({ kind: 'new', parentId: null })}>Connect an agent</button>
          </section>
        </div>
        {demo.isError ? <p className="hint">Whether this server has a demo could not be found out: {describe(demo.error)}.{' '}
          <button type="button" className="link" onClick={() => void demo.refetch()}>Ask again</button></p> : null}
        <ul className="tips">
          <li>Drag a card into another to make it part of that team.</li>
          <li>Click a card to talk to its agent and see what it did.</li>
          <li>The outline shows the same as a list, for the keyboard.</li>
        </ul>
      </div>
    </div>
  );
}
