import { treeOf, type Tree, type Workspaces } from '../model/tree';
import { overlaps, type Box, type Point, type Size } from './geometry';

/** The numbers the server lays out imports with as well: change both or neither. */
export const leaf: Size = { width: 240, height: 130 };
export const grid = { columns: 2, gutter: 14, side: 16, header: 130, bottom: 16 } as const;
export const leastTeam: Size = { width: 360, height: 200 };
export const leastLeaf: Size = { width: 210, height: 110 };
const rescueReach = 3;
const roots = { leastColumns: 4, shape: 1.8, left: 100, top: 100, stepX: 320, stepY: 160, gap: 24 } as const;

export interface Layout {
  /** Absolute boxes, folded-away cards included. */
  readonly boxes: ReadonlyMap<string, Box>;
  /** Cards that had no place, or one outside their team, and got one here: to be saved. */
  readonly placed: ReadonlySet<string>;
}

const cache = new WeakMap<Workspaces, Layout>();

export function layoutOf(workspaces: Workspaces): Layout {
  const known = cache.get(workspaces);
  if (known !== undefined) return known;
  const layout = new Arrangement(workspaces, treeOf(workspaces)).run();
  cache.set(workspaces, layout);
  return layout;
}

/** Exactly (0,0) means that nobody has placed the card yet. */
export function isUnplaced(point: Point): boolean {
  return point.x === 0 && point.y === 0;
}

class Arrangement {
  readonly #sizes = new Map<string, Size>();
  /** Relative to the parent; roots absolute. */
  readonly #places = new Map<string, Point>();
  readonly #placed = new Set<string>();

  constructor(readonly workspaces: Workspaces, readonly tree: Tree) {}

