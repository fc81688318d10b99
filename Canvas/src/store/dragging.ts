import { beginDrag, cancelDrag, endDrag } from '../graph/drag';
import type { Point } from '../graph/geometry';
import { dragTo, sceneOf, setDrag, useCanvas } from './canvas';
import { agreeToMove } from './agreement';
import { holdPlaces, holdSeat, place, saveSeats } from './places';

/** Answers false where the card may not be dragged now. */
export function dragStarted(id: string): boolean {
  const { org, deleting } = useCanvas.getState();
  if (deleting.has(id)) return false;
  const drag = beginDrag(sceneOf(org), id);
  if (drag === null) return false;
  holdPlaces(id, Number.POSITIVE_INFINITY);
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
  holdPlaces(drag.id, Date.now());
}

/** `leave`: Cmd or Ctrl was held. */
export async function dragEnded(at: Point, leave: boolean): Promise<void> {
  const { drag, org } = useCanvas.getState();
  if (drag === null) return;
  const before = org.workspaces;
  const outcome = endDrag(drag, sceneOf(org), at, leave);
  switch (outcome.kind) {
    case 'stay':
      holdPlaces(drag.id, Date.now());
      setDrag(null);
      return;
    case 'move':
      holdPlaces(drag.id);
      place(drag.id, outcome.to);
      setDrag(null);
      await saveSeats(drag.id, false, before);
      return;
    case 'nest':
    case 'extract': {
      // The card waits where it was let go until the person has answered.
      const agreed = await agreeToMove(drag.id, outcome.parentId);
      holdPlaces(drag.id);
      if (agreed) {
        holdSeat(drag.id);
        place(drag.id, outcome.to, outcome.parentId);
      }
      setDrag(null);
      if (agreed) await saveSeats(drag.id, true, before);
    }
  }
}
