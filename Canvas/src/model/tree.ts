import { lookOf } from './status';
import type { Workspace } from './workspace';

export type Workspaces = ReadonlyMap<string, Workspace>;

/** The hierarchy, derived once per change of the list and read by every card. */
export interface Tree {
  /** Every id, each parent before its children, siblings in list order. */
  readonly order: readonly string[];
  readonly roots: readonly string[];
  readonly depth: ReadonlyMap<string, number>;
  /** The parent that is drawn: null for roots, orphans and members of a cycle. */
  readonly parent: ReadonlyMap<string, string | null>;
  /** How many workspaces lie below, at any depth. */
  readonly descendants: ReadonlyMap<string, number>;
  /** The worst status in the subtree, itself included. */
  readonly worst: ReadonlyMap<string, string>;
  /** How many workspaces below are being started. */
  readonly starting: ReadonlyMap<string, number>;
  readonly orphans: ReadonlySet<string>;
  childrenOf(id: string): readonly string[];
}

const cache = new WeakMap<Workspaces, Tree>();
const none: readonly string[] = [];

export function treeOf(workspaces: Workspaces): Tree {
  const known = cache.get(workspaces);
  if (known !== undefined) return known;
  const tree = build(workspaces);
  cache.set(workspaces, tree);
  return tree;
}

function build(workspaces: Workspaces): Tree {
  const children = new Map<string, string[]>();
  const roots: string[] = [];
  const orphans = new Set<string>();
  for (const { id, parentId } of workspaces.values()) {
    if (parentId !== null && workspaces.has(parentId)) {
      const siblings = children.get(parentId);
      if (siblings === undefined) children.set(parentId, [id]);
      else siblings.push(id);
    } else {
      if (parentId !== null) orphans.add(id);
      roots.push(id);
    }
  }

  const order: string[] = [];
  const depth = new Map<string, number>();
  const parent = new Map<string, string | null>();
  const visit = (start: string) => {
    const open: [string, string | null, number][] = [[start, null, 0]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [id, above, level] = next;
      if (depth.has(id)) continue;
      order.push(id);
      depth.set(id, level);
      parent.set(id, above);
      for (const child of [...(children.get(id) ?? none)].reverse()) open.push([child, id, level + 1]);
    }
  };
  roots.forEach(visit);
  // Whoever is in a cycle is below no root: the first of each cycle is drawn as one.
  for (const id of workspaces.keys()) {
    if (depth.has(id)) continue;
    roots.push(id);
    orphans.add(id);
    visit(id);
  }

  const drawn = new Map<string, string[]>();
  for (const id of order) {
    const above = parent.get(id) ?? null;
    if (above === null) continue;
    const siblings = drawn.get(above);
    if (siblings === undefined) drawn.set(above, [id]);
    else siblings.push(id);
  }

  const descendants = new Map<string, number>();
  const worst = new Map<string, string>();
  const starting = new Map<string, number>();
  for (const id of [...order].reverse()) {
    let count = 0;
    let starts = 0;
    let status = workspaces.get(id)?.status ?? '';
    for (const child of drawn.get(id) ?? none) {
      count += 1 + (descendants.get(child) ?? 0);
      starts += (workspaces.get(child)?.status === 'provisioning' ? 1 : 0) + (starting.get(child) ?? 0);
      const below = worst.get(child) ?? '';
      if (lookOf(below).severity > lookOf(status).severity) status = below;
    }
    descendants.set(id, count);
    starting.set(id, starts);
    worst.set(id, status);
  }

  return { order, roots, depth, parent, descendants, worst, starting, orphans, childrenOf: id => drawn.get(id) ?? none };
}

/** Everything below `id`, parents first, itself excluded. */
export function descendantsOf(tree: Tree, id: string): readonly string[] {
  const found: string[] = [];
  const open = [...tree.childrenOf(id)].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    found.push(next);
    open.push(...[...tree.childrenOf(next)].reverse());
  }
  return found;
}

export function isWithin(tree: Tree, id: string, ancestor: string): boolean {
  for (let at: string | null = id; at !== null; at = tree.parent.get(at) ?? null) {
    if (at === ancestor) return true;
  }
  return false;
}

/** Whether some ancestor is folded, so that the card is not drawn. */
export function isHidden(tree: Tree, workspaces: Workspaces, id: string): boolean {
  return visibleAncestor(tree, workspaces, id) !== id;
}

/** The card that stands for `id` on screen: itself, or the outermost folded team around it. */
export function visibleAncestor(tree: Tree, workspaces: Workspaces, id: string): string {
  let shown = id;
  for (let at = tree.parent.get(id) ?? null; at !== null; at = tree.parent.get(at) ?? null) {
    if (workspaces.get(at)?.collapsed === true) shown = at;
  }
  return shown;
}

/** Whether the organisation around a card is still being started: until then its cards stay where they are. */
export function isDeploying(tree: Tree, id: string): boolean {
  let root = id;
  for (let at = tree.parent.get(id) ?? null; at !== null; at = tree.parent.get(at) ?? null) root = at;
  return root !== id && (tree.starting.get(root) ?? 0) > 0;
}
