/** One weighted sum in float64: z_j = Σ_i x_i w_ij + b_j. `isWired` says which inputs a unit has at all. */
export interface Sum {
  readonly x: Float64Array;
  readonly w: readonly Float64Array[];
  readonly b: Float64Array;
  readonly relevance: Float64Array;
}

export interface Policies {
  readonly bias: 'drop' | 'keep';
  readonly emptyBranch: 'conserve' | 'paper';
}

/** What each unit passes to each input, straight from a rule's formula: `share(i, j)` for unit j. */
type Unit = (j: number) => readonly number[] | 'empty';

const pos = (v: number): number => Math.max(v, 0);
const neg = (v: number): number => Math.min(v, 0);
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const propagated = ({ x, w, relevance }: Sum, { emptyBranch }: Policies, unit: Unit): Float64Array => {
  const out = new Float64Array(x.length);
  relevance.forEach((r, j) => {
    if (r === 0) return;
    const shares = unit(j);
    const wired = Array.from(x, (_, i) => w[i][j] !== 0);
    const inputs = wired.filter(Boolean).length;
    out.forEach((_, i) => {
      if (shares !== 'empty') out[i] += shares[i] * r;
      else if (emptyBranch === 'conserve' && wired[i]) out[i] += r / inputs;
    });
  });
  return out;
};

const ratio = (numerators: readonly number[], extra: number, epsilon: number): readonly number[] | 'empty' => {
  const sum = total(numerators) + extra;
  if (sum === 0) return 'empty';
  const divisor = sum + (sum < 0 ? -epsilon : epsilon);
  return numerators.map((n) => n / divisor);
};

const products = ({ x, w }: Sum, j: number): number[] => Array.from(x, (v, i) => v * w[i][j]);
const kept = ({ b }: Sum, { bias }: Policies, j: number): number => (bias === 'keep' ? b[j] : 0);

export const slowEpsilon = (sum: Sum, policies: Policies, epsilon: number): Float64Array =>
  propagated(sum, policies, (j) => ratio(products(sum, j), kept(sum, policies, j), epsilon));

export const slowAlphaBeta = (
  sum: Sum,
  policies: Policies,
  alpha: number,
  beta: number,
  stabiliser = 0,
): Float64Array =>
  propagated(sum, policies, (j) => {
    const z = products(sum, j);
    const own = kept(sum, policies, j);
    const positive = total(z.map(pos)) + pos(own);
    const negative = total(z.map(neg)) + neg(own);
    if (positive === 0 && negative === 0) return 'empty';
    if (policies.emptyBranch === 'conserve') {
      if (negative === 0) return z.map((v) => pos(v) / (positive + stabiliser));
      if (positive === 0) return z.map((v) => neg(v) / (negative - stabiliser));
    }
    return z.map(
      (v) =>
        (positive ? (alpha * pos(v)) / (positive + stabiliser) : 0) -
        (negative ? (beta * neg(v)) / (negative - stabiliser) : 0),
    );
  });

export const slowGamma = (sum: Sum, policies: Policies, gamma: number): Float64Array =>
  propagated(sum, policies, (j) => {
    const z = products(sum, j);
    const own = kept(sum, policies, j);
    const sign = total(z) + sum.b[j];
    if (sign === 0) return 'empty';
    const part = sign > 0 ? pos : neg;
    return ratio(
      z.map((v) => v + gamma * part(v)),
      own + gamma * part(own),
      0,
    );
  });

export const slowZBox = (sum: Sum, policies: Policies, low: number, high: number): Float64Array =>
  propagated(sum, policies, (j) =>
    ratio(
      Array.from(sum.x, (v, i) => v * sum.w[i][j] - low * pos(sum.w[i][j]) - high * neg(sum.w[i][j])),
      0,
      0,
    ),
  );

export const slowWSquare = (sum: Sum, policies: Policies): Float64Array =>
  propagated(sum, policies, (j) =>
    ratio(
      Array.from(sum.x, (_, i) => sum.w[i][j] ** 2),
      kept(sum, policies, j) ** 2,
      0,
    ),
  );

export const slowFlat = (sum: Sum, policies: Policies): Float64Array =>
  propagated(sum, policies, (j) =>
    ratio(
      Array.from(sum.x, (_, i) => (sum.w[i][j] === 0 ? 0 : 1)),
      0,
      0,
    ),
  );
