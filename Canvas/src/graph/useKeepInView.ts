import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { useCanvas } from '../store/canvas';
import { prefersStillness } from '../ui/motion';
import { centreOf } from './geometry';
import { layoutOf } from './layout';

const flightMs = 300;
const margin = 60;

/** A card that is selected stays in sight when the panel opens over the place where it was. */
export function useKeepInView(): void {
  const { setCenter, getViewport } = useReactFlow();
  const store = useStoreApi();
  const selectedId = useCanvas(state => state.selectedId);
  useEffect(() => {
    if (selectedId === null) return;
    // The panel takes its room in the same turn; the graph learns of it a little later.
    const timer = setTimeout(() => {
      const box = layoutOf(useCanvas.getState().org.workspaces).boxes.get(selectedId);
      if (box === undefined) return;
      const { x, y, zoom } = getViewport();
      const { width, height } = store.getState();
      const head = { x: centreOf(box).x * zoom + x, y: box.y * zoom + y };
      if (head.x > margin && head.x < width - margin && head.y > 0 && head.y < height - margin) return;
      void setCenter(centreOf(box).x, centreOf(box).y, { zoom, duration: prefersStillness() ? 0 : flightMs });
    }, 60);
    return () => clearTimeout(timer);
  }, [selectedId, setCenter, getViewport, store]);
}
