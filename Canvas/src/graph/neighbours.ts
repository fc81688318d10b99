import { isHidden, treeOf, type Workspaces } from '../model/tree';
import { useCanvas } from '../store/canvas';
import { centreOf } from './geometry';
import { layoutOf } from './layout';

/** The nearest card that lies more in the direction than beside it. */
export function neighbourOf(workspaces: Workspaces, id: string, [dx, dy]: readonly [number, number]): string | null {
  const { boxes } = layoutOf(workspaces);
  const own = boxes.get(id);
  if (own === undefined) return null;
  const tree = treeOf(workspaces);
  const from = centreOf(own);
  let best: string | null = null;
  let shortest = Number.POSITIVE_INFINITY;
  for (const [other, box] of boxes) {
    if (other === id || isHidden(tree, workspaces, other)) continue;
    const to = centreOf(box);
    const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    if (along <= 0 || aside > along * 2) continue;
    const distance = along + 2 * aside;
    if (distance < shortest) {
      best = other;
      shortest = distance;
    }
  }
  return best;
}

export function focusNeighbour(id: string, direction: readonly [number, number]): void {
  const next = neighbourOf(useCanvas.getState().org.workspaces, id, direction);
  if (next === null) return;
  document.querySelector<HTMLElement>(`[data-card="${CSS.escape(next)}"]`)?.focus();
}
