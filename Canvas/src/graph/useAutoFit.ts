import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useCanvas } from '../store/canvas';
import { readSetting } from '../store/settings';
import { prefersStillness } from '../ui/motion';
import { fitOptions } from './fit';
import type { CardNode } from './project';

const settleMs = 500;
const flightMs = 400;
const growthMs = 3000;

/**
 * While an organisation arrives card by card, the view grows with it. A person who has moved the view meanwhile keeps it, and so does one
 * who adds a card to an organisation that is already in view.
 */
export function useAutoFit(): { readonly userMoved: () => void } {
  const { fitView } = useReactFlow<CardNode>();
  // Who looked at a place before wants to find it again, unless there was nothing to look at.
  const moved = useRef(readSetting('viewport') !== null && !useCanvas.getState().startedEmpty);
  useEffect(() => {
    let growingUntil = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = useCanvas.subscribe((state, before) => {
      const { workspaces } = state.org;
      if (workspaces === before.org.workspaces || state.drag !== null) return;
      const arrived = [...workspaces.keys()].some(id => !before.org.workspaces.has(id));
      if (arrived) growingUntil = Date.now() + growthMs;
      // Cards arrive before it is known whose team they belong to.
      const seated = Date.now() < growingUntil
        && [...workspaces.values()].some(({ id, parentId }) => before.org.workspaces.get(id)?.parentId !== parentId);
      if (!(arrived || seated) || moved.current) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        void fitView(fitOptions(prefersStillness() ? 0 : flightMs));
      }, settleMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [fitView]);
  return { userMoved: () => {
    moved.current = true;
  } };
}
