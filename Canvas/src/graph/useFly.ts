import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { treeOf, visibleAncestor } from '../model/tree';
import { useCanvas } from '../store/canvas';
import { prefersStillness } from '../ui/motion';
import { layoutOf } from './layout';

const flightMs = 500;

/** Brings a card, or the folded team that hides it, into view. */
export function useFly(): (id: string) => void {
  const { fitBounds } = useReactFlow();
  return useCallback((id: string) => {
    const { workspaces } = useCanvas.getState().org;
    const tree = treeOf(workspaces);
    const box = layoutOf(workspaces).boxes.get(visibleAncestor(tree, workspaces, id));
    if (box === undefined) return;
    // A margin about the card keeps a single one from filling the screen; a team has room of its own.
    const margin = tree.childrenOf(id).length > 0 && workspaces.get(id)?.collapsed !== true ? 60 : 260;
    void fitBounds(
      { x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin, height: box.height + 2 * margin },
      { duration: prefersStillness() ? 0 : flightMs },
    );
  }, [fitBounds]);
}
