import type { OnInit, OnMove } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { ApiError } from '../api/errors';
import { isObject, number, parseJson } from '../api/json';
import { saveViewport, type Viewport } from '../api/server';
import { useCanvas } from '../store/canvas';
import { queryClient } from '../store/query';
import { viewportQuery } from '../store/viewport';
import { readSetting, writeSetting } from '../store/settings';
import { fitOptions } from './fit';
import type { CardNode } from './project';

const saveAfterMs = 1000;

/** Restores where this browser looked last, else where the server says, else shows everything; saves after each move. */
export function useViewport(): { readonly onInit: OnInit<CardNode>; readonly onMoveEnd: OnMove } {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const shared = useRef(true);
  useEffect(() => () => clearTimeout(timer.current), []);

  const onInit: OnInit<CardNode> = useCallback(instance => {
    const show = (viewport: Viewport) => isUntouched(viewport) ? instance.fitView(fitOptions()) : instance.setViewport(viewport);
    const own = useCanvas.getState().startedEmpty ? null : ownViewport();
    if (own !== null) {
      void show(own);
      return;
    }
    void instance.fitView(fitOptions());
    if (useCanvas.getState().startedEmpty) return;
    // Not having one is never fatal: everything is in view already.
    queryClient.fetchQuery(viewportQuery).then(viewport => isUntouched(viewport) ? undefined : show(viewport)).catch(() => undefined);
  }, []);

  const onMoveEnd: OnMove = useCallback((event, viewport) => {
    // Moves without an event are the program's own.
    if (event === null) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      writeSetting('viewport', JSON.stringify(viewport));
      // One place for everybody, kept as a courtesy to first visitors; failing at it bothers nobody.
      if (shared.current) saveViewport(viewport).catch((error: unknown) => {
        // Who may not save it once may not the next time.
        shared.current = !(error instanceof ApiError && error.isUnauthorized);
      });
    }, saveAfterMs);
  }, []);

  return { onInit, onMoveEnd };
}

function ownViewport(): Viewport | null {
  const kept = parseJson(readSetting('viewport') ?? '');
  if (!isObject(kept)) return null;
  const zoom = number(kept, 'zoom');
  return zoom > 0 ? { x: number(kept, 'x'), y: number(kept, 'y'), zoom } : null;
}

function isUntouched(viewport: Viewport): boolean {
  return viewport.x === 0 && viewport.y === 0 && viewport.zoom === 1;
}
