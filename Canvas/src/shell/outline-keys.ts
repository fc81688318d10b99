import type { Tree, Workspaces } from '../model/tree';

export type OutlineStep = { readonly kind: 'focus'; readonly id: string } | { readonly kind: 'fold'; readonly id: string };

/** What a key does in the tree, by the ARIA tree pattern; null where it does nothing. */
export function nextInOutline(key: string, id: string, rows: readonly string[], tree: Tree, workspaces: Workspaces): OutlineStep | null {
  const at = rows.indexOf(id);
  const to = (target: string | undefined | null): OutlineStep | null => target === undefined || target === null ? null : { kind: 'focus', id: target };
  const children = tree.childrenOf(id);
  const folded = workspaces.get(id)?.collapsed === true;
  switch (key) {
    case 'ArrowDown':
      return to(rows[at + 1]);
    case 'ArrowUp':
      return at > 0 ? to(rows[at - 1]) : null;
    case 'Home':
      return to(rows[0]);
    case 'End':
      return to(rows.at(-1));
    case 'ArrowRight':
      if (children.length === 0) return null;
      return folded ? { kind: 'fold', id } : to(children[0]);
    case 'ArrowLeft':
      return children.length > 0 && !folded ? { kind: 'fold', id } : to(tree.parent.get(id));
    default:
      return null;
  }
}
