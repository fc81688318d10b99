import { alongWith, beginDrag, cancelDrag, endDrag } from '../graph/drag';
import type { Point } from '../graph/geometry';
import { layoutOf } from '../graph/layout';
import { isDeploying, treeOf } from '../model/tree';
import { dragTo, sceneOf, setDrag, useCanvas } from './canvas';
import { agreeToMove } from './agreement';
import { holdPlaces, holdSeat, place, saveSeats, saveTogether } from './places';
import { fitFrame, keepFrames, keepSizes } from './sizes';

/** Answers false where the card may not be dragged now. */
export function dragStarted(id: string): boolean {
  const { org, deleting, batch } = useCanvas.getState();
  if (deleting.has(id) || isDeploying(treeOf(org.workspaces), id)) return false;
  const tree = treeOf(org.workspaces);
  const along = alongWith(tree, id, batch).filter(other => !deleting.has(other) && !isDeploying(tree, other));
  const drag = beginDrag(sceneOf(org), id, along);
  if (drag === null) return false;
  for (const each of [id, ...along]) holdPlaces(each, Number.POSITIVE_INFINITY);
  setDrag(drag);
  return true;
}

export function dragMoved(at: Point): void {
  dragTo(at);
}

/** Escape: the card goes back, and the rest of the gesture means nothing. */
export function dragCancelled(): void {
  const { drag } = useCanvas.getState();
  if (drag === null || drag.cancelled) return;
  setDrag(cancelDrag(drag));
  useCanvas.setState({ dragAt: null });
  for (const each of [drag.id, ...drag.along]) holdPlaces(each, Date.now());
}

/** `leave`: Cmd or Ctrl was held. */
export async function dragEnded(at: Point, leave: boolean): Promise<void> {
  const { drag, org } = useCanvas.getState();
  if (drag === null) return;
  const before = org.workspaces;
  const outcome = endDrag(drag, sceneOf(org), at, leave);
  switch (outcome.kind) {
    case 'stay':
      for (const each of [drag.id, ...drag.along]) holdPlaces(each, Date.now());
      setDrag(null);
      return;
    case 'move':
      moveAll([drag.id, ...drag.along], { x: outcome.to.x - drag.start.x, y: outcome.to.y - drag.start.y });
      setDrag(null);
      if (drag.along.length === 0) await saveSeats(drag.id, false, before);
      else await saveTogether(`moved ${drag.along.length + 1} cards`, [drag.id, ...drag.along], before);
      return;
    case 'nest':
    case 'extract': {
      // The card waits where it was let go until the person has answered.
      const agreed = await agreeToMove(drag.id, outcome.parentId);
      holdPlaces(drag.id);
      if (agreed) {
        holdSeat(drag.id);
        fitFrame(drag.parentId);
        place(drag.id, outcome.to, outcome.parentId);
      }
      setDrag(null);
      if (agreed) await saveSeats(drag.id, true, before);
    }
  }
}

function moveAll(ids: readonly string[], by: Point): void {
  for (const id of ids) {
    const box = layoutOf(useCanvas.getState().org.workspaces).boxes.get(id);
    if (box === undefined) continue;
    holdPlaces(id);
    keepFrames(id);
    place(id, { x: box.x + by.x, y: box.y + by.y });
  }
  keepSizes();
}
