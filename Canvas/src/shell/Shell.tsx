import { useEffect } from 'react';
import { Dialogs } from '../ui/Dialogs';
import { Toasts } from '../ui/Toasts';
import { Graph } from '../graph/Graph';
import { SidePanel } from '../panel/SidePanel';
import { useCanvas } from '../store/canvas';
import { watchLocation } from '../store/location';
import { Announcer } from './Announcer';
import { BatchBar } from './BatchBar';
import { CommsFeed } from './CommsFeed';
import { ContextMenu } from './ContextMenu';
import { EmptyState } from './EmptyState';
import { FailureScreen } from './FailureScreen';
import { Legend } from './Legend';
import { Outline } from './Outline';
import { Toolbar } from './Toolbar';

export function Shell() {
  useEffect(() => watchLocation(), []);
  // Beside the page and not in it: a token that is shown once must outlive the list behind it.
  return (
    <>
      <Page />
      <Dialogs />
    </>
  );
}

function Page() {
  const hydrated = useCanvas(state => state.hydrated);
  const failure = useCanvas(state => state.failure);
  const empty = useCanvas(state => state.org.workspaces.size === 0);
  const showOutline = useCanvas(state => state.showOutline);
  const selected = useCanvas(state => state.selectedId);

  if (failure !== null) return <FailureScreen failure={failure} />;
  if (!hydrated) {
    return (
      <main className="screen" aria-busy="true">
        <div className="spinner" role="status">Reading the organisation…</div>
      </main>
    );
  }
  return (
    <div className="shell">
      <a className="skip" href="#canvas">Skip to the organisation</a>
      <Toolbar />
      <div className="shell-body">
        {showOutline && !empty ? <Outline /> : null}
        <main id="canvas" className="stage" aria-label="Organisation" tabIndex={-1}>
          {empty ? <EmptyState /> : <Graph />}
          {empty ? null : <CommsFeed />}
          {empty ? null : <Legend />}
          <BatchBar />
          <ContextMenu />
        </main>
        {selected === null ? null : <SidePanel key={selected} id={selected} />}
      </div>
      <Announcer />
      <Toasts />
    </div>
  );
}
