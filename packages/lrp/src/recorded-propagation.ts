import type { Network, Trace, TracedLayer } from '@interp/core';
import {
  hostValues,
  isRecordable,
  kernelIfThere,
  noteWeights,
  recordPlaces,
  repetitions,
  stepGraphOf,
  traceGraph,
  type Recorder,
  type Repeated,
} from '@interp/core/internal';
import { relevanceStart } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { sumsOfBlocks, type ImageSums } from './attribution.js';
import { ruleFor, type Composite } from './composite.js';
import { identityOf } from './identity.js';
import { newAccounts, type Accounts, type LayerAccount, type Passage } from './ledger.js';
import { propagateBack, type Propagation } from './propagation.js';
import { proportionalIdentity } from './rules/on-weighted-sums.js';

/** Where a recording has a batch, its scores `y`, their relevance `dy` and that of the batch, `dx`; sums over images; and the accounts, of the batch that was last. */
interface Places {
  readonly x: tf.TensorInfo;
  readonly y: tf.TensorInfo;
  readonly dy: tf.TensorInfo;
  readonly dx: tf.TensorInfo;
  readonly passages: readonly Passage<tf.TensorInfo>[];
  readonly accounts: Accounts;
}

/** Part 0 computes scores, part 1 relevance. */
type Walk = Repeated<Places>;

const walks = repetitions<Places>();

/** The most bytes of a recording: it holds the values of all layers. */
const mostBytes = 2 ** 27;

/** What is done with a batch, as text; undefined where a rule or a match is somebody's own, which may depend on more than what it is given. */
const keyOf = (
  composite: Composite,
  x: tf.Tensor,
  { biasPolicy, emptyBranch, bounds, keep }: Propagation,
): string | undefined => {
  const parts = composite.flat().map(identityOf);
  if (keep.length > 0 || parts.includes(undefined)) return undefined;
  return [...parts, biasPolicy, emptyBranch, ...bounds, 'of', ...x.shape].join();
};

/** A copy of a tensor's values. */
const copied = (tensor: tf.Tensor): Float32Array => hostValues(tensor).slice();

/** What frees the outputs of steps, each once no step needs it, from the last step to the first: their places are used again. */
const freeing = ({ layers, input, output }: Trace): ((value: tf.Tensor) => void) => {
  const users = new Map<tf.Tensor, number>();
  for (const value of layers.map((layer) => layer.output)) users.set(value, (users.get(value) ?? 0) + 1);
  return (value) => {
    const left = users.get(value)! - 1;
    users.set(value, left);
    if (left === 0 && value !== input && value !== output) value.dispose();
  };
};

/**
 * Whether the rule of a step, one of those that {@link keyOf} knows, looks at nothing of its output but the shape: all but the ε rules share by sums of their own, and no rule looks at
 * what an activation is applied to.
 */
const isUnseen =
  (composite: Composite) =>
  (layer: TracedLayer): boolean =>
    !identityOf(ruleFor(composite, layer))!.startsWith(proportionalIdentity);

/** Records what was done with a batch: the values decide which kernels a rule takes. */
const record = (network: Network, x: tf.Tensor, start: tf.Tensor, how: Propagation, by: Recorder): Walk | undefined => {
  const [values, relevance] = [copied(x), copied(start)];
  const passages: Passage<tf.TensorInfo>[] = [];
  const accounts = newAccounts(x.shape[0]);
  let walk: Walk | undefined;
  const weights = noteWeights(() => {
    walk = recordPlaces(by, mostBytes, ({ given, keep, nextPart }) => {
      const [batch, ofBatch] = given(x.shape, values);
      const run = traceGraph(stepGraphOf(network), batch, isUnseen(how.composite));
      const y = keep(run.output);
      nextPart();
      const [arriving, dy] = given(start.shape, relevance);
      const free = freeing(run);
      const told = {
        sumsOf: (of: tf.Tensor) => keep(kernelIfThere('ImageSums', { x: of })!),
        told: (passage: Passage<tf.TensorInfo>, { output }: TracedLayer) => {
          passages.push(passage);
          free(output);
        },
        kept: () => undefined,
      };
      const dx = keep(propagateBack(run, arriving, how, accounts, told));
      return { x: ofBatch, y, dy, dx, passages, accounts };
    });
  });
  return walk && { ...walk, isUnchanged: weights.areUnchanged };
};

/** The result for one batch. */
export interface Propagated {
  /** Relevance of the input; the caller's. */
  readonly relevance: tf.Tensor;
  /** Scores before any softmax, `[n, classes]`; the caller's. */
  readonly logits: tf.Tensor2D;
  /** The accounts of all layers, from the output to the input, until the next batch. */
  readonly accounts: readonly LayerAccount[];
}

/** A batch by what was recorded, `[relevance, logits]`; nothing where it has to be done otherwise. */
const played = ({ recording, recorder: by, places }: Walk, x: tf.Tensor, score: Propagation['score']): tf.Tensor[] => {
  const { passages, accounts } = places;
  by.write(places.x, x);
  if (!recording.play(0)) return [];
  const logits = by.read(places.y) as tf.Tensor2D;
  const start = relevanceStart(score)(logits);
  if (start.dtype !== 'float32' || !recording.isPlayable()) return [];
  by.write(places.dy, start);
  accounts.clear();
  if (!recording.play(1)) return [];
  const sums = new Map<tf.TensorInfo, ImageSums>();
  const sumsOf = (place: tf.TensorInfo): ImageSums => {
    const found = sums.get(place) ?? sumsOfBlocks(place);
    sums.set(place, found);
    return found;
  };
  for (const { layer, arrived, passed } of passages)
    accounts.settle({ layer, arrived: sumsOf(arrived), passed: sumsOf(passed) });
  return [by.read(places.dx), logits];
};

/**
 * Propagates the relevance of one batch as it was recorded, once the same was done several times, or does it and records it.
 *
 * @param network - what is explained
 * @param x - the batch; borrowed
 * @param how - how
 * @param propagate - does it
 * @returns the result
 * @throws InterpError `not-finite`, naming the layer; what `propagate` throws
 */
export const repeatedly = (
  network: Network,
  x: tf.Tensor,
  how: Propagation,
  propagate: () => Propagated,
): Propagated => {
  const graph = stepGraphOf(network);
  const key = x.dtype === 'float32' && isRecordable(graph) ? keyOf(how.composite, x, how) : undefined;
  if (key === undefined) return propagate();
  let first: Propagated | undefined;
  const walk = walks.find(graph, key, (by) => {
    first = propagate();
    let start: tf.Tensor | undefined;
    try {
      start = tf.tidy(() => relevanceStart(how.score)(first!.logits));
      return record(network, x, start, how, by);
    } catch (error) {
      tf.dispose([first.relevance, first.logits]);
      throw error;
    } finally {
      start?.dispose();
    }
  });
  if (first) return first;
  if (!walk) return propagate();
  const [relevance, logits] = tf.tidy(() => walks.during(graph, () => played(walk, x, how.score)));
  if (relevance) return { relevance, logits: logits as tf.Tensor2D, accounts: walk.places.accounts.all() };
  walks.giveUp(graph);
  return propagate();
};
