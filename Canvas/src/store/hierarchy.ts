import { describe } from '../api/errors';
import { updateWorkspace } from '../api/workspaces';
import type { Point } from '../graph/geometry';
import { arrangeAll, arrangeChildren, layoutOf } from '../graph/layout';
import { change, changeAll, hold, holdMs } from '../model/org';
import { isDeploying, treeOf } from '../model/tree';
import { nameOf, setOrg, useCanvas, workspaceOf } from './canvas';
import { agreeToMove } from './agreement';
import { rememberStep } from './history';
import { holdPlaces, holdSeat, place, saveSeats, saveTogether } from './places';
import { fitFrame, keepFrames } from './sizes';
import { toast } from './toasts';

/** "Move into…": the way without dragging. Null takes the card to the top. */
export async function moveInto(id: string, parentId: string | null): Promise<void> {
  const before = useCanvas.getState().org.workspaces;
  if ((treeOf(before).parent.get(id) ?? null) === parentId || !await agreeToMove(id, parentId)) return;
  const slot = slotIn(id, parentId);
  if (slot === null) return;
  holdPlaces(id);
  holdSeat(id);
  fitFrame(treeOf(before).parent.get(id) ?? null);
  place(id, slot, parentId);
  await saveSeats(id, true, before);
}

/** Where the layout would put the card if it came to that team without a place. */
function slotIn(id: string, parentId: string | null): Point | null {
  const moved = change(useCanvas.getState().org, id, { parentId, x: 0, y: 0 });
  return layoutOf(moved.workspaces).boxes.get(id) ?? null;
}

/** Every member into its slot of the grid, by name. */
export async function arrangeTeam(id: string): Promise<void> {
  const before = useCanvas.getState().org.workspaces;
  const places = arrangeChildren(before, id);
  fitFrame(id);
  for (const [child, to] of places) {
    holdPlaces(child);
    place(child, to);
  }
  await saveTogether(`arranged ${nameOf(id)}`, places.keys(), before);
}

/** Every card of the organisation into its slot, by name: only ever on demand. */
export async function arrangeEverything(): Promise<void> {
  const before = useCanvas.getState().org.workspaces;
  const places = arrangeAll(before);
  setOrg(org => hold(changeAll(org, places), places.keys(), Date.now() + holdMs));
  await saveTogether('arranged everything', places.keys(), before);
}

/** Folds or unfolds a team: on screen only, nobody is removed. */
export async function toggleCollapsed(id: string): Promise<void> {
  const row = workspaceOf(id);
  if (row === undefined) return;
  const before = useCanvas.getState().org.workspaces;
  const collapsed = !row.collapsed;
  holdSeat(id);
  setOrg(org => change(org, id, { collapsed }));
  try {
    await updateWorkspace(id, { collapsed });
    rememberStep(`${collapsed ? 'folded' : 'unfolded'} ${row.name}`, [id], before);
  } catch (error) {
    setOrg(org => change(org, id, { collapsed: !collapsed }));
    toast('error', `${row.name} could not be ${collapsed ? 'folded' : 'unfolded'}: ${describe(error)}`);
  }
}

const settleMs = 600;
const nudges = new Map<string, { before: ReturnType<typeof placesNow>; timer: ReturnType<typeof setTimeout> }>();

/** Moves a card by keyboard; saved once the keys rest. */
export function nudge(id: string, by: Point): void {
  const { org, deleting, drag } = useCanvas.getState();
  const box = layoutOf(org.workspaces).boxes.get(id);
  if (box === undefined || drag !== null || deleting.has(id) || isDeploying(treeOf(org.workspaces), id)) return;
  const running = nudges.get(id);
  clearTimeout(running?.timer);
  const before = running?.before ?? placesNow();
  holdPlaces(id);
  keepFrames(id);
  place(id, { x: box.x + by.x, y: box.y + by.y });
  nudges.set(id, {
    before,
    timer: setTimeout(() => {
      nudges.delete(id);
      void saveSeats(id, false, before);
    }, settleMs),
  });
}

/** Forgets moves that are not saved yet. */
export function forgetNudges(): void {
  for (const { timer } of nudges.values()) clearTimeout(timer);
  nudges.clear();
}

function placesNow() {
  return useCanvas.getState().org.workspaces;
}
