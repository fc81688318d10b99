import { describe } from '../api/errors';
import { act, deleteWorkspace, updateWorkspace, type LifecycleAction, type WorkspacePatch } from '../api/workspaces';
import { beginDrag, cancelDrag, endDrag, type Outcome } from '../graph/drag';
import type { Point } from '../graph/geometry';
import { arrangeChildren, layoutOf } from '../graph/layout';
import { change, changeAll, dropAll, hold, holdMs } from '../model/org';
import { descendantsOf, treeOf } from '../model/tree';
import type { Workspace } from '../model/workspace';
import { dragTo, nameOf, sceneOf, select, setDeleting, setDrag, setOrg, useCanvas, workspaceOf } from './canvas';
import { ask } from './dialogs';
import { toast } from './toasts';

const parallelSaves = 6;

type Placed = Pick<Workspace, 'x' | 'y' | 'parentId'>;

// ---- dragging -------------------------------------------------------------------------------------------------------------------

/** Answers false where the card may not be dragged now. */
export function dragStarted(id: string): boolean {
  const { org, deleting } = useCanvas.getState();
  if (deleting.has(id)) return false;
  const drag = beginDrag(sceneOf(org), id);
  if (drag === null) return false;
  setOrg(known => hold(known, subtree(id), Number.POSITIVE_INFINITY));
  setDrag(drag);
  return true;
}

export function dragMoved(at: Point): void {
  dragTo(at);
}

export function dragCancelled(): void {
  const { drag } = useCanvas.getState();
  if (drag === null || drag.cancelled) return;
  const cancelled = cancelDrag(drag);
  setDrag(cancelled);
  useCanvas.setState({ dragAt: null });
  setOrg(org => hold(org, subtree(drag.id), Date.now()));
}

export async function dragEnded(at: Point, leave: boolean): Promise<void> {
  const { drag, org } = useCanvas.getState();
  if (drag === null) return;
  const outcome = endDrag(drag, sceneOf(org), at, leave);
  if (outcome.kind === 'nest' || outcome.kind === 'extract') {
    // The card waits where it was let go until the person has answered.
    const agreed = await ask(questionFor(drag.id, outcome));
    setOrg(known => hold(hold(known, subtree(drag.id), Date.now() + holdMs), agreed ? [drag.id] : [], Date.now() + holdMs, 'seat'));
    if (agreed) place(drag.id, outcome.to, outcome.parentId);
    setDrag(null);
    if (agreed) await saveMove(drag.id, true, org.workspaces);
    return;
  }
  setOrg(known => hold(known, subtree(drag.id), Date.now() + holdMs));
  if (outcome.kind === 'move') place(drag.id, outcome.to);
  setDrag(null);
  if (outcome.kind === 'move') await saveMove(drag.id, false, org.workspaces);
}

function questionFor(id: string, outcome: Extract<Outcome, { kind: 'nest' | 'extract' }>) {
  const name = nameOf(id);
  const others = outcome.parentId === null ? 'the other roles at the top' : `${nameOf(outcome.parentId)} and its team`;
  const losing = outcome.kind === 'extract' ? outcome.from : workspaceOf(id)?.parentId ?? null;
  const access = [
    `From now on ${name} may talk to ${others}.`,
    ...(losing === null || losing === outcome.parentId ? [] : [`Where that was its only way, it can no longer talk to ${nameOf(losing)} and its team.`]),
  ];
  return outcome.kind === 'nest'
    ? { title: `Move ${name} into ${nameOf(outcome.parentId)}?`, text: access, confirm: 'Move', tone: 'primary' as const }
    : { title: `Take ${name} out of ${nameOf(outcome.from)}?`, text: access, confirm: 'Take out', tone: 'primary' as const };
}

/** Puts a card, with everything below it, at an absolute place, and into another team where one is named. */
function place(id: string, to: Point, parentId?: string | null): void {
  setOrg(org => {
    const { boxes } = layoutOf(org.workspaces);
    const from = boxes.get(id);
    if (from === undefined) return org;
    const parts = new Map<string, Partial<Workspace>>();
    for (const member of subtree(id)) {
      const box = boxes.get(member);
      if (box !== undefined) parts.set(member, { x: round(box.x + to.x - from.x), y: round(box.y + to.y - from.y) });
    }
    if (parentId !== undefined) parts.set(id, { ...parts.get(id), parentId });
    return changeAll(org, parts);
  });
}

