import { create } from 'zustand';
import type { Frame } from '../live/frame';
import { arrive, emptyTraffic, observe, prune, type Traffic } from '../traffic/traffic';
import { useCanvas } from './canvas';

interface TrafficState {
  readonly traffic: Traffic;
}

export const useTraffic = create<TrafficState>(() => ({ traffic: emptyTraffic }));

export function observeFrames(frames: readonly Frame[]): void {
  const now = Date.now();
  useTraffic.setState(({ traffic }) => ({ traffic: frames.reduce((seen, frame) => observe(seen, frame, now), traffic) }));
}

export function dotArrived(id: number): void {
  useTraffic.setState(({ traffic }) => ({ traffic: arrive(traffic, id) }));
}

export function pruneTraffic(): void {
  const { workspaces } = useCanvas.getState().org;
  useTraffic.setState(({ traffic }) => ({ traffic: prune(traffic, id => workspaces.has(id), Date.now()) }));
}
