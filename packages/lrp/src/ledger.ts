import { InterpError } from '@interp/checks';

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
