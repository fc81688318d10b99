import { create } from 'zustand';
import type { Frame } from '../live/frame';
import { arrive, dotLifeMs, emptyTraffic, fade, observe, prune, type Traffic } from '../traffic/traffic';
import { useCanvas } from './canvas';

interface TrafficState {
  readonly traffic: Traffic;
}

export const useTraffic = create<TrafficState>(() => ({ traffic: emptyTraffic }));

export function observeFrames(frames: readonly Frame[]): void {
  const now = Date.now();
  useTraffic.setState(({ traffic }) => ({ traffic: frames.reduce((seen, frame) => observe(seen, frame, now), traffic) }));
  fadeSoon();
}

let fading: ReturnType<typeof setTimeout> | undefined;

function fadeSoon(): void {
  if (useTraffic.getState().traffic.dots.length === 0) return;
  fading ??= setTimeout(() => {
    fading = undefined;
    useTraffic.setState(({ traffic }) => ({ traffic: fade(traffic, Date.now()) }));
    fadeSoon();
  }, dotLifeMs);
}

/** Nothing is left to fade. */
export function forgetFading(): void {
  clearTimeout(fading);
  fading = undefined;
}

export function dotArrived(id: number): void {
  useTraffic.setState(({ traffic }) => ({ traffic: arrive(traffic, id) }));
}

export function pruneTraffic(): void {
  const { workspaces } = useCanvas.getState().org;
  useTraffic.setState(({ traffic }) => ({ traffic: prune(traffic, id => workspaces.has(id), Date.now()) }));
}