/** Saves the absolute places of a card and what it contains; puts back what the server refused. */
async function saveMove(id: string, withParent: boolean, before: ReadonlyMap<string, Workspace>): Promise<void> {
  const failed = await eachLimited(subtree(id), async member => {
    const row = workspaceOf(member);
    if (row === undefined) return;
    const change: WorkspacePatch = { x: row.x, y: row.y };
    await updateWorkspace(member, member === id && withParent ? { ...change, parent_id: row.parentId } : change);
  });
  const rootFailure = failed.find(failure => failure.item === id);
  const back = rootFailure === undefined ? failed.map(failure => failure.item) : subtree(id);
  restore(back, before);
  const first = rootFailure ?? failed[0];
  if (first !== undefined) {
    toast('error', `${listNames(back)} could not be moved: ${describe(first.error)}`, {
      label: 'Try again',
      run: () => void moveTo(id, before),
    });
  }
}

async function moveTo(id: string, before: ReadonlyMap<string, Workspace>): Promise<void> {
  await saveMove(id, false, before);
}

function restore(ids: readonly string[], before: ReadonlyMap<string, Workspace>): void {
  if (ids.length === 0) return;
  setOrg(org => {
    const parts = new Map<string, Partial<Workspace>>();
    for (const id of ids) {
      const old: Placed | undefined = before.get(id);
      if (old !== undefined) parts.set(id, { x: old.x, y: old.y, parentId: old.parentId });
    }
    return hold(changeAll(org, parts), ids, Date.now());
  });
}

/** Moves a card by keyboard. */
export function nudge(id: string, by: Point): void {
  const { org, deleting, drag } = useCanvas.getState();
  const box = layoutOf(org.workspaces).boxes.get(id);
  if (box === undefined || drag !== null || deleting.has(id)) return;
  setOrg(known => hold(known, subtree(id), Date.now() + holdMs));
  place(id, { x: box.x + by.x, y: box.y + by.y });
  const timer = nudges.get(id);
  clearTimeout(timer?.timer);
  const before = timer?.before ?? org.workspaces;
  nudges.set(id, {
    before,
    timer: setTimeout(() => {
      nudges.delete(id);
      void saveMove(id, false, before);
    }, nudgeSettleMs),
  });
}

const nudgeSettleMs = 600;
const nudges = new Map<string, { before: ReadonlyMap<string, Workspace>; timer: ReturnType<typeof setTimeout> }>();

// ---- hierarchy ------------------------------------------------------------------------------------------------------------------

/** "Move into…": the way without dragging. Null takes the card to the top. */
export async function moveInto(id: string, parentId: string | null): Promise<void> {
  const { org } = useCanvas.getState();
  const from = treeOf(org.workspaces).parent.get(id) ?? null;
  if (from === parentId) return;
  const outcome: Extract<Outcome, { kind: 'nest' | 'extract' }> = parentId === null
    ? { kind: 'extract', from: from ?? '', parentId: null, to: { x: 0, y: 0 } }
    : { kind: 'nest', parentId, to: { x: 0, y: 0 } };
  if (!await ask(questionFor(id, outcome))) return;
  setOrg(known => {
    // Without a place the layout gives it the next free slot; what it contains keeps its places relative to it.
    const old = layoutOf(known.workspaces).boxes;
    const unplaced = change(known, id, { parentId, x: 0, y: 0 });
    const fresh = layoutOf(unplaced.workspaces).boxes.get(id);
    const was = old.get(id);
    if (fresh === undefined || was === undefined) return unplaced;
    const parts = new Map<string, Partial<Workspace>>();
    for (const member of subtree(id)) {
      const box = old.get(member);
      if (box !== undefined) parts.set(member, { x: round(box.x + fresh.x - was.x), y: round(box.y + fresh.y - was.y) });
    }
    const until = Date.now() + holdMs;
    return hold(hold(changeAll(unplaced, parts), parts.keys(), until), [id], until, 'seat');
  });
  await saveMove(id, true, org.workspaces);
}

export async function arrangeTeam(id: string): Promise<void> {
  const { org } = useCanvas.getState();
  const places = arrangeChildren(org.workspaces, id);
  for (const [child, to] of places) {
    setOrg(known => hold(known, subtree(child), Date.now() + holdMs));
    place(child, to);
  }
  for (const child of places.keys()) await saveMove(child, false, org.workspaces);
}

