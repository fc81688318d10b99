import { isHidden, isWithin, type Tree, type Workspaces } from '../model/tree';
import { area, centreOf, clamp, contains, outside, type Box, type Point } from './geometry';
import { grid } from './layout';

/** A drag under way. */
export interface Drag {
  readonly id: string;
  readonly start: Point;
  readonly parentId: string | null;
  /** Other marked cards that move by as much. */
  readonly along: readonly string[];
  /** The card that would take it in. */
  readonly target: string | null;
  /** Escape was pressed: the rest of the gesture is ignored. */
  readonly cancelled: boolean;
}

/** What letting go means. Positions are absolute. */
export type Outcome =
  | { readonly kind: 'stay' }
  | { readonly kind: 'move'; readonly to: Point }
  | { readonly kind: 'nest'; readonly parentId: string; readonly to: Point }
  | { readonly kind: 'extract'; readonly from: string; readonly parentId: string | null; readonly to: Point };

export const leaveFraction = 0.2;
/** A click that trembles is not a move. */
const trembleDistance = 2;

export interface Scene {
  readonly workspaces: Workspaces;
  readonly tree: Tree;
  readonly boxes: ReadonlyMap<string, Box>;
}

/** The card whose box holds the centre of the dragged one: the deepest, then the smallest; never itself or what it contains. */
export function dropTarget(scene: Scene, id: string, dragged: Box): string | null {
  const centre = centreOf(dragged);
  let best: string | null = null;
  for (const [candidate, box] of scene.boxes) {
    if (!contains(box, centre) || isWithin(scene.tree, candidate, id) || isHidden(scene.tree, scene.workspaces, candidate)) continue;
    if (best === null || beats(scene, candidate, best)) best = candidate;
  }
  return best;
}

function beats(scene: Scene, candidate: string, best: string): boolean {
  const depth = (scene.tree.depth.get(candidate) ?? 0) - (scene.tree.depth.get(best) ?? 0);
  if (depth !== 0) return depth > 0;
  const size = (id: string) => {
    const box = scene.boxes.get(id);
    return box === undefined ? Number.POSITIVE_INFINITY : area(box);
  };
  return size(candidate) < size(best);
}

/** The marked cards that go along with one of them: of those inside each other the outermost, and none that the dragged card moves or is in. */
export function alongWith(tree: Tree, id: string, marked: ReadonlySet<string>): readonly string[] {
  if (!marked.has(id)) return [];
  const others = [...marked].filter(other => !isWithin(tree, other, id) && !isWithin(tree, id, other));
  return others.filter(other => !others.some(outer => outer !== other && isWithin(tree, other, outer)));
}

export function beginDrag(scene: Scene, id: string, along: readonly string[] = []): Drag | null {
  const box = scene.boxes.get(id);
  if (box === undefined) return null;
  return { id, start: { x: box.x, y: box.y }, parentId: scene.tree.parent.get(id) ?? null, along, target: null, cancelled: false };
}

export function moveDrag(drag: Drag, scene: Scene, at: Point): Drag {
  if (drag.cancelled) return drag;
  const box = scene.boxes.get(drag.id);
  if (box === undefined) return drag;
  const target = dropTarget(scene, drag.id, { ...box, ...at });
  const shown = target === drag.parentId || drag.along.length > 0 ? null : target;
  return shown === drag.target ? drag : { ...drag, target: shown };
}

export function cancelDrag(drag: Drag): Drag {
  return { ...drag, cancelled: true, target: null };
}

/** `leave`: Cmd or Ctrl is held, which takes a card out of its team wherever it is let go. */
export function endDrag(drag: Drag, scene: Scene, at: Point, leave: boolean): Outcome {
  const box = scene.boxes.get(drag.id);
  if (drag.cancelled || box === undefined) return { kind: 'stay' };
  if (Math.hypot(at.x - drag.start.x, at.y - drag.start.y) < trembleDistance) return { kind: 'stay' };

  // Several cards are moved and never nested: each would ask its own question.
  if (drag.along.length > 0) return { kind: 'move', to: at };
  const dragged: Box = { ...box, ...at };
  const target = dropTarget(scene, drag.id, dragged);
  if (target !== null && target !== drag.parentId) return { kind: 'nest', parentId: target, to: at };

  const parent = drag.parentId === null ? undefined : scene.boxes.get(drag.parentId);
  if (drag.parentId === null || parent === undefined) return { kind: 'move', to: at };
  const out = outside(dragged, parent);
  if (leave || out > leaveFraction) {
    const above = target === null ? null : scene.tree.parent.get(drag.parentId) ?? null;
    return { kind: 'extract', from: drag.parentId, parentId: above, to: at };
  }
  return { kind: 'move', to: out > 0 ? snapInside(dragged, parent) : at };
}

/** The nearest place that lies wholly inside the team's frame, below its own header where there is room. */
export function snapInside(box: Box, frame: Box): Point {
  return {
    x: clamp(box.x, frame.x + grid.side, frame.x + frame.width - grid.side - box.width),
    y: clamp(box.y, frame.y + grid.header, frame.y + frame.height - grid.bottom - box.height),
  };
}
