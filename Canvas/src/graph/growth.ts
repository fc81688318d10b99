import { isWithin, treeOf, type Workspaces } from '../model/tree';

/** What the view does about cards that arrived. */
export type Arrival =
  | { readonly kind: 'none' }
  /** One that stands alone beside others: the view goes there. */
  | { readonly kind: 'visit'; readonly id: string }
  /** An organisation that grows: all of it comes into view. */
  | { readonly kind: 'fit'; readonly ids: readonly string[] };

/** What is new in `after`. Children that come one by one belong to a tree that grows, and so do several roots at once. */
export function arrivalOf(before: Workspaces, after: Workspaces): Arrival {
  const fresh = [...after.keys()].filter(id => !before.has(id));
  if (fresh.length === 0) return { kind: 'none' };
  const tree = treeOf(after);
  const rootOf = (id: string) => tree.roots.find(root => isWithin(tree, id, root)) ?? id;
  const roots = [...new Set(fresh.map(rootOf))];
  const [only] = roots;
  if (only !== undefined && roots.length === 1 && fresh.length === 1 && fresh[0] === only && before.size > 0 && tree.childrenOf(only).length === 0) {
    return { kind: 'visit', id: only };
  }
  return { kind: 'fit', ids: tree.order.filter(id => roots.includes(rootOf(id))) };
}

/** Everybody in the tree that the card is part of. */
export function treeAround(workspaces: Workspaces, id: string): readonly string[] {
  const tree = treeOf(workspaces);
  const root = tree.roots.find(each => isWithin(tree, id, each)) ?? id;
  return tree.order.filter(each => isWithin(tree, each, root));
}

const onTheirWay = new Set(['provisioning', 'awaiting_agent']);

/** Whether some of these still start. */
export function isStarting(workspaces: Workspaces, ids: Iterable<string>): boolean {
  for (const id of ids) if (onTheirWay.has(workspaces.get(id)?.status ?? '')) return true;
  return false;
}