  run(): Layout {
    // Children first: a team's size follows from what it contains.
    for (const id of [...this.tree.order].reverse()) this.#sizes.set(id, this.#arrangeTeam(id));
    this.#arrangeRoots();

    const boxes = new Map<string, Box>();
    for (const id of this.tree.order) {
      const place = this.#places.get(id) ?? { x: 0, y: 0 };
      const parent = this.tree.parent.get(id) ?? null;
      const origin = parent === null ? undefined : boxes.get(parent);
      boxes.set(id, { x: place.x + (origin?.x ?? 0), y: place.y + (origin?.y ?? 0), ...this.#sizeOf(id) });
    }
    return { boxes, placed: this.#placed };
  }

  #arrangeTeam(id: string): Size {
    const children = this.tree.childrenOf(id);
    const self = this.workspaces.get(id);
    const wanted = self?.size ?? null;
    if (children.length === 0) return wanted === null ? leaf : atLeast(wanted, leastLeaf);
    const selfUnplaced = self === undefined || isUnplaced(self);
    const slot = slotSize(children.map(child => this.#sizeOf(child)));
    const taken: Box[] = [];
    const waiting: string[] = [];
    // What a child must touch to count as inside. Teams lose members and keep the others where they are, so it is generous.
    const frame = gridFrame(children.length, slot);
    const reach: Box = { x: 0, y: 0, width: frame.width * rescueReach, height: frame.height * rescueReach };

    for (const child of children) {
      const row = this.workspaces.get(child);
      const size = this.#sizeOf(child);
      if (self === undefined || row === undefined || selfUnplaced || isUnplaced(row)) {
        waiting.push(child);
        continue;
      }
      const box: Box = { x: row.x - self.x, y: row.y - self.y, ...size };
      if (!overlaps(box, reach)) {
        waiting.push(child);
        continue;
      }
      this.#places.set(child, { x: box.x, y: box.y });
      taken.push(box);
    }

    waiting.sort((a, b) => this.#compare(a, b));
    for (const child of waiting) {
      const box = freeSlot(this.#sizeOf(child), slot, taken);
      this.#places.set(child, { x: box.x, y: box.y });
      this.#placed.add(child);
      taken.push(box);
    }
    if (self?.collapsed === true) return leaf;
    const content = {
      width: Math.max(leastTeam.width, ...taken.map(box => box.x + box.width + grid.side)),
      height: Math.max(leastTeam.height, ...taken.map(box => box.y + box.height + grid.bottom)),
    };
    return wanted === null ? content : atLeast(wanted, content);
  }

  #arrangeRoots(): void {
    const taken: Box[] = [];
    const waiting: string[] = [];
    for (const id of this.tree.roots) {
      const row = this.workspaces.get(id);
      if (row === undefined || isUnplaced(row)) {
        waiting.push(id);
      } else {
        this.#places.set(id, { x: row.x, y: row.y });
        taken.push({ x: row.x, y: row.y, ...this.#sizeOf(id) });
      }
    }
    waiting.sort((a, b) => this.#compare(a, b));
    const columns = columnsFor(waiting.map(id => this.#sizeOf(id)));
    for (const id of waiting) {
      const box = freeCell(this.#sizeOf(id), taken, columns);
      this.#places.set(id, { x: box.x, y: box.y });
      this.#placed.add(id);
      taken.push(box);
    }
  }

  #sizeOf(id: string): Size {
    return this.#sizes.get(id) ?? leaf;
  }

  /** By name, and by id where that says nothing: every page that saves these places must find the same, in whatever order it heard of the cards. */
  #compare(a: string, b: string): number {
    return this.#nameOf(a).localeCompare(this.#nameOf(b), 'en') || (a < b ? -1 : 1);
  }

  #nameOf(id: string): string {
    return this.workspaces.get(id)?.name ?? '';
  }
}

function atLeast(size: Size, least: Size): Size {
  return { width: Math.max(size.width, least.width), height: Math.max(size.height, least.height) };
}

/** Column width is the widest sibling, row height the tallest. */
function slotSize(sizes: readonly Size[]): Size {
  return { width: Math.max(...sizes.map(size => size.width)), height: Math.max(...sizes.map(size => size.height)) };
}

function slotAt(index: number, slot: Size): Point {
  return {
    x: grid.side + (index % grid.columns) * (slot.width + grid.gutter),
    y: grid.header + Math.floor(index / grid.columns) * (slot.height + grid.gutter),
  };
}

function gridFrame(count: number, slot: Size): Size {
  const columns = Math.min(count, grid.columns);
  const rows = Math.ceil(count / grid.columns);
  return {
    width: Math.max(leastTeam.width, 2 * grid.side + columns * slot.width + (columns - 1) * grid.gutter),
    height: Math.max(leastTeam.height, grid.header + rows * slot.height + (rows - 1) * grid.gutter + grid.bottom),
  };
}

function freeSlot(size: Size, slot: Size, taken: readonly Box[]): Box {
  for (let index = 0; ; index++) {
    const box = { ...slotAt(index, slot), ...size };
    if (!taken.some(other => overlaps(box, other))) return box;
  }
}

/** Four columns, and more where so many roots arrive at once that four would make a tower. */
function columnsFor(sizes: readonly Size[]): number {
  const area = sizes.reduce((sum, size) => sum + (size.width + roots.gap) * (size.height + roots.gap), 0);
  return Math.max(roots.leastColumns, Math.ceil(Math.sqrt(area * roots.shape) / roots.stepX));
}

function freeCell(size: Size, taken: readonly Box[], columns: number): Box {
  for (let index = 0; ; index++) {
    const box = {
      x: roots.left + (index % columns) * roots.stepX,
      y: roots.top + Math.floor(index / columns) * roots.stepY,
      ...size,
    };
    if (!taken.some(other => overlaps(box, other, roots.gap))) return box;
  }
}

/** "Arrange children": every child in its grid slot, by name. Absolute positions. */
export function arrangeChildren(workspaces: Workspaces, id: string): ReadonlyMap<string, Point> {
  const tree = treeOf(workspaces);
  const { boxes } = layoutOf(workspaces);
  const team = boxes.get(id);
  const children = [...tree.childrenOf(id)];
  if (team === undefined || children.length === 0) return new Map();
  const sizes = children.map(child => boxes.get(child) ?? leaf);
  const slot = slotSize(sizes);
  children.sort((a, b) => (workspaces.get(a)?.name ?? '').localeCompare(workspaces.get(b)?.name ?? ''));
  return new Map(children.map((child, index) => {
    const at = slotAt(index, slot);
    return [child, { x: team.x + at.x, y: team.y + at.y }];
  }));
}

/** "Arrange everything": every card where the layout would put it if nobody had ever moved one. Absolute positions. */
export function arrangeAll(workspaces: Workspaces): ReadonlyMap<string, Point> {
  const fresh = new Map([...workspaces].map(([id, row]) => [id, { ...row, x: 0, y: 0, size: null }]));
  return new Map([...layoutOf(fresh).boxes].map(([id, { x, y }]) => [id, { x, y }]));
}
