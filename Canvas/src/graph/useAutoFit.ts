import { useReactFlow, type ReactFlowInstance } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { treeOf, type Workspaces } from '../model/tree';
import { useCanvas } from '../store/canvas';
import { prefersStillness } from '../ui/motion';
import { fitOptions, growingOptions } from './fit';
import { centreOf } from './geometry';
import { arrivalOf, isStarting, treeAround } from './growth';
import { layoutOf } from './layout';
import type { CardNode } from './project';

const visitAfterMs = 100;
const quietMs = 500;
const flightMs = 400;
const settleMs = 1_200;
const slowFlightMs = 1_200;
const seatingMs = 3_000;

/**
 * A new card that stands alone is visited. While an organisation arrives card by card, the view grows with it, and once the last has started
 * it comes to rest on all of it. A person who has moved the view since keeps it, until a card comes that was not there then.
 */
export function useAutoFit(): { readonly userMoved: () => void } {
  const { fitView, setCenter, getZoom } = useReactFlow<CardNode>();
  const moved = useRef(false);
  useEffect(() => followArrivals({ fitView, setCenter, getZoom }, moved), [fitView, setCenter, getZoom]);
  return { userMoved: () => {
    moved.current = true;
  } };
}

/** Moves the view from now on; `moved` says whether a person has moved it since. Answers what stops it. */
export function followArrivals(
  { fitView, setCenter, getZoom }: Pick<ReactFlowInstance<CardNode>, 'fitView' | 'setCenter' | 'getZoom'>, moved: { current: boolean },
): () => void {
  const growing = new Set<string>();
  let visited: string | null = null;
  let arrivedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flight = (ms: number) => prefersStillness() ? 0 : ms;
  const after = (ms: number, act: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
  const rest = () => {
    const roots = [...growing];
    growing.clear();
    if (moved.current) return;
    void fitView(fitOptions(flight(slowFlightMs)));
    glow(roots);
  };
  const grow = () => {
    moved.current = false;
    void fitView(growingOptions([...growing], flight(flightMs)));
    if (!isStarting(useCanvas.getState().org.workspaces, growing)) after(settleMs, rest);
  };
  const stop = useCanvas.subscribe((state, before) => {
    const { workspaces } = state.org;
    if (workspaces === before.org.workspaces || state.drag !== null || !before.hydrated) return;
    const arrival = arrivalOf(before.org.workspaces, workspaces);
    if (arrival.kind === 'visit' && growing.size === 0) {
      visited = arrival.id;
      arrivedAt = Date.now();
      after(visitAfterMs, () => {
        const box = layoutOf(useCanvas.getState().org.workspaces).boxes.get(arrival.id);
        if (box !== undefined) void setCenter(centreOf(box).x, centreOf(box).y, { zoom: getZoom(), duration: flight(flightMs) });
      });
    }
    if (arrival.kind === 'fit' || (arrival.kind === 'visit' && growing.size > 0)) {
      for (const id of arrival.kind === 'fit' ? arrival.ids : [arrival.id]) growing.add(id);
      arrivedAt = Date.now();
      after(quietMs, grow);
    } else if ((growing.size > 0 || visited !== null) && wasSeated(before.org.workspaces, workspaces) && Date.now() - arrivedAt < seatingMs) {
      // Cards arrive before it is known whose team they belong to: what was visited alone is part of one.
      if (visited !== null) for (const id of treeAround(workspaces, visited)) growing.add(id);
      visited = null;
      after(quietMs, grow);
    } else if (growing.size > 0 && isStarting(before.org.workspaces, growing) && !isStarting(workspaces, growing)) {
      after(settleMs, rest);
    }
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

function wasSeated(before: Workspaces, after: Workspaces): boolean {
  return [...after.values()].some(({ id, parentId }) => before.has(id) && before.get(id)?.parentId !== parentId);
}

/** One short light on the teams that are complete now. */
function glow(ids: readonly string[]): void {
  const tree = treeOf(useCanvas.getState().org.workspaces);
  for (const id of ids) {
    if ((tree.parent.get(id) ?? null) !== null || tree.childrenOf(id).length === 0) continue;
    const card = document.querySelector(`[data-card="${CSS.escape(id)}"]`)?.closest('.card');
    card?.classList.add('glow');
    card?.addEventListener('animationend', () => card.classList.remove('glow'), { once: true });
  }
}
