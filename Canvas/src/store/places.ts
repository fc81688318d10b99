import { describe } from '../api/errors';
import { updateWorkspace } from '../api/workspaces';
import type { Point } from '../graph/geometry';
import { layoutOf } from '../graph/layout';
import { changeAll, hold, holdMs } from '../model/org';
import { descendantsOf, treeOf, type Workspaces } from '../model/tree';
import type { Workspace } from '../model/workspace';
import { nameOf, setOrg, useCanvas, workspaceOf } from './canvas';
import { rememberStep } from './history';
import { eachLimited } from './limited';
import { toast } from './toasts';

type Seat = Pick<Workspace, 'x' | 'y' | 'parentId'>;

const namesShown = 3;

/** A card and everything below it. */
export function subtree(id: string): readonly string[] {
  return [id, ...descendantsOf(treeOf(useCanvas.getState().org.workspaces), id)];
}

/** Keeps lists from moving a card and what is below it for a while. */
export function holdPlaces(id: string, until = Date.now() + holdMs): void {
  setOrg(org => hold(org, subtree(id), until));
}

/** Keeps lists from changing team and folding of a card for a while. */
export function holdSeat(id: string): void {
  setOrg(org => hold(org, [id], Date.now() + holdMs, 'seat'));
}

/** Puts a card, with everything below it, at an absolute place, and into another team where one is named. */
export function place(id: string, to: Point, parentId?: string | null): void {
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

/**
 * Saves the absolute places of a card and what it contains, and its team where that changed. What the server refuses goes back to where it
 * was `before`, and a person may try again. What it takes can be undone.
 */
export async function saveSeats(id: string, withParent: boolean, before: Workspaces): Promise<void> {
  const members = subtree(id);
  const wanted = seatsOf(members, useCanvas.getState().org.workspaces);
  const failed = await eachLimited(members, async member => {
    const seat = wanted.get(member);
    if (seat === undefined) return;
    const { x, y, parentId } = seat;
    await updateWorkspace(member, member === id && withParent ? { x, y, parent_id: parentId } : { x, y });
  });
  const main = failed.find(failure => failure.item === id) ?? failed[0];
  if (main === undefined) {
    rememberStep(`moved ${nameOf(id)}`, members, before);
    return;
  }
  // Members of a card that did not move do not move either.
  const back = main.item === id ? members : failed.map(failure => failure.item);
  seat(back, seatsOf(back, before), Date.now());
  toast('error', `${listNames(back)} could not be moved: ${describe(main.error)}`, {
    label: 'Try again',
    run: () => {
      seat(back, wanted, Date.now() + holdMs);
      void saveSeats(id, withParent, before);
    },
  });
}

/** Saves the places of several cards and what they contain, as one step that can be undone. Only what the server refuses goes back. */
export async function saveTogether(label: string, ids: Iterable<string>, before: Workspaces): Promise<void> {
  const moved = [...new Set([...ids].flatMap(subtree))];
  const now = useCanvas.getState().org.workspaces;
  const failed = await eachLimited(moved, async id => {
    const row = now.get(id);
    const old = before.get(id);
    if (row !== undefined && (row.x !== old?.x || row.y !== old.y)) await updateWorkspace(id, { x: row.x, y: row.y });
  });
  rememberStep(label, moved, before);
  if (failed.length === 0) return;
  setOrg(org => changeAll(org, new Map(failed.flatMap(({ item }) => {
    const old = before.get(item);
    return old === undefined ? [] : [[item, { x: old.x, y: old.y }] as const];
  }))));
  toast('error', `${listNames(failed.map(({ item }) => item))} could not be moved: ${describe(failed[0]?.error)}`);
}

function seatsOf(ids: readonly string[], workspaces: Workspaces): ReadonlyMap<string, Seat> {
  return new Map(ids.flatMap(id => {
    const row = workspaces.get(id);
    return row === undefined ? [] : [[id, { x: row.x, y: row.y, parentId: row.parentId }] as const];
  }));
}

function seat(ids: readonly string[], seats: ReadonlyMap<string, Seat>, heldUntil: number): void {
  setOrg(org => hold(changeAll(org, new Map(ids.flatMap(id => {
    const one = seats.get(id);
    return one === undefined ? [] : [[id, one] as const];
  }))), ids, heldUntil));
}

const saved = new Set<string>();

/**
 * Saves the places that the layout gave to cards without one, each once. Only those that the list knows: of a card that only an event has
 * told of, the team is not known yet, and so neither is its place.
 */
export async function saveNewPlaces(listed: ReadonlySet<string>): Promise<void> {
  const { boxes, placed } = layoutOf(useCanvas.getState().org.workspaces);
  const places = new Map<string, Point>();
  for (const id of placed) {
    const box = boxes.get(id);
    if (box === undefined || !listed.has(id) || saved.has(id)) continue;
    saved.add(id);
    places.set(id, { x: round(box.x), y: round(box.y) });
  }
  if (places.size === 0) return;
  setOrg(org => hold(changeAll(org, places), places.keys(), Date.now() + holdMs));
  // A card that could not be saved is laid out again after the next reload; nobody needs to be told.
  await eachLimited([...places.keys()], async id => {
    const to = places.get(id);
    if (to !== undefined && workspaceOf(id) !== undefined) await updateWorkspace(id, to);
  });
}

/** Hundredths of a pixel are exact enough and short to store. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function listNames(ids: readonly string[]): string {
  const shown = ids.slice(0, namesShown).map(nameOf).join(', ');
  return ids.length > namesShown ? `${shown} and ${ids.length - namesShown} more` : shown;
}
