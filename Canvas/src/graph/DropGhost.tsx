import { ViewportPortal } from '@xyflow/react';
import { nameOf, useCanvas } from '../store/canvas';
import { layoutOf } from './layout';

/** While a card hovers over another team: where it would go, in words as well as in colour. */
export function DropGhost() {
  const drag = useCanvas(state => state.drag);
  const workspaces = useCanvas(state => state.org.workspaces);
  if (drag === null || drag.target === null || drag.cancelled) return null;
  const box = layoutOf(workspaces).boxes.get(drag.target);
  if (box === undefined) return null;
  return (
    <ViewportPortal>
      <div className="drop-ghost" style={{ transform: `translate(${box.x}px, ${box.y}px)`, width: box.width, height: box.height }}>
        <span>Move into {nameOf(drag.target)}</span>
      </div>
    </ViewportPortal>
  );
}
