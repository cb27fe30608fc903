import { InterpError } from '@interp/checks';
import { classifier, networkOf } from '@interp/core';
import type { LabelledImages, Random } from '@interp/core';
import type { AdversarialTraining } from '@interp/training';
import { randomFromState, range, scoreCount } from '@interp/core/internal';
import type { Optimizer, OptimizerStep } from '@interp/training';
import {
  trainedWeights,
  valuesOf,
  weightArrays,
  weightValues,
  writeWeights,
  type Learner,
} from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { adversarialBatch } from './adversarial-batch.js';
import { epochLosses, epochSumsForm, type BatchTime, type EpochSums } from './epoch-losses.js';
import { epochRecordForm, type EpochRecord, type ValidationRecord } from './epoch-record.js';
import { ofEachClass, oneHot, type Loss } from './losses.js';
import type { Augmentation } from './augment.js';
import { augmentedBatchOf, batchOf, labelsOf, type Labels, type Split } from './training-data.js';
import { forgetGradients, trainingLogits, weightGradients } from './weight-gradients.js';

/** Validation images in one pass: enough to keep the backend busy, few enough for its memory. */
const chunk = 250;

const streamForm = z.array(z.int().min(0)).length(4).readonly();

/** The plain data of a checkpoint. */
interface State {
  /** Sums over the epoch so far. */
  readonly sums: EpochSums;
  /** State of the generator for augmentation. */
  readonly augmentation: readonly number[];
  /** State of the generator for adversarial examples, in adversarial training. */
  readonly adversarial?: readonly number[];
  /** The lowest validation loss so far and its epoch, for early stopping. */
  readonly best?: { readonly loss: number; readonly epoch: number };
}

const stateForm: z.ZodType<State> = z.strictObject({
  sums: epochSumsForm,
  augmentation: streamForm,
  adversarial: streamForm.exactOptional(),
  best: z.strictObject({ loss: z.number(), epoch: z.int().min(1) }).exactOptional(),
});

/** Settings of a {@link learner}. */
export interface LearnerSettings {
  /** The loss. */
  readonly loss: Loss;
  /** The optimizer. */
  readonly optimizer: Optimizer;
  /** Decoupled weight decay of each kernel, as a fraction of rate × kernel per step. */
  readonly weightDecay: number;
  /** Random augmentation, if any. */
  readonly augment?: Augmentation;
  /** The method of adversarial training, if any. */
  readonly adversarial?: AdversarialTraining;
  /** Early stopping, if any. */
  readonly earlyStop?: { readonly patience: number };
  /** The validation accuracy at which training ends, if any. */
  readonly targetAccuracy?: number | undefined;
}

/** The random number generators of a training. */
export interface LearnerStreams {
  /** For augmentation. */
  readonly augmentation: Random;
  /** For adversarial examples of training images. */
  readonly adversarial: Random;
  /** For adversarial examples of validation images, the same after each epoch. */
  readonly validation: Random;
}

/**
 * The learner of a classifier, for the training loop of core.
 *
 * @param model - the model; its weights are changed in place
 * @param data - training and validation images; borrowed
 * @param settings - how
 * @param streams - the source of all random numbers
 * @returns the learner, which owns tensors until its `dispose()`; the model stays
 * @throws InterpError `unsupported-model` for a model without trainable weights or of another form
 */
