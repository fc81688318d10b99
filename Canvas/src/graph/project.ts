import type { Node } from '@xyflow/react';
import { isDeploying, isHidden, treeOf, type Workspaces } from '../model/tree';
import type { Workspace } from '../model/workspace';
import type { Point } from './geometry';
import { layoutOf } from './layout';

export interface CardData extends Record<string, unknown> {
  readonly workspace: Workspace;
  readonly team: boolean;
  readonly descendants: number;
  readonly worst: string;
  readonly parentMissing: boolean;
  /** Of a root: how many below it are being started. */
  readonly starting: number;
  /** Below a root that is being started. */
  readonly deploying: boolean;
}

export type CardNode = Node<CardData, 'card'>;

/** Lines lie on the frames of teams and behind everything that is to be read. The style sheet says where they are. */
const aboveLanes = 300;
const aboveAll = 500;

/** What one card being dragged adds to the picture. */
export interface Floating {
  readonly id: string;
  readonly at: Point;
  /** Others that are as far from their places as it is. */
  readonly along?: readonly string[];
}

/**
 * The cards to draw, parents first, children relative to their parents. A card that looks as before keeps its identity, so that the
 * graph renders only what changed.
 */
export function projectNodes(workspaces: Workspaces, floating: Floating | null, before: readonly CardNode[]): CardNode[] {
  const tree = treeOf(workspaces);
  const { boxes } = layoutOf(workspaces);
  const home = floating === null ? undefined : boxes.get(floating.id);
  const by = floating === null || home === undefined ? null : { x: floating.at.x - home.x, y: floating.at.y - home.y };
  const afloat = new Set(floating === null ? [] : [floating.id, ...floating.along ?? []]);
  const known = new Map(before.map(node => [node.id, node]));
  const nodes: CardNode[] = [];
  for (const id of tree.order) {
    const workspace = workspaces.get(id);
    const box = boxes.get(id);
    if (workspace === undefined || box === undefined || isHidden(tree, workspaces, id)) continue;
    const parentId = tree.parent.get(id) ?? null;
    const origin = parentId === null ? undefined : boxes.get(parentId);
    const at = by !== null && afloat.has(id) ? { x: box.x + by.x, y: box.y + by.y } : box;
    const position = { x: at.x - (origin?.x ?? 0), y: at.y - (origin?.y ?? 0) };
    const previous = known.get(id);
    const data: CardData = {
      workspace,
      team: tree.childrenOf(id).length > 0,
      descendants: tree.descendants.get(id) ?? 0,
      worst: tree.worst.get(id) ?? workspace.status,
      parentMissing: tree.orphans.has(id),
      starting: parentId === null ? tree.starting.get(id) ?? 0 : 0,
      deploying: isDeploying(tree, id),
    };
    const frame = data.team && !workspace.collapsed;
    const zIndex = (tree.depth.get(id) ?? 0) + (frame ? 0 : aboveLanes) + (afloat.has(id) ? aboveAll : 0);
    if (previous !== undefined && looksSame(previous, data, position, box.width, box.height, parentId, zIndex)) {
      nodes.push(previous);
      continue;
    }
    nodes.push({
      id,
      type: 'card',
      position,
      width: box.width,
      height: box.height,
      measured: { width: box.width, height: box.height },
      zIndex,
      data: previous !== undefined && sameData(previous.data, data) ? previous.data : data,
      ...(parentId === null ? {} : { parentId }),
    });
  }
  const unchanged = nodes.length === before.length && nodes.every((node, index) => node === before[index]);
  return unchanged ? before as CardNode[] : nodes;
}

function looksSame(
  node: CardNode, data: CardData, position: Point, width: number, height: number, parentId: string | null, zIndex: number,
): boolean {
  return node.position.x === position.x && node.position.y === position.y && node.width === width && node.height === height
    && (node.parentId ?? null) === parentId && node.zIndex === zIndex && sameData(node.data, data);
}

function sameData(a: CardData, b: CardData): boolean {
  return a.workspace === b.workspace && a.team === b.team && a.descendants === b.descendants && a.worst === b.worst
    && a.parentMissing === b.parentMissing && a.starting === b.starting && a.deploying === b.deploying;
}
