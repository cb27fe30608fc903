import { InterpError } from '@interp/checks';
import { backward, canWalk, trace, type Classifier } from '@interp/core';
import { areFinite, hostValues, imagesAtOnce, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Writes the start of one image's gradient: the derivative of the differentiated quantity with respect to the image's logits.
 *
 * @param index - index of the image in the batch
 * @param logits - its logits
 * @param out - zeros, as many as there are classes
 */
export type StartRow = (index: number, logits: Float32Array, out: Float32Array) => void;

/** Logits and gradients of several images, side by side. */
export interface LogitsAndGradients {
  /** One row of logits for each image. */
  readonly logits: Float32Array;
  /** One gradient for each image. */
  readonly gradients: Float32Array;
}

/** A classifier of images in plain arrays, one after the other. */
export interface ArrayClassifier {
  /** Number of classes. */
  readonly classes: number;
  /** Values of an image. */
  readonly size: number;
  /**
   * Logits.
   *
   * @param images - `count` images; borrowed
   * @param count - how many
   * @returns `count` rows of logits
   * @throws InterpError `not-finite`
   */
  logits(images: Float32Array, count: number): Float32Array;
  /**
   * Logits and one gradient for each image.
   *
   * @param images - `count` images; borrowed
   * @param count - how many
   * @param start - where the gradient starts from
   * @returns `count` rows of logits, `count` gradients
   * @throws InterpError `not-finite`
   */
  gradients(images: Float32Array, count: number, start: StartRow): LogitsAndGradients;
  /**
   * Several gradients for each image, by one forward pass and one backward pass per gradient. `use` must check that they are finite.
   *
   * @param images - `count` images; borrowed
   * @param count - how many
   * @param times - number of gradients per image
   * @param start - where the gradient starts from, `turn` from 0 to `times - 1`
   * @param use - called with the gradient of each image and turn, which is valid until it returns
   */
  eachGradient(
    images: Float32Array,
    count: number,
    times: number,
    start: (turn: number) => StartRow,
    use: (index: number, turn: number, gradient: Float32Array, logits: Float32Array) => void,
  ): void;
  /**
   * The same as {@link ArrayClassifier.eachGradient} one backward pass at a time, for attacks that are to stop between two of them.
   *
   * @param images - `count` images; borrowed
   * @param count - how many
   * @param times - number of gradients per image
   * @param start - where the gradient starts from, `turn` from 0 to `times - 1`
   * @param use - called with the gradient of each image and turn, which is valid until it returns
   * @returns a generator: after each backward pass it yields the share that is done, above 0 and up to 1; `next(true)` stops it
   */
  gradientSteps(
    images: Float32Array,
    count: number,
    times: number,
    start: (turn: number) => StartRow,
    use: (index: number, turn: number, gradient: Float32Array, logits: Float32Array) => void,
  ): Generator<number, void, boolean>;
}

/**
 * The error for what is not finite.
 *
 * @param what - the classifier's scores or gradients, or images for it
 * @returns the error
 */
export const notFinite = (what: string): InterpError =>
  new InterpError(
    'not-finite',
    `the ${what} are not finite; expected numbers; look at the classifier's weights and the range of its inputs`,
  );

const checkFinite = (values: Float32Array, what: string): void => {
  if (!areFinite(values)) throw notFinite(what);
};

/**
 * Wraps a classifier for plain arrays; it processes images in parts, so that memory stays bounded.
 *
 * @param classifier - one that checks its own scores, as `checkedClassifier` makes it
 * @param batchSize - images in one pass, fewer where the model is large
 * @returns the classifier on arrays
 */
export const arrayClassifier = (classifier: Classifier, batchSize: number): ArrayClassifier => {
  const { classes, inputShape, network } = classifier;
  const size = sizeOfShape(inputShape);
  const together = Math.min(batchSize, imagesAtOnce(classifier));

  const startsOf = (logits: Float32Array, from: number, start: StartRow): tf.Tensor2D => {
    const rows = new Float32Array(logits.length);
    for (let i = 0; i * classes < rows.length; i++) {
      const [first, last] = [i * classes, (i + 1) * classes];
      start(from + i, logits.subarray(first, last), rows.subarray(first, last));
    }
    return tf.tensor2d(rows, [rows.length / classes, classes]);
  };

  const partOf = (images: Float32Array, from: number, to: number): tf.Tensor =>
    tf.tensor(images.slice(from * size, to * size), [to - from, ...inputShape]);

  /** Processes the images in parts, each in its own `tf.tidy`. */
  const inParts = (
    images: Float32Array,
    count: number,
    work: (x: tf.Tensor, from: number, to: number) => void,
  ): void => {
    for (let from = 0; from < count; from += together) {
      const to = Math.min(count, from + together);
      tf.tidy(() => {
        work(partOf(images, from, to), from, to);
      });
    }
  };

  /** The forward pass of some images is kept from one gradient to the next: it lives longer than a `tf.tidy`. */
  const gradientSteps: ArrayClassifier['gradientSteps'] = function* (images, count, times, start, use) {
    for (let from = 0; from < count; from += together) {
      const to = Math.min(count, from + together);
      const x = partOf(images, from, to);
      let run: ReturnType<typeof trace> | undefined;
      try {
        if (network && canWalk(network)) run = trace(network, x);
        const logits = tf.tidy(() => Float32Array.from((run?.output ?? classifier.logits(x)).dataSync<'float32'>()));
        const rows = (turn: number): tf.Tensor2D => startsOf(logits, from, start(turn));
        for (let turn = 0; turn < times; turn++) {
          tf.tidy(() => {
            const gradient = run ? backward(run, rows(turn)) : classifier.gradient(x, () => rows(turn)).gradient;
            const values = hostValues(gradient);
            for (let i = 0; i < to - from; i++) {
              const ownLogits = logits.subarray(i * classes, (i + 1) * classes);
              use(from + i, turn, values.subarray(i * size, (i + 1) * size), ownLogits);
            }
          });
          if (yield (from + ((turn + 1) / times) * (to - from)) / count) return;
        }
      } finally {
        run?.dispose();
        x.dispose();
      }
    }
  };

  return {
    classes,
    size,
    logits: (images, count) => {
      const all = new Float32Array(count * classes);
      inParts(images, count, (x, from) => all.set(classifier.logits(x).dataSync<'float32'>(), from * classes));
      return all;
    },
    gradients: (images, count, start) => {
      const logits = new Float32Array(count * classes);
      const gradients = new Float32Array(count * size);
      inParts(images, count, (x, from, to) => {
        const { gradient } = classifier.gradient(x, (scores) => {
          const rows = logits.subarray(from * classes, to * classes);
          rows.set(scores.dataSync<'float32'>());
          return startsOf(rows, from, start);
        });
        gradients.set(hostValues(gradient), from * size);
      });
      checkFinite(gradients, "classifier's gradients");
      return { logits, gradients };
    },
    eachGradient: (...given) => {
      for (const work = gradientSteps(...given); !work.next(false).done;) continue;
    },
    gradientSteps,
  };
};
