import type { WeightFile } from './card.js';
import type { PretrainedName } from './model-card.js';

/** How many images of one kind the shipped detector refuses. */
export interface DetectorMeasure {
  /** The kind of images. */
  readonly images: string;
  /** How many. */
  readonly n: number;
  /** The fraction of them that is refused at the default rate. */
  readonly rejected: number;
  /** Area under the ROC curve against the 10,000 test digits: 1 is perfect, 0.5 is chance. */
  readonly area: number;
}

/** The card of the shipped novelty detector. */
export interface NoveltyDetectorCard {
  /** Its name. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly description: string;
  /** The shipped network whose inner values it looks at. */
  readonly network: PretrainedName;
  /** Number of its parameters. */
  readonly parameters: number;
  /** What it was fitted to. */
  readonly data: string;
  /** Seed of everything random. */
  readonly seed: number;
  /** The options of its fit. */
  readonly options: Readonly<Record<string, string | number>>;
  /** The command that makes it in the repository. */
  readonly command: string;
  /** The share of held-out training digits that its default threshold refuses. */
  readonly rate: number;
  /** The results; the first is for MNIST's test digits, whose refusals are errors. No threshold was set on any of these images. */
  readonly measured: readonly DetectorMeasure[];
  /** Its only file, in safetensors. */
  readonly files: readonly [WeightFile];
}
