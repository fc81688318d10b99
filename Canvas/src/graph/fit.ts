import type { FitViewOptions } from '@xyflow/react';
import { useCanvas } from '../store/canvas';
import type { CardNode } from './project';

const roomFor = { feed: '330px', edge: '48px' } as const;
const narrow = 1100;
/** What grows keeps room to grow into, and neither fills the screen nor becomes a speck. */
const growing = { padding: 0.45, minZoom: 0.25, maxZoom: 0.65 } as const;

/** Everything in view and nothing under the messages that float at the right. */
export function fitOptions(duration = 0): FitViewOptions<CardNode> {
  const { showFeed, selectedId } = useCanvas.getState();
  const beside = showFeed && selectedId === null && window.innerWidth > narrow;
  return { maxZoom: 1, duration, padding: { top: roomFor.edge, left: roomFor.edge, bottom: roomFor.edge, right: beside ? roomFor.feed : roomFor.edge } };
}

/** A tree that is still arriving. */
export function growingOptions(ids: readonly string[], duration: number): FitViewOptions<CardNode> {
  return { ...growing, nodes: ids.map(id => ({ id })), duration };
}
