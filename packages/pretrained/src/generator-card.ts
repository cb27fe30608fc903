import type { WeightFile } from './card.js';

/** What a network says of samples, and of the test digits for comparison. */
export interface JudgedSamples {
  /** The network's name. */
  readonly judge: string;
  /** The fraction of samples of which it is sure: its predicted class has a probability above 0.9. */
  readonly sure: number;
  /** The same for the test digits. */
  readonly testSure: number;
  /** The fraction of samples predicted as the rarest digit. */
  readonly rarest: number;
  /** Fréchet distance on its last hidden units, samples to test digits. */
  readonly frechet: number;
  /** The same of training digits to test digits. */
  readonly frechetFloor: number;
}

/** Distances of images to their nearest neighbours among the training digits, Euclidean over pixels in [-1, 1]. */
export interface NearestDistances {
  /** How many images. */
  readonly n: number;
  /** The smallest. */
  readonly least: number;
  /** The median. */
  readonly median: number;
  /** The mean. */
  readonly mean: number;
}

/** The model card of a shipped generator. */
export interface GeneratorCard {
  /** Its name. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly description: string;
  /** Length of a latent code, z ~ N(0, I). */
  readonly latentSize: number;
  /** Number of its parameters. */
  readonly parameters: number;
  /** What it was trained on. */
  readonly data: string;
  /** Seeds of the initial weights of generator and discriminator, and of the training. */
  readonly seeds: { readonly weights: number; readonly discriminator: number; readonly training: number };
  /** The options of its training. */
  readonly options: Readonly<Record<string, string | number>>;
  /** The command that trains it in the repository. */
  readonly command: string;
  /** Seconds of computing that its training took. */
  readonly seconds: number;
  /** Number of samples evaluated. */
  readonly samples: number;
  /** The fraction of samples that `lenet` predicts as each digit, 0 to 9. */
  readonly coverage: readonly number[];
  /** Entropy of these fractions in nats; log(10) = 2.303 at most. */
  readonly entropy: number;
  /** The mean probability of `lenet`'s predicted class. */
  readonly confidence: number;
  /** The same for the test digits. */
  readonly testConfidence: number;
  /** What each classifier that ships says of the samples. */
  readonly judges: readonly JudgedSamples[];
  /** Fréchet distance of `lenet`'s 84 last hidden units, samples to the 10,000 test digits. */
  readonly frechet: number;
  /** The same of as many training digits to the test digits. */
  readonly frechetFloor: number;
  /** The same for the generator's first, untrained weights. */
  readonly frechetUntrained: number;
  /** Distances of samples to the nearest training digit. */
  readonly nearest: NearestDistances;
  /** Distances of test digits to the nearest training digit. */
  readonly nearestOfTest: NearestDistances;
  /** Its files: `model.json` and weights. */
  readonly files: readonly WeightFile[];
  /** Samples of the same latent codes at several steps of its training, if they ship: `images` in safetensors. */
  readonly history?: WeightFile;
}
