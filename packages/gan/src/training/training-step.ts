import { repetitions, type Recorder, type Repeated } from '@interp/core/internal';
import { isRepeatable, recordedSteps, type TrainedWeights } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import {
  classRows,
  latentClasses,
  type DiscriminatorExtras,
  type DiscriminatorGradients,
  type GanEngine,
  type Generated,
} from '../gradients/engine.js';
import type { GanLoss } from '../losses/loss.js';
import type { GradientPenalty } from '../losses/penalties.js';

/** The inputs of a step. */
export type GanBatch = {
  /** Real images for each step of the discriminator, `[n, ...shape]`. */
  readonly real: tf.Tensor[];
  /** Latent codes for each step of the discriminator, `[n, latentSize]`. */
  readonly latent: tf.Tensor2D[];
  /** Interpolation weights from 0 to 1 for each, `[n]`, if the penalty needs them. */
  readonly mixes: tf.Tensor1D[];
  /** Classes of the real images for each, `[n]`, if the training is conditional. */
  readonly labels: tf.Tensor1D[];
};

/** Which step it is. */
export interface GanStepTime {
  /** The number of the step, from 1. */
  readonly step: number;
  /** The learning rate of the generator. */
  readonly rate: number;
  /** Whether the spread of the images is measured. */
  readonly withSpread: boolean;
}

/** What {@link ganStep} trains. */
interface Trained {
  /** Computes gradients. */
  readonly engine: GanEngine;
  /** Of the generator. */
  readonly generator: TrainedWeights;
  /** Of the discriminator. */
  readonly discriminator: TrainedWeights;
}

/** How {@link ganStep} trains. */
interface Settings {
  readonly loss: GanLoss;
  readonly penalty: GradientPenalty;
  /** Logits of the discriminator: 1, or one for each class. */
  readonly classes: number;
  /** The discriminator's learning rate, as a multiple of the generator's. */
  readonly faster: number;
}

/** What one step of the discriminator looks at. */
interface Look {
  readonly real: tf.Tensor;
  readonly latent: tf.Tensor2D;
  readonly mixes?: tf.Tensor1D | undefined;
  readonly classes: DiscriminatorExtras['classes'];
}

type Judged = Omit<DiscriminatorGradients, 'gradients'>;

/** A step of the generator. */
interface Made {
  readonly gradients: readonly tf.TensorInfo[];
  /** `[6]` measures, or `[7]` with the spread; the caller's. */
  readonly measures: tf.Tensor;
}

/** A step of the discriminator, and the generator's after it. */
interface Passes {
  /** Of the discriminator. */
  readonly gradients: readonly tf.TensorInfo[];
  /** Once the discriminator is updated. */
  readonly generate: (withSpread: boolean) => Made;
}

/** Where a recorded step has what it takes and makes. */
interface Places {
  readonly taken: readonly tf.TensorInfo[];
  readonly judged: readonly tf.TensorInfo[];
  readonly ofDiscriminator: readonly tf.TensorInfo[];
  readonly ofGenerator: readonly tf.TensorInfo[];
  readonly measures: tf.TensorInfo;
  readonly withSpread: tf.TensorInfo;
}

const steps = repetitions<Places>();

/** Standard deviation over the images, averaged over the pixels. */
const spreadOf = (images: tf.Tensor): tf.Tensor => {
  const centred = tf.sub(images, tf.mean(images, 0, true));
  return tf.mean(tf.sqrt(tf.mean(tf.square(centred), 0)));
};

/** Random interpolations of image pairs, with one weight per pair. */
const interpolated = (real: tf.Tensor, fake: tf.Tensor, mixes: tf.Tensor1D): tf.Tensor => {
  const parts = tf.reshape(mixes, [mixes.size, ...real.shape.slice(1).map(() => 1)]);
  return tf.add(fake, tf.mul(parts, tf.sub(real, fake)));
};

/** `[6]` measures of a step. */
const measuresOf = ({ loss, penalty, real, fake }: Judged, generatorLoss: tf.Scalar): tf.Tensor1D => {
  const isHigher = tf.step(tf.sub(real, fake));
  return tf.stack([loss, generatorLoss, penalty, tf.mean(real), tf.mean(fake), tf.mean(isHigher)]) as tf.Tensor1D;
};

/** Measures with the spread of generated images as a fraction of that of real ones, `[7]`. */
const withSpreadOf = (measures: tf.Tensor1D, generated: tf.Tensor, real: tf.Tensor): tf.Tensor1D =>
  tf.concat([measures, tf.reshape(tf.div(spreadOf(generated), tf.maximum(spreadOf(real), 1e-6)), [1])]);

/** Images and what the discriminator's step has of them. */
const judge = (engine: GanEngine, { real, latent, mixes, classes }: Look) => {
  const generated = engine.generate(latent);
  const between = mixes && interpolated(real, generated.images, mixes);
  return { generated, judged: engine.discriminatorGradients(real, generated.images, { between, classes }) };
};

const made = (
  engine: GanEngine,
  generated: Generated,
  judged: Judged,
  { real, classes }: Look,
  withSpread: boolean,
): Made => {
  const { loss, gradients } = engine.generatorGradients(generated, classes?.fake);
  const measures = measuresOf(judged, loss);
  return { gradients, measures: withSpread ? withSpreadOf(measures, generated.images, real) : measures };
};

