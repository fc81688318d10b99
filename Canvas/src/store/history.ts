import { describe } from '../api/errors';
import { updateWorkspace } from '../api/workspaces';
import { changeAll, hold, holdMs } from '../model/org';
import type { Workspaces } from '../model/tree';
import type { Workspace } from '../model/workspace';
import { setOrg, useCanvas } from './canvas';
import { eachLimited } from './limited';
import { toast } from './toasts';

/** Where a card sits: its place, its team, and whether its own team is folded. */
type Seat = Pick<Workspace, 'x' | 'y' | 'parentId' | 'collapsed'>;

interface Step {
  /** What was done, as a person would say it: "Moved Ann". */
  readonly label: string;
  readonly seats: ReadonlyMap<string, Seat>;
}

const mostSteps = 20;
let steps: readonly Step[] = [];

/** Remembers where the cards were before they were moved, so that it can be undone. */
export function rememberStep(label: string, ids: readonly string[], before: Workspaces): void {
  const seats = new Map(ids.flatMap(id => {
    const row = before.get(id);
    return row === undefined ? [] : [[id, seatOf(row)] as const];
  }));
  steps = [...steps, { label, seats }].slice(-mostSteps);
}

export function forgetSteps(): void {
  steps = [];
}

/** Puts back what was moved, nested, arranged or folded last. Cards that are gone by now stay gone. */
export async function undo(): Promise<void> {
  const step = steps.at(-1);
  if (step === undefined) {
    toast('info', 'There is nothing to undo');
    return;
  }
  steps = steps.slice(0, -1);
  const { workspaces } = useCanvas.getState().org;
  const parts = new Map([...step.seats].flatMap(([id, seat]) => {
    const row = workspaces.get(id);
    const part = row === undefined ? {} : differing(seat, row);
    return Object.keys(part).length === 0 ? [] : [[id, part] as const];
  }));
  const now = new Map([...parts.keys()].map(id => [id, workspaces.get(id)] as const));
  setOrg(org => hold(changeAll(org, parts), parts.keys(), Date.now() + holdMs, 'seat'));
  const failed = await eachLimited([...parts], async ([id, { parentId, ...rest }]) => {
    await updateWorkspace(id, parentId === undefined ? rest : { ...rest, parent_id: parentId });
  });
  if (failed.length === 0) {
    toast('success', `Undone: ${step.label}`);
    return;
  }
  const back = new Map(failed.flatMap(({ item: [id] }) => {
    const row = now.get(id);
    return row === undefined ? [] : [[id, seatOf(row)] as const];
  }));
  setOrg(org => hold(changeAll(org, back), back.keys(), Date.now(), 'seat'));
  toast('error', `${step.label} could not be undone: ${describe(failed[0]?.error)}`);
}

function seatOf({ x, y, parentId, collapsed }: Workspace): Seat {
  return { x, y, parentId, collapsed };
}

function differing(seat: Seat, row: Workspace): Partial<Seat> {
  return {
    ...(seat.x === row.x && seat.y === row.y ? {} : { x: seat.x, y: seat.y }),
    ...(seat.parentId === row.parentId ? {} : { parentId: seat.parentId }),
    ...(seat.collapsed === row.collapsed ? {} : { collapsed: seat.collapsed }),
  };
}
