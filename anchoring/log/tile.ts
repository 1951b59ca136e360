/** Hashes of a full tile: a tile is a subtree of height 8. */
export const tileWidth = 256;

/** A run of hashes of the tree, or (`level` is `entries`) of the entries under a level 0 tile (C2SP tlog-tiles). */
export interface TileId {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

/** Path of a tile below the log's prefix, e.g. `tile/0/x001/x234/067.p/8`. */
export function formatTilePath({ level, index, width }: TileId): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/.{3}/g) ?? [];
  const name = groups.map((group, position) => (position < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${name}${width === tileWidth ? '' : `.p/${width}`}`;
}

const shape = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** Reads a path that came from outside; undefined for whatever is not the one spelling of a tile. */
export function parseTilePath(path: string): TileId | undefined {
  const [, level = '', name = '', width] = shape.exec(path) ?? [];
  const id: TileId = {
    level: level === 'entries' ? level : Number(level),
    index: Number(name.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  return Number.isSafeInteger(id.index) && formatTilePath(id) === path ? id : undefined;
}

/** How many of a tile's hashes a tree of this size has: 0 to 256. */
export function widthAt(treeSize: number, level: number | 'entries', index: number): number {
  const hashes = Math.floor(treeSize / tileWidth ** (level === 'entries' ? 0 : level));
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth));
}
