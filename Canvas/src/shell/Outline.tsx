import { useRef, useState, type KeyboardEvent } from 'react';
import { useFly } from '../graph/useFly';
import { lookOf } from '../model/status';
import { isHidden, treeOf } from '../model/tree';
import { select, useCanvas } from '../store/canvas';
import { toggleCollapsed } from '../store/hierarchy';
import { StatusMark } from '../ui/StatusMark';
import { nextInOutline } from './outline-keys';

/** The same organisation as a tree of names: for screen readers, keyboards and very many cards. */
export function Outline() {
  const workspaces = useCanvas(state => state.org.workspaces);
  const selectedId = useCanvas(state => state.selectedId);
  const tree = treeOf(workspaces);
  const rows = tree.order.filter(id => !isHidden(tree, workspaces, id));
  const [focused, setFocused] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const fly = useFly();
  const current = focused !== null && rows.includes(focused) ? focused : selectedId !== null && rows.includes(selectedId) ? selectedId : rows[0];

  const focus = (id: string) => {
    setFocused(id);
    list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      select(selectedId === id ? null : id);
      fly(id);
      return;
    }
    const step = nextInOutline(event.key, id, rows, tree, workspaces);
    if (step === null) return;
    event.preventDefault();
    if (step.kind === 'focus') focus(step.id);
    else void toggleCollapsed(step.id);
  };

  return (
    <nav className="outline" aria-label="Outline">
      <h2>Outline</h2>
      <ul role="tree" aria-label="Workspaces" ref={list}>
        {rows.map(id => {
          const workspace = workspaces.get(id);
          if (workspace === undefined) return null;
          const team = tree.childrenOf(id).length > 0;
          const depth = tree.depth.get(id) ?? 0;
          return (
            <li key={id} role="treeitem" data-id={id} aria-level={depth + 1} aria-selected={id === selectedId}
              {...(team ? { 'aria-expanded': !workspace.collapsed } : {})}
              tabIndex={id === current ? 0 : -1} style={{ paddingInlineStart: `${8 + depth * 16}px` }}
              onFocus={() => setFocused(id)} onKeyDown={event => onKeyDown(event, id)}
              onClick={() => {
                select(id);
                fly(id);
              }}>
              <StatusMark status={workspace.status} />
              <span className="outline-name">{workspace.name}</span>
              <span className="outline-status">{lookOf(workspace.status).word}</span>
              {workspace.activeTasks > 0 ? <span className="outline-tasks">{workspace.activeTasks}</span> : null}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
