import type { Classifier, Decoder, SafetensorsEntry } from '@interp/core';
import type { ImageSet } from '@interp/mnist';
import type { Rbm } from '@interp/rbm';
import type * as tf from '@tensorflow/tfjs-core';
import type { Say } from './language.js';

/** What a command found out, as far as figures use it. */
export interface Outcome {
  /** Plain values. */
  readonly json: unknown;
  /** Raw tensors. */
  readonly tensors?: readonly (readonly [string, SafetensorsEntry])[];
  /** An SVG document. */
  readonly picture?: (say: Say) => string | Promise<string>;
}

/** What figures are drawn with; plain values, for another thread. */
export interface ContextSettings {
  /** How much work to do. */
  readonly mode: FigureMode;
  /** Decides everything random. */
  readonly seed: number;
  /** The TensorFlow.js backend. */
  readonly backend: string;
  /** Where digits come from. */
  readonly source: DigitSource;
  /** The folder of MNIST's files. Default the usual places. */
  readonly data?: string;
  /** Paths of networks that take the place of the shipped ones. */
  readonly networks: Readonly<Partial<Record<NetworkName, string>>>;
}

/** A context and the way to let go of what it holds. */
export interface OpenContext {
  /** The context. */
  readonly context: FigureContext;
  /** The networks that were asked for since the set was last emptied. */
  readonly used: Set<NetworkName>;
  /** Starts the backend, if it is not yet there. */
  readonly start: () => Promise<void>;
  /** Lets go of all networks. */
  readonly close: () => Promise<void>;
}

/** What a run has around it. */
export interface Around {
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks to end early. */
  readonly signal: AbortSignal;
  /** Opens what figures are drawn with. */
  readonly open: (
    settings: ContextSettings,
    around: Pick<Around, 'env' | 'signal'> & { readonly progress?: (part: number) => void },
  ) => OpenContext;
  /** The program of a worker thread. */
  readonly worker: URL;
}

/** How much work figures do: shipped networks and small samples, all samples, or all networks trained anew first. */
export type FigureMode = 'quick' | 'full' | 'train';

/** The networks that figures ask for by these names; each is a built-in one or one trained anew. */
export type NetworkName = 'lenet' | 'lenet-relu' | 'lenet-robust' | 'rbm-8' | 'rbm-100' | 'generator';

/** Where digits come from: MNIST, or code that draws them. */
export type DigitSource = 'mnist' | 'drawn';

/** Digits that a figure shows or counts. */
export interface Digits {
  /** The images. */
  readonly images: ImageSet;
  /** Where they come from. */
  readonly source: DigitSource;
}

/** What a figure is given to draw itself. Everything that it lends is borrowed and stays loaded for the next figure. */
export interface FigureContext {
  /** How much work to do. */
  readonly mode: FigureMode;
  /** Decides everything random. */
  readonly seed: number;
  /** Where digits come from: `${source}:test/0` is one on the command line. */
  readonly source: DigitSource;
  /** Asks the work to end early. */
  readonly signal: AbortSignal;
  /**
   * Says how far the work is.
   *
   * @param part - the part that is done, from 0 to 1
   */
  progress(part: number): void;
  /**
   * Runs a command line of this program and gives its outcome instead of printing it.
   *
   * @param args - the arguments, as `['prototype', '--class', '5']`; seed, backend and data folder are added
   * @returns JSON, tensors and picture
   * @throws as the command does, Interrupted where it was stopped
   */
  outcome(args: readonly string[]): Promise<Outcome>;
  /**
   * What a network is called on the command line.
   *
   * @param name - which network
   * @returns its built-in name, or the path of the one trained anew
   */
  spec(name: NetworkName): string;
  /**
   * A classifier.
   *
   * @param name - `lenet`, the thesis' network, `lenet-relu`, the judge, or `lenet-robust`
   * @returns the classifier; its `model` is a `tf.LayersModel`
   */
  classifier(name?: 'lenet' | 'lenet-relu' | 'lenet-robust'): Promise<Classifier>;
  /**
   * Which images are no digits.
   *
   * @param images - the images; borrowed
   * @returns a verdict for each
   */
  novelty(images: tf.Tensor): Promise<readonly { readonly rejected: boolean }[]>;
  /**
   * A restricted Boltzmann machine.
   *
   * @param name - which
   * @returns the machine
   */
  rbm(name?: 'rbm-8' | 'rbm-100'): Promise<Rbm>;
  /**
   * The generator as a decoder.
   *
   * @returns the decoder
   */
  decoder(): Promise<Decoder>;
  /**
   * Digits of MNIST where it is there, else digits drawn by code.
   *
   * @param split - of which part
   * @returns the digits
   */
  digits(split?: 'test' | 'train'): Promise<Digits>;
}