export const learner = (
  model: LayersModel,
  { training, validation }: Split,
  { loss: wantedLoss, optimizer, weightDecay, augment, adversarial, earlyStop, targetAccuracy }: LearnerSettings,
  streams: LearnerStreams,
): Learner<EpochRecord, State, { readonly loss: number }> & { dispose(): void } => {
  const logitsOf = trainingLogits(model);
  const gradientsOf = weightGradients(model);
  const network = networkOf(model);
  const classes = scoreCount(network);
  const isMultiLabel = network.outputs[0].probabilities === 'sigmoid';
  const loss = isMultiLabel ? ofEachClass(wantedLoss) : wantedLoss;
  if (model.trainableWeights.length === 0)
    throw new InterpError('unsupported-model', 'the model has no trainable weights; make some of its layers trainable');
  const attacked = adversarial && classifier(model);
  const weights = trainedWeights(model, optimizer, { weightDecay });
  const validationRandom = streams.validation.state();
  const losses = epochLosses(isMultiLabel);
  let { augmentation: moves, adversarial: attacks } = streams;
  let best: State['best'];
  let bestValues: readonly Float32Array[] | undefined;

  const descend = (x: tf.Tensor, minimised: Loss, wanted: tf.Tensor2D, at: OptimizerStep) => {
    const batch = gradientsOf(minimised, x, wanted);
    weights.update(batch.gradients, at);
    return { loss: batch.loss, logits: batch.logits };
  };

  /** One step on a batch; in adversarial training, on its examples. */
  const trainOn = (x: tf.Tensor, labels: Labels, at: OptimizerStep, epochs: number) =>
    tf.tidy(() => {
      const wanted = oneHot(labels, classes);
      if (!adversarial || !attacked) return descend(x, loss, wanted, at);
      const batch = adversarialBatch(adversarial, loss, attacked, x, labels, { epochs, random: attacks });
      const { loss: minimised, logits } = descend(batch.x, batch.loss, wanted, at);
      const rows = batch.split(logits);
      if (rows.adversarial !== logits) logits.dispose();
      return {
        loss: minimised,
        logits: rows.adversarial,
        clean: loss.of(rows.clean, wanted).value,
        cleanLogits: rows.clean,
        adversarial: loss.of(rows.adversarial, wanted).value,
      };
    });

  /** Mean loss and accuracy on validation images; in adversarial training, on their examples too, at full strength. */
  const validate = async (data: LabelledImages, at: BatchTime): Promise<ValidationRecord> => {
    const random = randomFromState(validationRandom);
    const [clean, against] = [epochLosses(isMultiLabel), epochLosses(isMultiLabel)];
    const evaluate = (x: tf.Tensor, labels: Labels) => {
      const logits = logitsOf(x, false);
      return { loss: loss.of(logits, oneHot(labels, classes)).value, logits };
    };
    try {
      for (let from = 0; from < data.size; from += chunk) {
        const indices = range(from, Math.min(data.size, from + chunk));
        const labels = labelsOf(data, indices);
        const both = tf.tidy(() => {
          const x = data.images(indices);
          const examples = attacked && adversarial?.examples(attacked, x, labels, { epochs: Infinity, random });
          return { clean: evaluate(x, labels), adversarial: examples && evaluate(examples, labels) };
        });
        clean.add(both.clean, labels, at);
        if (both.adversarial) against.add(both.adversarial, labels, at);
        await clean.read();
        await against.read();
      }
      return { ...clean.means(false), ...(adversarial && { adversarial: against.means(false) }) };
    } finally {
      clean.dispose();
      against.dispose();
    }
  };

  return {
    forms: { record: epochRecordForm, state: stateForm },
    get measures() {
      return { loss: losses.loss };
    },
    step: async ({ indices, epoch, step, rate, epochsDone }) => {
      const { x, labels } = augment
        ? await augmentedBatchOf(training, indices, augment, moves)
        : batchOf(training, indices);
      try {
        losses.add(trainOn(x, labels, { rate, step }, epochsDone), labels, { epoch, step, rate });
      } finally {
        x.dispose();
      }
    },
    read: losses.read,
    endEpoch: async ({ epoch, step, rate, seconds, isLast }) => {
      const { loss: mean, accuracy, ...against } = losses.means(adversarial !== undefined);
      const validationMeasures = validation && (await validate(validation, { epoch, step, rate }));
      const record: EpochRecord = {
        epoch,
        step,
        loss: mean,
        accuracy,
        rate,
        seconds,
        ...against,
        ...(validationMeasures && { validation: validationMeasures }),
      };
      losses.reset();
      if (validationMeasures && targetAccuracy !== undefined && validationMeasures.accuracy >= targetAccuracy)
        return { record, endsEarly: true };
      if (!earlyStop || !validationMeasures) return { record };
      const watched = (validationMeasures.adversarial ?? validationMeasures).loss;
      if (!best || watched < best.loss) {
        best = { loss: watched, epoch };
        bestValues = await weightValues(model);
      }
      const endsEarly = epoch - best.epoch >= earlyStop.patience;
      if ((isLast || endsEarly) && bestValues) writeWeights(model.weights, bestValues);
      return { record, endsEarly };
    },
    arrays: async () => [
      ...(await weights.arrays()),
      ...(bestValues ? weightArrays('best', model.weights, bestValues) : []),
    ],
    state: () => ({
      sums: losses.sums,
      augmentation: moves.state(),
      ...(adversarial && { adversarial: attacks.state() }),
      ...(best && { best }),
    }),
    restore: (arrays, state) => {
      if ((adversarial === undefined) !== (state.adversarial === undefined))
        throw new InterpError(
          'bad-file',
          'the checkpoint lacks the state of the adversarial training; give an undamaged one',
        );
      const putWeights = weights.restored(arrays);
      if (state.best) bestValues = valuesOf(arrays, 'best', model.weights);
      moves = randomFromState(state.augmentation);
      if (state.adversarial) attacks = randomFromState(state.adversarial);
      best = state.best;
      losses.sums = state.sums;
      putWeights();
    },
    dispose: () => {
      losses.dispose();
      weights.dispose();
      forgetGradients(gradientsOf);
    },
  };
};
