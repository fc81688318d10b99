import { create } from 'zustand';
import { readSetting, writeSetting } from './settings';
import { moveDrag, type Drag, type Scene } from '../graph/drag';
import type { Point } from '../graph/geometry';
import { layoutOf } from '../graph/layout';
import { projectNodes, type CardNode } from '../graph/project';
import type { LiveState } from '../live/LiveSocket';
import type { Frame } from '../live/frame';
import { applyFrames } from '../model/apply';
import { emptyOrg, hydrate, type Org } from '../model/org';
import { treeOf } from '../model/tree';
import type { Workspace } from '../model/workspace';

export type PanelTab = 'chat' | 'activity' | 'details' | 'events';

export interface Selection {
  readonly id: string;
  readonly tab: PanelTab;
}

interface CanvasState {
  readonly org: Org;
  /** What workspaces that are gone were called: messages of theirs are still shown. */
  readonly formerNames: ReadonlyMap<string, string>;
  readonly nodes: readonly CardNode[];
  /** False until the first list arrived. */
  readonly hydrated: boolean;
  /** There was nothing to see at some time since the page was opened: what is seen now arrived before the person's eyes. */
  readonly startedEmpty: boolean;
  /** Why there is no list to show; null while all is well or still hoped for. */
  readonly failure: unknown;
  readonly selectedId: string | null;
  /** Cards marked for something that is done to all of them. */
  readonly batch: ReadonlySet<string>;
  /** The menu of a card, where it was asked for on the screen. */
  readonly menu: { readonly id: string; readonly x: number; readonly y: number } | null;
  readonly tab: PanelTab;
  readonly panelWidth: number;
  readonly live: LiveState;
  readonly retryAt: number | null;
  readonly drag: Drag | null;
  readonly dragAt: Point | null;
  /** Ids in a subtree whose delete is under way. */
  readonly deleting: ReadonlySet<string>;
  readonly showTraffic: boolean;
  readonly showFeed: boolean;
  readonly showOutline: boolean;
  readonly showMinimap: boolean;
  readonly showLegend: boolean;
}

export const tabs: readonly PanelTab[] = ['chat', 'activity', 'details', 'events'];
export const panelWidths = { least: 320, usual: 480, most: 800 } as const;

const none: ReadonlySet<string> = new Set();

export const useCanvas = create<CanvasState>(() => ({
  org: emptyOrg,
  formerNames: new Map(),
  nodes: [],
  hydrated: false,
  startedEmpty: false,
  failure: null,
  selectedId: null,
  batch: none,
  menu: null,
  tab: 'chat',
  panelWidth: Number(readSetting('panelWidth') ?? panelWidths.usual),
  live: 'connecting',
  retryAt: null,
  drag: null,
  dragAt: null,
  deleting: new Set(),
  showTraffic: readSetting('traffic') !== 'off',
  showFeed: readSetting('feed') !== 'off',
  showOutline: readSetting('outline') === 'on',
  showMinimap: readSetting('minimap') !== 'off',
  showLegend: readSetting('legend') !== 'off',
}));

const { getState, setState } = useCanvas;

/** Replaces the organisation and redraws what changed. */
export function setOrg(update: (org: Org) => Org): void {
  const state = getState();
  const org = update(state.org);
  if (org === state.org) return;
  const floating = state.drag !== null && state.dragAt !== null && !state.drag.cancelled ? { id: state.drag.id, at: state.dragAt, along: state.drag.along } : null;
  const nodes = org.workspaces === state.org.workspaces ? state.nodes : projectNodes(org.workspaces, floating, state.nodes);
  const gone = state.selectedId !== null && state.hydrated && state.org.workspaces.has(state.selectedId)
    && !org.workspaces.has(state.selectedId);
  const formerNames = withFormer(state.formerNames, state.org, org);
  const batch = [...state.batch].every(id => org.workspaces.has(id)) ? state.batch : new Set([...state.batch].filter(id => org.workspaces.has(id)));
  setState({ org, nodes, formerNames, batch, ...(gone ? { selectedId: null } : {}) });
}