const walked = (engine: GanEngine, look: Look): Passes => {
  const { generated, judged } = judge(engine, look);
  return {
    gradients: judged.gradients,
    generate: (withSpread) => made(engine, generated, judged, look, withSpread),
  };
};

/** What a look has, in a fixed order. */
const partsOf = ({ real, latent, mixes, classes }: Look): readonly tf.Tensor[] => [
  real,
  latent,
  ...(mixes ? [mixes] : []),
  ...(classes ? [classes.real, classes.fake] : []),
];

/** Part 0 is the discriminator's step, part 1 the generator's, part 2 the spread. */
const record = (engine: GanEngine, weights: readonly tf.Tensor[], look: Look, by: Recorder) =>
  recordedSteps<Places>(by, weights, ({ given, keep, nextPart }) => {
    const taken = partsOf(look).map(({ shape }) => given(shape));
    const [real, latent, ...others] = taken.map(([tensor]) => tensor);
    const [mixes] = look.mixes ? others.splice(0, 1) : [];
    const [ofReal, ofFake] = others as tf.Tensor2D[];
    const classes = look.classes && { real: ofReal, fake: ofFake };
    const here = { real, latent: latent as tf.Tensor2D, mixes: mixes as tf.Tensor1D | undefined, classes };
    const { generated, judged } = judge(engine, here);
    const ofDiscriminator = judged.gradients.map(keep);
    const kept = [judged.loss, judged.penalty, judged.real, judged.fake].map(keep);
    nextPart();
    const { gradients, measures } = made(engine, generated, judged, here, false);
    const [ofGenerator, six] = [gradients.map(keep), keep(measures)];
    nextPart();
    const withSpread = keep(withSpreadOf(measures as tf.Tensor1D, generated.images, real));
    return {
      taken: taken.map(([, place]) => place),
      judged: kept,
      ofDiscriminator,
      ofGenerator,
      measures: six,
      withSpread,
    };
  });

/** A step as it was recorded; nothing where it has to be walked. */
const played = (engine: GanEngine, { recording, recorder: by, places }: Repeated<Places>, look: Look) => {
  partsOf(look).forEach((part, i) => {
    by.write(places.taken[i], part);
  });
  if (!recording.play(0)) return undefined;
  const generate = (withSpread: boolean): Made => {
    if (recording.isPlayable() && recording.play(1) && (!withSpread || recording.play(2)))
      return {
        gradients: places.ofGenerator,
        measures: by.read(withSpread ? places.withSpread : places.measures),
      };
    // Weights of the discriminator could not be updated in place: the generator's are as they were.
    const [loss, penalty, real, fake] = places.judged.map((place) => by.read(place));
    const judged = { loss, penalty, real, fake } as Judged;
    return made(engine, engine.generate(look.latent), judged, look, withSpread);
  };
  return { gradients: places.ofDiscriminator, generate };
};

/** A step of a training, in parts. */
interface GanStep {
  /** The discriminator's steps and one of the generator; returns `[6]` measures, or `[7]` with the spread, the caller's. Inside `tf.tidy`. */
  run(batch: GanBatch, at: GanStepTime): tf.Tensor1D;
  /** Frees what was recorded. */
  dispose(): void;
}

/**
 * The step of a training, recorded once batches of one shape follow one another: it is then repeated in memory that is planned once. What is somebody's own, and what
 * the tape differentiates, is done step by step.
 *
 * @param trained - both networks
 * @param settings - losses and rates
 * @returns the step
 */
export const ganStep = (
  { engine, generator, discriminator }: Trained,
  { loss, penalty, classes, faster }: Settings,
): GanStep => {
  const isKnown = engine.kind === 'chain' && isRepeatable(loss) && isRepeatable(penalty);
  const weights = [...generator.variables, ...discriminator.variables];
  const passes = (look: Look): Passes => {
    const parts = partsOf(look);
    const key = parts.map(({ shape }) => shape.join()).join(';');
    const isFloat = parts.every(({ dtype }) => dtype === 'float32');
    const step = isKnown && isFloat ? steps.find(engine, key, (by) => record(engine, weights, look, by)) : undefined;
    return (step && played(engine, step, look)) ?? walked(engine, look);
  };
  const run = ({ real, latent, mixes, labels }: GanBatch, { step, rate, withSpread }: GanStepTime): tf.Tensor1D => {
    let last: Passes | undefined;
    real.forEach((images, i) => {
      const known = labels[i] && { real: classRows(labels[i], classes), fake: latentClasses(latent[i], classes) };
      last = passes({ real: images, latent: latent[i], mixes: mixes[i], classes: known });
      discriminator.update(last.gradients, { rate: rate * faster, step: (step - 1) * real.length + i + 1 });
    });
    const { gradients, measures } = last!.generate(withSpread);
    generator.update(gradients, { rate, step });
    return measures as tf.Tensor1D;
  };
  return {
    run,
    dispose: () => {
      steps.giveUp(engine);
    },
  };
};
