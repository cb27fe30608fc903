import { InterpError } from '@interp/checks';
import type { ImageSums } from './attribution.js';
import type { Losses } from './rules/rule.js';

/** The account of relevance of one layer for one image, in units of the score: in = out + bias + stabiliser + empty. */
export interface LedgerRow {
  /** The layer's name in the model. */
  readonly layer: string;
  /** Relevance of its output. */
  readonly in: number;
  /** Relevance of its input, the part that was passed on. */
  readonly out: number;
  /** Absorbed by biases. */
  readonly bias: number;
  /** Absorbed by the stabiliser in the denominators. */
  readonly stabiliser: number;
  /** Lost in empty branches; negative if gained. */
  readonly empty: number;
}

/** The account of one layer for a batch, one number per image. */
export interface LayerAccount {
  /** The layer's name. */
  readonly layer: string;
  /** Relevance of its output. */
  readonly in: Float64Array;
  /** Σ|R| of its output. */
  readonly size: Float64Array;
  /** Relevance that was passed on. */
  readonly out: Float64Array;
  /** Absorbed by biases. */
  readonly bias: Float64Array;
  /** Absorbed by stabilisers. */
  readonly stabiliser: Float64Array;
  /** Lost in empty branches. */
  readonly empty: Float64Array;
}

/** A step through which relevance has passed. */
export interface Passage<Sums = ImageSums> {
  /** The name of its layer. */
  readonly layer: string;
  /** The sums of the relevance of its output. */
  readonly arrived: Sums;
  /** Those of its input. */
  readonly passed: Sums;
}

/** The accounts of a batch. */
export interface Accounts {
  /** What the rules of a layer record, and whether this is the first step of the layer. */
  of(layer: string): { readonly losses: Losses; readonly isNew: boolean };
  /** Settles a step, in the order in which relevance passed; throws InterpError `not-finite`, naming the layer. */
  settle(passage: Passage): void;
  /** The accounts, from the output to the input. */
  all(): readonly LayerAccount[];
  /** Makes all numbers 0, for another batch. */
  clear(): void;
}

const checkFinite = (layer: string, totals: Float64Array): void => {
  const image = totals.findIndex((total) => !Number.isFinite(total));
  if (image < 0) return;
  throw new InterpError(
    'not-finite',
    `the relevance below the layer "${layer}" is ${totals[image]} for image ${image} of its batch; expected finite values; check the model's weights, or take a rule that does not divide by sums near 0`,
  );
};

/**
 * New accounts of a batch.
 *
 * @param n - how many images it has
 * @returns none yet
 */
export const newAccounts = (n: number): Accounts => {
  const accounts = new Map<string, LayerAccount>();
  const begun = new Set<string>();
  const zeros = (): Float64Array => new Float64Array(n);
  return {
    of: (layer) => {
      const found = accounts.get(layer);
      const losses = found ?? { layer, in: zeros(), size: zeros(), out: zeros(), bias: zeros(), stabiliser: zeros(), empty: zeros() }; // prettier-ignore
      accounts.set(layer, losses);
      return { losses, isNew: !found };
    },
    settle: ({ layer, arrived, passed }) => {
      const account = accounts.get(layer)!;
      if (!begun.has(layer)) {
        begun.add(layer);
        account.in.set(arrived.totals);
        account.size.set(arrived.sizes);
        account.out.set(arrived.totals);
      }
      checkFinite(layer, passed.totals);
      // A layer of several steps may have them one after the other, or on branches.
      account.out.forEach((before, i) => {
        const [came, went] = [arrived.totals[i], passed.totals[i]];
        account.out[i] = before === came ? went : before + went - came;
      });
    },
    all: () => [...accounts.values()],
    clear: () => {
      begun.clear();
      for (const { bias, stabiliser, empty } of accounts.values())
        for (const losses of [bias, stabiliser, empty]) losses.fill(0);
    },
  };
};

/** How far a row may be off, relative to the layer's Σ|R|. */
const TOLERANCE = 1e-5;

/**
 * One image's rows.
 *
 * @param accounts - the layers, from the output to the input
 * @param image - which image
 * @returns its rows, in the same order
 */
export const rowsOf = (accounts: readonly LayerAccount[], image: number): LedgerRow[] =>
  accounts.map((account) => ({
    layer: account.layer,
    in: account.in[image],
    out: account.out[image],
    bias: account.bias[image],
    stabiliser: account.stabiliser[image],
    empty: account.empty[image],
  }));

/**
 * The largest loss or gain of relevance in a layer for one image, relative to the Σ|R| of the layer's output. It includes what
 * biases, stabilisers and empty branches absorbed.
 *
 * @param accounts - the layers
 * @param image - which image
 * @returns the largest |in - out| / Σ|R|
 */
export const conservationErrorOf = (accounts: readonly LayerAccount[], image: number): number =>
  Math.max(
    0,
    ...accounts.map(({ in: arrived, out, size }) =>
      size[image] > 0 ? Math.abs(arrived[image] - out[image]) / size[image] : 0,
    ),
  );

/**
 * Checks that every row of a batch balances.
 *
 * @param accounts - the layers
 * @param firstImage - the number of the batch's first image, for the message
 * @throws InterpError `not-conserved`, naming the layer and the image
 */
export const checkBalance = (accounts: readonly LayerAccount[], firstImage: number): void => {
  for (const { layer, in: arrived, out, bias, stabiliser, empty, size } of accounts)
    for (let image = 0; image < arrived.length; image++) {
      const rest = arrived[image] - out[image] - bias[image] - stabiliser[image] - empty[image];
      if (Math.abs(rest) <= TOLERANCE * size[image]) continue;
      throw new InterpError(
        'not-conserved',
        `the layer "${layer}" does not balance for image ${firstImage + image}: ${rest} of ${size[image]} is unaccounted for; expected at most ${TOLERANCE} of it; check its rule, or leave strict off`,
      );
    }
};