function withFormer(names: ReadonlyMap<string, string>, before: Org, after: Org): ReadonlyMap<string, string> {
  if (before.workspaces === after.workspaces) return names;
  const gone = [...before.workspaces.values()].filter(({ id }) => !after.workspaces.has(id));
  return gone.length === 0 ? names : new Map([...names, ...gone.map(({ id, name }) => [id, name] as const)]);
}

export function hydrateList(rows: readonly Workspace[], askedAt: number): void {
  setOrg(org => hydrate(org, rows, askedAt, Date.now()));
  const { hydrated, failure } = getState();
  if (!hydrated || failure !== null) setState({ hydrated: true, failure: null });
  if (getState().org.workspaces.size === 0) setState({ startedEmpty: true });
}

export function setFailure(failure: unknown): void {
  setState({ failure });
}

/** Answers whether the list must be read again. */
export function applyLive(frames: readonly Frame[]): boolean {
  const applied = applyFrames(getState().org, frames, Date.now());
  setOrg(() => applied.org);
  return applied.refetch;
}

export function setLive(live: LiveState, retryAt: number | null): void {
  setState({ live, retryAt });
}

/** Selects a card and keeps the tab, unless one is named. */
export function select(id: string | null, tab?: PanelTab): void {
  setState(tab === undefined ? { selectedId: id } : { selectedId: id, tab });
}

export function toggleSelect(id: string): void {
  select(getState().selectedId === id ? null : id);
}

/** Marks a card or takes the mark away. */
export function toggleBatch(id: string): void {
  const batch = new Set(getState().batch);
  if (!batch.delete(id)) batch.add(id);
  setState({ batch });
}

export function setBatch(ids: Iterable<string>): void {
  setState({ batch: new Set(ids) });
}

export function openMenu(id: string, x: number, y: number): void {
  setState({ menu: { id, x, y } });
}

export function closeMenu(): void {
  setState({ menu: null });
}

export function setTab(tab: PanelTab): void {
  setState({ tab });
}

export function setPanelWidth(width: number): void {
  setState({ panelWidth: width });
  writeSetting('panelWidth', String(width));
}

const settingOf = { showTraffic: 'traffic', showFeed: 'feed', showOutline: 'outline', showMinimap: 'minimap', showLegend: 'legend' } as const;

export function toggleView(view: keyof typeof settingOf): void {
  const on = !getState()[view];
  setState({ [view]: on });
  writeSetting(settingOf[view], on ? 'on' : 'off');
}

export function setDeleting(update: (ids: ReadonlySet<string>) => ReadonlySet<string>): void {
  setState(state => ({ deleting: update(state.deleting) }));
}

export function sceneOf(org: Org): Scene {
  return { workspaces: org.workspaces, tree: treeOf(org.workspaces), boxes: layoutOf(org.workspaces).boxes };
}

export function setDrag(drag: Drag | null): void {
  const { org, nodes } = getState();
  setState({ drag, dragAt: drag?.start ?? null, ...(drag === null ? { nodes: projectNodes(org.workspaces, null, nodes) } : {}) });
}

/** The dragged card follows the pointer; `at` is absolute. */
export function dragTo(at: Point): void {
  const { drag, org, nodes } = getState();
  if (drag === null || drag.cancelled) return;
  setState({
    drag: moveDrag(drag, sceneOf(org), at),
    dragAt: at,
    nodes: projectNodes(org.workspaces, { id: drag.id, at, along: drag.along }, nodes),
  });
}

export function workspaceOf(id: string): Workspace | undefined {
  return getState().org.workspaces.get(id);
}

export function nameOf(id: string): string {
  return nameIn(getState(), id);
}

/** For components, which must be drawn again when a name changes. */
export function useName(id: string): string {
  return useCanvas(state => nameIn(state, id));
}

function nameIn({ org, formerNames }: CanvasState, id: string): string {
  return org.workspaces.get(id)?.name ?? formerNames.get(id) ?? id.slice(0, 8);
}
