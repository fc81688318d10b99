import { useEffect, useRef, useState } from 'react';
import { lookOf } from '../model/status';
import { useCanvas } from '../store/canvas';

const quietMs = 2000;
const alarming = new Set(['failed', 'degraded', 'offline']);

/** Tells screen readers how many workspaces there are, and what happened to the selected one or went wrong anywhere. */
export function Announcer() {
  const count = useCanvas(state => state.org.workspaces.size);
  const [news, setNews] = useState('');
  const saidAt = useRef(0);
  useEffect(() => useCanvas.subscribe((state, before) => {
    if (state.org.workspaces === before.org.workspaces) return;
    for (const [id, workspace] of state.org.workspaces) {
      const old = before.org.workspaces.get(id);
      if (old === undefined || old.status === workspace.status) continue;
      if (id !== state.selectedId && !alarming.has(workspace.status)) continue;
      if (Date.now() - saidAt.current < quietMs) return;
      saidAt.current = Date.now();
      setNews(`${workspace.name}: ${lookOf(workspace.status).word}`);
    }
  }), []);
  return (
    <div className="visually-hidden">
      <div role="status" aria-live="polite">{`${count} ${count === 1 ? 'workspace' : 'workspaces'} on canvas`}</div>
      <div aria-live="polite">{news}</div>
    </div>
  );
}
