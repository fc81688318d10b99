import { descendantsOf, isWithin, treeOf, type Workspaces } from './tree';

/** Whom a workspace may talk to: its own team, everybody above it and everybody below it; at the top, the others at the top. */
export function talkersOf(workspaces: Workspaces, id: string): ReadonlySet<string> {
  const tree = treeOf(workspaces);
  const parent = tree.parent.get(id) ?? null;
  const team = parent === null ? tree.roots : tree.childrenOf(parent);
  const above = tree.order.filter(other => isWithin(tree, id, other));
  const all = new Set([...team, ...above, ...descendantsOf(tree, id)]);
  all.delete(id);
  return all;
}

export interface AccessChange {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** What another team changes in whom a workspace may talk to. */
export function accessChange(workspaces: Workspaces, id: string, parentId: string | null): AccessChange {
  const row = workspaces.get(id);
  if (row === undefined) return { gained: [], lost: [] };
  const before = talkersOf(workspaces, id);
  const after = talkersOf(new Map(workspaces).set(id, { ...row, parentId }), id);
  return { gained: [...after].filter(other => !before.has(other)), lost: [...before].filter(other => !after.has(other)) };
}
