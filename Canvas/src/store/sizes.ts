import { isObject, number, parseJson } from '../api/json';
import type { Size } from '../graph/geometry';
import { layoutOf } from '../graph/layout';
import { change, changeAll } from '../model/org';
import { treeOf } from '../model/tree';
import type { Workspace } from '../model/workspace';
import { setOrg, useCanvas } from './canvas';
import { readSetting, writeSetting } from './settings';

/** A size that a person gave a card. The server has no field for it: it is this browser's. */
export function resize(id: string, size: Size): void {
  setOrg(org => change(org, id, { size: { width: Math.round(size.width), height: Math.round(size.height) } }));
}

/** A member that moves inwards leaves its team's frames as large as they are: frames never shrink by themselves. */
export function keepFrames(id: string): void {
  setOrg(org => {
    const tree = treeOf(org.workspaces);
    const { boxes } = layoutOf(org.workspaces);
    const parts = new Map<string, Partial<Workspace>>();
    for (let at = tree.parent.get(id) ?? null; at !== null; at = tree.parent.get(at) ?? null) {
      const box = boxes.get(at);
      if (box !== undefined && org.workspaces.get(at)?.collapsed !== true) parts.set(at, { size: { width: box.width, height: box.height } });
    }
    return changeAll(org, parts);
  });
}

/** A team that a member has left, or that is arranged anew, fits what it holds. */
export function fitFrame(id: string | null): void {
  if (id !== null) setOrg(org => change(org, id, { size: null }));
}

/** Gives listed rows the sizes that this browser remembers. */
export function withSizes(rows: readonly Workspace[]): readonly Workspace[] {
  const kept = parseJson(readSetting('sizes') ?? '');
  if (!isObject(kept)) return rows;
  return rows.map(row => {
    const size = kept[row.id];
    return isObject(size) && number(size, 'width') > 0 ? { ...row, size: { width: number(size, 'width'), height: number(size, 'height') } } : row;
  });
}

export function keepSizes(): void {
  const sized = [...useCanvas.getState().org.workspaces.values()].filter(row => row.size !== null);
  writeSetting('sizes', JSON.stringify(Object.fromEntries(sized.map(({ id, size }) => [id, size]))));
}
