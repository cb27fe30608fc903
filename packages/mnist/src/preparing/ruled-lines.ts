/** Which pixels are ink. */
export interface Mask {
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /** 1 where there is ink, else 0. */
  readonly mask: Uint8Array;
}

/** Short vertical runs of ink in column after column. */
interface Chain {
  /** Columns. */
  readonly xs: number[];
  /** First rows of the runs. */
  readonly tops: number[];
  /** Rows after their last. */
  readonly ends: number[];
}

/** A chain that is a line, which falls by `slope` rows a column. */
interface Line {
  readonly chain: Chain;
  readonly thickness: number;
  readonly slope: number;
  readonly atEdges: boolean;
  /** The row of its middle in a column, in the whole picture. */
  readonly rowAt: (x: number) => number;
}

/** Follows short runs from column to column, over gaps where strokes cross them. */
const chainsOf = ({ width, height, mask }: Mask, thickest: number): readonly Chain[] => {
  const chains: Chain[] = [];
  const longestGap = Math.ceil(0.2 * width);
  /** For each row the last chain that came by. */
  const lastAt = new Int32Array(height).fill(-1);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if (mask[y * width + x] === 0) continue;
      const top = y;
      while (y < height && mask[y * width + x] === 1) y++;
      if (y - top > thickest) continue;
      const middle = (top + y - 1) >> 1;
      let found = -1;
      for (let off = 0; off <= 3 && found < 0; off++)
        for (const row of [middle - off, middle + off]) {
          const index = row < 0 || row >= height ? -1 : lastAt[row];
          const before = index < 0 ? Infinity : x - chains[index].xs.at(-1)!;
          if (before > 0 && before <= (off < 2 ? longestGap : 3)) found = index;
        }
      if (found < 0) found = chains.push({ xs: [], tops: [], ends: [] }) - 1;
      const chain = chains[found];
      chain.xs.push(x);
      chain.tops.push(top);
      chain.ends.push(y);
      lastAt[middle] = found;
    }
  }
  return chains;
};

/** How far the middles of a chain's runs are from a straight line, on average. */
const meanDistance = ({ xs, tops, ends }: Chain, rowAt: Line['rowAt']): number =>
  xs.reduce((sum, x, i) => sum + Math.abs((tops[i] + ends[i]) / 2 - rowAt(x)), 0) / xs.length;

/** A chain as a straight line, if it is one and long. */
const lineOf = (chain: Chain, width: number): Line | undefined => {
  const { xs, tops, ends } = chain;
  const n = xs.length;
  const span = xs[n - 1] - xs[0] + 1;
  if (span < 0.3 * width || n < 0.5 * span) return undefined;
  const lengths = tops.map((top, i) => ends[i] - top).sort((a, b) => a - b);
  const thickness = lengths[n >> 1];
  if (span < 20 * thickness) return undefined;
  const middles = tops.map((top, i) => (top + ends[i]) / 2);
  const [meanX, meanY] = [xs, middles].map((values) => values.reduce((a, b) => a + b, 0) / n);
  let [xx, xy] = [0, 0];
  xs.forEach((x, i) => {
    xx += (x - meanX) * (x - meanX);
    xy += (x - meanX) * (middles[i] - meanY);
  });
  const slope = xx > 0 ? xy / xx : 0;
  const rowAt = (x: number): number => meanY + slope * (x - meanX);
  if (meanDistance(chain, rowAt) > 1 + 0.004 * span || Math.abs(slope) > 0.3) return undefined;
  const margin = 1 + 0.02 * width;
  const atEdges = xs[0] <= margin && xs[n - 1] >= width - 1 - margin;
  return { chain, thickness, slope, atEdges, rowAt };
};

/** Whether a chain is a piece of a line, which strokes have cut. */
const isPieceOf = (chain: Chain, { thickness, rowAt }: Line, width: number): boolean =>
  chain.xs.length >= 0.05 * width && meanDistance(chain, rowAt) <= 1 + thickness / 2;

/** Takes lines that run across away; lines are those from edge to edge, and families of three or more. */
const withoutLevelLines = ({ width, height, mask }: Mask): Uint8Array => {
  const thickest = Math.max(2, Math.round(0.02 * Math.min(width, height)));
  const chains = chainsOf({ width, height, mask }, thickest);
  const lines = chains.flatMap((chain) => lineOf(chain, width) ?? []);
  if (lines.length === 0) return mask;
  const left = mask.slice();
  for (const line of lines) {
    const { thickness, slope, atEdges } = line;
    const family = lines.filter((other) => Math.abs(other.slope - slope) < 0.05).length;
    if (!atEdges && family < 3) continue;
    for (const chain of chains) {
      if (chain !== line.chain && !isPieceOf(chain, line, width)) continue;
      chain.xs.forEach((x, i) => {
        if (chain.ends[i] - chain.tops[i] > 1.6 * thickness + 1) return;
        for (let y = chain.tops[i]; y < chain.ends[i]; y++) left[y * width + x] = 0;
      });
    }
  }
  return left;
};

const turned = ({ width, height, mask }: Mask): Mask => {
  const out = new Uint8Array(mask.length);
  for (let y = 0, at = 0; y < height; y++) for (let x = 0; x < width; x++, at++) out[x * height + y] = mask[at];
  return { width: height, height: width, mask: out };
};

/**
 * Takes ruled and squared lines, and straight edges of the paper, out of a mask. A line is thin, straight, and goes from edge to edge or has
 * others beside it. Strokes that cross it keep their pixels.
 *
 * @param ink - the mask, which is left as it is
 * @returns a mask without lines
 */
export const withoutRuledLines = ({ width, height, mask }: Mask): Uint8Array => {
  const level = withoutLevelLines({ width, height, mask });
  const upright = turned({ width, height, mask });
  const cleared = withoutLevelLines(upright);
  if (cleared === upright.mask) return level;
  const back = turned({ width: height, height: width, mask: cleared }).mask;
  return level.map((one, at) => one & back[at]);
};
