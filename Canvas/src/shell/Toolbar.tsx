import { useQuery } from '@tanstack/react-query';
import { useReactFlow } from '@xyflow/react';
import { useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { fitOptions } from '../graph/fit';
import type { CardNode } from '../graph/project';
import { useFly } from '../graph/useFly';
import { countStatuses, lookOf } from '../model/status';
import { treeOf } from '../model/tree';
import { openConnect } from '../store/dialogs';
import { select, toggleView, useCanvas } from '../store/canvas';
import { arrangeEverything } from '../store/hierarchy';
import { StatusMark } from '../ui/StatusMark';
import { ConnectionPill } from './ConnectionPill';
import { demoQuery, useEndDemo, useStartDemo } from './demo';
import { ThemeChoice } from './ThemeChoice';

export function Toolbar() {
  return (
    <header className="toolbar">
      <Brand />
      <Counts />
      <div className="toolbar-end">
        <DemoButton />
        <button type="button" className="button primary" onClick={() => openConnect({ kind: 'new', parentId: null })}>Connect an agent</button>
        <Views />
        <ThemeChoice />
        <ConnectionPill />
      </div>
    </header>
  );
}

function Brand() {
  return (
    <div className="brand">
      <img src="/favicon.svg" alt="" width={22} height={22} />
      <h1>Molecule</h1>
    </div>
  );
}

/** How many cards have each status; a press goes to the next card that has it. */
function Counts() {
  const workspaces = useCanvas(state => state.org.workspaces);
  // Before the first connection the list has just been read; after a lost one it is as old as the loss.
  const stale = useCanvas(state => state.live === 'reconnecting' || state.live === 'offline');
  const fly = useFly();
  const next = useRef(new Map<string, number>());
  const total = workspaces.size;
  const roots = treeOf(workspaces).roots.length;
  const visit = (status: string) => {
    const ids = treeOf(workspaces).order.filter(id => workspaces.get(id)?.status === status);
    const at = (next.current.get(status) ?? 0) % Math.max(1, ids.length);
    next.current.set(status, at + 1);
    const id = ids[at];
    if (id === undefined) return;
    select(id);
    fly(id);
  };
  if (total === 0) return <div className="counts" />;
  return (
    <div className="counts" data-stale={stale || undefined} role="group"
      aria-label={stale ? 'Workspaces by status, as last known' : 'Workspaces by status'}>
      {countStatuses(workspaces.values()).map(({ status, count }) => {
        const look = lookOf(status);
        return (
          <button key={status} type="button" className="count" data-tone={look.tone} onClick={() => visit(status)}
            title={`Go to the next workspace that is ${look.word.toLowerCase()}`}>
            <StatusMark status={status} /> <b>{count}</b> {look.word}
          </button>
        );
      })}
      <span className="total">{roots} {roots === 1 ? 'workspace' : 'workspaces'}{total > roots ? ` + ${total - roots} sub` : ''}</span>
    </div>
  );
}

/** Once there is something on the canvas; before, the empty page offers it. */
function DemoButton() {
  const demo = useQuery(demoQuery);
  const start = useStartDemo();
  const end = useEndDemo();
  const empty = useCanvas(state => state.org.workspaces.size === 0);
  if (empty || demo.data?.available !== true) return null;
  if (demo.data.running) {
    return <button type="button" className="button" disabled={end.isPending} onClick={() => end.mutate()}>End the demo</button>;
  }
  return (
    <button type="button" className="button" disabled={start.isPending} onClick={() => start.mutate()}>
      {start.isPending ? 'Starting the demo…' : 'Start the demo'}
    </button>
  );
}

function Views() {
  const views = useCanvas(useShallow(state => ({
    showOutline: state.showOutline, showTraffic: state.showTraffic, showFeed: state.showFeed, showMinimap: state.showMinimap,
  })));
  const { fitView } = useReactFlow<CardNode>();
  const toggles = [
    ['showOutline', 'Outline', 'The organisation as a list, for the keyboard'],
    ['showTraffic', 'Traffic', 'Messages between agents as lines and dots'],
    ['showFeed', 'Feed', 'The latest messages between agents'],
    ['showMinimap', 'Map', 'Overview in the corner'],
  ] as const;
  return (
    <div className="views" role="group" aria-label="View">
      {toggles.map(([view, label, title]) => (
        <button key={view} type="button" className="toggle" aria-pressed={views[view]} title={title} onClick={() => toggleView(view)}>
          {label}
        </button>
      ))}
      <button type="button" className="toggle" title="Put every card into its place by name; Ctrl or Cmd + Z takes it back"
        onClick={() => void arrangeEverything()}>Arrange</button>
      <button type="button" className="toggle" title="Show every card" onClick={() => void fitView(fitOptions())}>Fit</button>
    </div>
  );
}
