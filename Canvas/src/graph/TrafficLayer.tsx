import { ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { descendantsOf, treeOf, visibleAncestor, type Workspaces } from '../model/tree';
import { ago } from '../model/time';
import { nameOf, select, useCanvas } from '../store/canvas';
import { dotArrived, useTraffic } from '../store/traffic';
import { edgeKey, isFailing, isHot, type Dot } from '../traffic/traffic';
import { prefersStillness } from '../ui/motion';
import { useNow } from '../ui/useNow';
import type { Point } from './geometry';
import { layoutOf } from './layout';
import { anchorOf, lanesOf, liesOnCard, passage, type Lane } from './route';

const agingMs = 15_000;
const mostLabels = 20;
/** Moving strokes are dear: beyond so many lines none moves. */
const mostFlowing = 20;

/** The only lines ever drawn: what has been said between agents in the last hour, and the messages passing now. */
export const TrafficLayer = memo(function TrafficLayer() {
  const workspaces = useCanvas(state => state.org.workspaces);
  const edges = useTraffic(state => state.traffic.edges);
  const dots = useTraffic(state => state.traffic.dots);
  const floating = useFloating();
  const now = useNow(agingMs);
  const selected = useCanvas(state => state.selectedId);
  const still = prefersStillness();
  const lit = useMemo(() => still ? litLanes(workspaces, dots) : nothing, [still, workspaces, dots]);
  const lanes = useMemo(() => lanesOf(workspaces, edges.values(), floating), [workspaces, edges, floating]);
  const free = useMemo(() => new Set(lanes.filter(lane => !liesOnCard(workspaces, lane.middle)).map(lane => lane.key)), [workspaces, lanes]);
  return (
    <ViewportPortal>
      <svg className="traffic" width={1} height={1} aria-hidden="true">
        <defs>
          {['hot', 'calm', 'failing'].map(mood => (
            <marker key={mood} id={`arrow-${mood}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path className="arrow" data-mood={mood} d="M0.5 0.8 7 4 0.5 7.2Z" />
            </marker>
          ))}
        </defs>
        {lanes.map(lane => (
          <path key={lane.key} className="lane" data-mood={moodOf(lane, now)} data-flowing={lanes.length <= mostFlowing || undefined} data-lit={lit.has(lane.key) || undefined} data-lane={lane.key} d={lane.path} markerEnd={`url(#arrow-${moodOf(lane, now)})`} />
        ))}
      </svg>
      <svg className="traffic passing" width={1} height={1} aria-hidden="true">
        {still ? null : dots.map(dot => <MovingDot key={dot.id} dot={dot} floating={floating} />)}
      </svg>
      {labelled(lanes, free, selected, now)
        .map(lane => <Label key={lane.key} lane={lane} now={now} />)}
    </ViewportPortal>
  );
});

/** Lines that somebody looks at, or ought to, say how much passes; others only where no card would be hidden by it. */
function labelled(lanes: readonly Lane[], free: ReadonlySet<string>, selected: string | null, now: number): readonly Lane[] {
  const urgent = (lane: Lane) => lane.source === selected || lane.target === selected || moodOf(lane, now) === 'failing';
  return [...lanes.filter(urgent), ...lanes.filter(lane => !urgent(lane) && free.has(lane.key))].slice(0, mostLabels);
}

/** For those who want no motion: the lines on which a message passes now. */
function litLanes(workspaces: Workspaces, dots: readonly Dot[]): ReadonlySet<string> {
  const tree = treeOf(workspaces);
  const shown = (id: string) => visibleAncestor(tree, workspaces, id);
  return new Set(dots.map(({ tone, source, target }) => tone === 'reply' ? edgeKey(shown(target), shown(source)) : edgeKey(shown(source), shown(target))));
}

function moodOf(lane: Lane, now: number): 'hot' | 'calm' | 'failing' {
  const edge = { ...lane, key: lane.key };
  return isFailing(edge, now) ? 'failing' : isHot(edge, now) ? 'hot' : 'calm';
}

/** Words only where somebody looks, or ought to: everywhere they would hide the cards. */
function Label({ lane, now }: { readonly lane: Lane; readonly now: number }) {
  const open = () => {
    const { selectedId } = useCanvas.getState();
    // A second press keeps the tab that is open.
    if (selectedId === lane.source) select(lane.source);
    else select(lane.source, 'activity');
  };
  const calls = `${lane.count} ${lane.count === 1 ? 'call' : 'calls'}`;
  const when = ago(lane.lastAt, Math.max(now, lane.lastAt));
  return (
    <button type="button" className="lane-label nodrag nopan" data-mood={moodOf(lane, now)} tabIndex={-1}
      style={{ transform: `translate(${lane.middle.x}px, ${lane.middle.y}px) translate(-50%, -50%)` }}
      aria-label={`${nameOf(lane.source)} to ${nameOf(lane.target)}: ${calls}`}
      title={`${nameOf(lane.source)} → ${nameOf(lane.target)}: ${calls}, last ${when}`}
      onClick={open}>{calls} · {when}</button>
  );
}

function MovingDot({ dot, floating }: { readonly dot: Dot; readonly floating: ReadonlyMap<string, Point> }) {
  const { workspaces } = useCanvas.getState().org;
  const path = useMemo(() => {
    if (!workspaces.has(dot.source) || !workspaces.has(dot.target)) return null;
    const tree = treeOf(workspaces);
    const from = anchorOf(workspaces, visibleAncestor(tree, workspaces, dot.source), floating);
    const to = anchorOf(workspaces, visibleAncestor(tree, workspaces, dot.target), floating);
    return from === null || to === null ? null : passage(from, to);
  }, [dot, workspaces, floating]);
  if (path === null) return null;
  return (
    <circle className="dot" data-tone={dot.tone} r={5.5} style={{ offsetPath: `path("${path}")` }}
      onAnimationEnd={() => dotArrived(dot.id)} />
  );
}

/** How far the cards being dragged are from where they belong. */
function useFloating(): ReadonlyMap<string, Point> {
  const drag = useCanvas(state => state.drag);
  const at = useCanvas(state => state.dragAt);
  const workspaces = useCanvas(state => state.org.workspaces);
  return useMemo(() => {
    const box = drag === null ? undefined : layoutOf(workspaces).boxes.get(drag.id);
    if (drag === null || at === null || drag.cancelled || box === undefined) return nowhere;
    const by = { x: at.x - box.x, y: at.y - box.y };
    const tree = treeOf(workspaces);
    return new Map([drag.id, ...drag.along].flatMap(id => [id, ...descendantsOf(tree, id)]).map(id => [id, by]));
  }, [drag, at, workspaces]);
}

const nothing: ReadonlySet<string> = new Set();
const nowhere: ReadonlyMap<string, Point> = new Map();
