import { isHidden, treeOf, visibleAncestor, type Workspaces } from '../model/tree';
import { edgeKey, type Edge } from '../traffic/traffic';
import { centreOf, contains, exitTowards, type Box, type Point } from './geometry';
import { layoutOf } from './layout';

/** A line to draw: every edge between the same two visible cards in one. */
export interface Lane {
  readonly key: string;
  readonly source: string;
  readonly target: string;
  readonly path: string;
  readonly middle: Point;
  readonly count: number;
  readonly lastAt: number;
  readonly failedAt: number | null;
}

const bend = 0.16;
/** What a team says about itself, but for its last line: the middle of that is empty, and shows the lines to its members. */
const headContent = 102;

/** A team is touched at its header: the frame below belongs to its members. */
export function anchorOf(workspaces: Workspaces, id: string, floating: ReadonlyMap<string, Point>): Box | null {
  const box = layoutOf(workspaces).boxes.get(id);
  if (box === undefined) return null;
  const team = treeOf(workspaces).childrenOf(id).length > 0 && workspaces.get(id)?.collapsed !== true;
  const by = floating.get(id) ?? { x: 0, y: 0 };
  return { x: box.x + by.x, y: box.y + by.y, width: box.width, height: team ? headContent : box.height };
}

/** A line that leaves both boxes at their borders, bent to its right so that the way back lies beside it. */
export function route(from: Box, to: Box): Pick<Lane, 'path' | 'middle'> {
  const start = exitTowards(from, centreOf(to));
  const end = exitTowards(to, centreOf(from));
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const bow = { x: (start.x + end.x) / 2 - dy * bend, y: (start.y + end.y) / 2 + dx * bend };
  const middle = { x: (start.x + 2 * bow.x + end.x) / 4, y: (start.y + 2 * bow.y + end.y) / 4 };
  const r = (value: number) => Math.round(value * 10) / 10;
  return { path: `M${r(start.x)},${r(start.y)} Q${r(bow.x)},${r(bow.y)} ${r(end.x)},${r(end.y)}`, middle };
}

/** From centre to centre, so that even between neighbours a message has a way to go. */
export function passage(from: Box, to: Box): string {
  return route({ ...centreOf(from), width: 0, height: 0 }, { ...centreOf(to), width: 0, height: 0 }).path;
}

/** Edges between what is visible; ends inside a folded team belong to the team. */
export function lanesOf(workspaces: Workspaces, edges: Iterable<Edge>, floating: ReadonlyMap<string, Point>): readonly Lane[] {
  const tree = treeOf(workspaces);
  const lanes = new Map<string, Lane>();
  for (const edge of edges) {
    if (!workspaces.has(edge.source) || !workspaces.has(edge.target)) continue;
    const source = visibleAncestor(tree, workspaces, edge.source);
    const target = visibleAncestor(tree, workspaces, edge.target);
    if (source === target) continue;
    const key = edgeKey(source, target);
    const known = lanes.get(key);
    if (known !== undefined) {
      lanes.set(key, {
        ...known, count: known.count + edge.count, lastAt: Math.max(known.lastAt, edge.lastAt),
        failedAt: latest(known.failedAt, edge.failedAt),
      });
      continue;
    }
    const from = anchorOf(workspaces, source, floating);
    const to = anchorOf(workspaces, target, floating);
    if (from === null || to === null) continue;
    lanes.set(key, { key, source, target, ...route(from, to), count: edge.count, lastAt: edge.lastAt, failedAt: edge.failedAt });
  }
  return [...lanes.values()];
}

/** Whether something that is to be read stands there: a card, and not the frame of an open team. */
export function liesOnCard(workspaces: Workspaces, point: Point): boolean {
  const tree = treeOf(workspaces);
  for (const [id, box] of layoutOf(workspaces).boxes) {
    const isFrame = tree.childrenOf(id).length > 0 && workspaces.get(id)?.collapsed !== true;
    if (!isFrame && contains(box, point) && !isHidden(tree, workspaces, id)) return true;
  }
  return false;
}

function latest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