export async function toggleCollapsed(id: string): Promise<void> {
  const row = workspaceOf(id);
  if (row === undefined) return;
  const collapsed = !row.collapsed;
  setOrg(org => hold(change(org, id, { collapsed }), [id], Date.now() + holdMs, 'seat'));
  try {
    await updateWorkspace(id, { collapsed });
  } catch (error) {
    setOrg(org => change(org, id, { collapsed: !collapsed }));
    toast('error', `${row.name} could not be ${collapsed ? 'folded' : 'unfolded'}: ${describe(error)}`);
  }
}

/**
 * Saves the places that the layout gave to cards without one, each once. Only those that the list knows: of a card that only an event has
 * told of, the team is not known yet, and so neither is its place.
 */
export async function saveNewPlaces(listed: ReadonlySet<string>): Promise<void> {
  const { org } = useCanvas.getState();
  const { boxes, placed } = layoutOf(org.workspaces);
  const fresh = [...placed].filter(id => listed.has(id) && !savedPlaces.has(id));
  if (fresh.length === 0) return;
  for (const id of fresh) savedPlaces.add(id);
  const places = new Map(fresh.flatMap(id => {
    const box = boxes.get(id);
    return box === undefined ? [] : [[id, { x: round(box.x), y: round(box.y) }] as const];
  }));
  setOrg(known => hold(changeAll(known, places), places.keys(), Date.now() + holdMs));
  // A card that could not be saved is laid out again after the next reload; nobody needs to be told.
  await eachLimited([...places.keys()], async id => {
    const to = places.get(id);
    if (to !== undefined) await updateWorkspace(id, to);
  });
}

const savedPlaces = new Set<string>();

// ---- the workspace itself -------------------------------------------------------------------------------------------------------

export async function rename(id: string, part: { name?: string; role?: string }): Promise<void> {
  const { needsRestart } = await updateWorkspace(id, part);
  setOrg(org => change(org, id, { ...part, ...(needsRestart ? { needsRestart } : {}) }));
}

const verbs: Readonly<Record<LifecycleAction, string>> = {
  restart: 'restarted', pause: 'paused', resume: 'resumed', hibernate: 'put to sleep',
};

export async function lifecycle(id: string, action: LifecycleAction): Promise<void> {
  try {
    await act(id, action);
    toast('success', `${nameOf(id)} is being ${verbs[action]}`);
  } catch (error) {
    toast('error', `${nameOf(id)} could not be ${verbs[action]}: ${describe(error)}`);
  }
}

/** Asks, then removes the workspace and everything below it. */
export async function removeWorkspace(id: string): Promise<void> {
  const { org, selectedId } = useCanvas.getState();
  const below = descendantsOf(treeOf(org.workspaces), id);
  const name = nameOf(id);
  const agreed = await ask({
    title: `Delete ${name}?`,
    text: [
      'Its agent loses access at once, and its tokens stop working. This cannot be undone.',
      ...(below.length === 0 ? [] : [`Everything below it goes as well (${below.length}):`]),
    ],
    items: below.map(nameOf),
    confirm: below.length === 0 ? 'Delete' : `Delete ${below.length + 1} workspaces`,
    tone: 'danger',
    ...(below.length === 0 ? {} : { tick: 'Delete the whole team' }),
  });
  if (!agreed) return;
  const all = [id, ...below];
  setDeleting(ids => new Set([...ids, ...all]));
  try {
    await deleteWorkspace(id);
    if (selectedId !== null && all.includes(selectedId)) select(null);
    setOrg(known => dropAll(known, all, Date.now()));
    toast('success', `${name} was deleted`);
  } catch (error) {
    toast('error', `${name} could not be deleted: ${describe(error)}`, { label: 'Try again', run: () => void removeWorkspace(id) });
  } finally {
    setDeleting(ids => new Set([...ids].filter(other => !all.includes(other))));
  }
}

// ---- helpers --------------------------------------------------------------------------------------------------------------------

function subtree(id: string): readonly string[] {
  return [id, ...descendantsOf(treeOf(useCanvas.getState().org.workspaces), id)];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function listNames(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).map(nameOf).join(', ');
  return ids.length > 3 ? `${shown} and ${ids.length - 3} more` : shown;
}

/** Runs `work` on every item, at most six at a time, and answers the failures. */
async function eachLimited<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<readonly { item: T; error: unknown }[]> {
  const failed: { item: T; error: unknown }[] = [];
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) {
      try {
        await work(item);
      } catch (error) {
        failed.push({ item, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelSaves, items.length) }, worker));
  return failed;
}
