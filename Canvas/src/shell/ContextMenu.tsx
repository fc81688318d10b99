import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { noRoutes, readRoutes } from '../api/routes';
import { useFly } from '../graph/useFly';
import { lookOf } from '../model/status';
import { treeOf } from '../model/tree';
import type { Workspace } from '../model/workspace';
import { actionsFor } from '../panel/actions';
import { closeMenu, select, toggleBatch, useCanvas } from '../store/canvas';
import { openConnect } from '../store/dialogs';
import { arrangeTeam, moveInto, toggleCollapsed } from '../store/hierarchy';
import { keys } from '../store/keys';
import { actionLabels, lifecycle, removeWorkspace } from '../store/lifecycle';
import { toast } from '../store/toasts';
import { copyText, noCopying } from '../ui/copy';
import { StatusMark } from '../ui/StatusMark';

interface Item {
  readonly label: string;
  readonly act: () => void;
  readonly danger?: boolean;
}

/** What can be done to one card, where it was asked for. */
export function ContextMenu() {
  const menu = useCanvas(state => state.menu);
  const workspace = useCanvas(state => menu === null ? undefined : state.org.workspaces.get(menu.id));
  return menu === null || workspace === undefined ? null : <Menu key={menu.id} x={menu.x} y={menu.y} workspace={workspace} />;
}

function Menu({ x, y, workspace }: { readonly x: number; readonly y: number; readonly workspace: Workspace }) {
  const list = useRef<HTMLDivElement>(null);
  const groups = useItems(workspace);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    // On the screen as a whole, whatever corner it was asked for in.
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(4, Math.min(x, window.innerWidth - width - 4))}px`;
    element.style.top = `${Math.max(4, Math.min(y, window.innerHeight - height - 4))}px`;
    element.querySelector('button')?.focus();
  }, [x, y]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && list.current?.contains(event.target) === true) return;
      closeMenu();
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, []);
  const leave = () => {
    closeMenu();
    document.querySelector<HTMLElement>(`[data-card="${CSS.escape(workspace.id)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      leave();
      return;
    }
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const next = nextIndex(event.key, buttons.findIndex(button => button === document.activeElement), buttons.length);
    if (next === null) return;
    event.preventDefault();
    buttons[next]?.focus();
  };
  return (
    <div className="menu" role="menu" aria-label={workspace.name} ref={list} onKeyDown={onKeyDown}>
      <div className="menu-head"><StatusMark status={workspace.status} /> {workspace.name} · {lookOf(workspace.status).word}</div>
      {groups.filter(group => group.length > 0).map((group, index) => (
        <div key={index} role="none">
          <hr />
          {group.map(item => (
            <button key={item.label} type="button" role="menuitem" tabIndex={-1} data-tone={item.danger === true ? 'danger' : undefined} onClick={() => {
              leave();
              item.act();
            }}>{item.label}</button>
          ))}
        </div>
      ))}
    </div>
  );
}

export function nextIndex(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown': return (at + 1) % count;
    case 'ArrowUp': return (at + count - 1) % count;
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return null;
  }
}

async function copyId(id: string): Promise<void> {
  if (!await copyText(id)) toast('error', noCopying);
}

function useItems(workspace: Workspace): readonly (readonly Item[])[] {
  const { id } = workspace;
  const workspaces = useCanvas(state => state.org.workspaces);
  const routes = useQuery({ queryKey: keys.routes, queryFn: readRoutes, staleTime: Number.POSITIVE_INFINITY }).data ?? noRoutes;
  const fly = useFly();
  const tree = treeOf(workspaces);
  const parent = tree.parent.get(id) ?? null;
  const members = tree.childrenOf(id).length;
  return [
    [
      { label: 'Details', act: () => select(id, 'details') },
      { label: 'Chat', act: () => select(id, 'chat') },
      { label: 'Mark or unmark', act: () => toggleBatch(id) },
    ],
    [
      { label: 'Add an agent below', act: () => openConnect({ kind: 'new', parentId: id }) },
      ...(parent === null ? [] : [{ label: 'Take out of its team', act: () => void moveInto(id, tree.parent.get(parent) ?? null) }]),
      ...(members > 1 ? [{ label: 'Arrange the team', act: () => void arrangeTeam(id) }] : []),
      ...(members > 0 ? [{ label: workspace.collapsed ? 'Unfold' : 'Fold', act: () => void toggleCollapsed(id) }, { label: 'Zoom to the team', act: () => fly(id) }] : []),
    ],
    actionsFor(workspace, routes).map(action => ({ label: actionLabels[action], act: () => void lifecycle(id, action) })),
    [
      { label: 'Copy its id', act: () => void copyId(id) },
      { label: 'Delete', danger: true, act: () => void removeWorkspace(id) },
    ],
  ];
}
