import { callback, checkedBy, checkObject, choice, number, optionsTable, withFunctions } from '@interp/checks';
import { startBackend, type BackendName } from '@interp/backend';
import { classifier, type Classifier, type Decoder } from '@interp/core';
import { decoder } from '@interp/gan';
import { drawnSplit, type ImageSet, type MnistSplit } from '@interp/mnist';
import { noveltyDetectorCard, pretrained, pretrainedNovelty, type GeneratorHistory } from '@interp/pretrained';
import type { Rbm } from '@interp/rbm';
import type * as tf from '@tensorflow/tfjs-core';
import {
  columnNames,
  columnNetworks,
  Library,
  type ClassifierRole,
  type ColumnName,
  type Columns,
  type NetworkLoaders,
  type NetworkRole,
  type OtherNetworks,
  type RbmRole,
} from './networks.js';

/** The amount of work: small samples, all samples, or all samples with networks trained from scratch. */
export type FigureMode = 'quick' | 'full' | 'train';

/** The source of digits: MNIST, or digits drawn by code. */
export type DigitSource = 'mnist' | 'drawn';

/** The inputs of a figure: networks, digits, seed. Figures borrow everything from it; it stays loaded for the next figure. */
export interface FigureContext {
  /** How much work to do. */
  readonly mode: FigureMode;
  /** Decides everything random. */
  readonly seed: number;
  /** Where digits come from. */
  readonly source: DigitSource;
  /** Asks the work to end early. */
  readonly signal: AbortSignal;
  /** Reports the part of the work that is done, from 0 to 1. */
  progress(part: number): void;
  /** A classifier over a `tf.LayersModel`; by default the one that is interpreted. */
  classifier(role?: ClassifierRole): Promise<Classifier>;
  /** The classifier that is interpreted in a column, for what shows both beside the thesis' own. */
  classifierOf(column: ColumnName): Promise<Classifier>;
  /** A restricted Boltzmann machine; by default the expert. */
  rbm(role?: RbmRole): Promise<Rbm>;
  /** The generator as a decoder. */
  decoder(): Promise<Decoder>;
  /** Samples of the generator during its training. */
  generatorHistory(): Promise<GeneratorHistory>;
  /** MNIST, or the drawn digits that replace it; by default the test digits. */
  digits(split?: MnistSplit): Promise<ImageSet>;
  /**
   * Which images, `[n, 28, 28, 1]`, borrowed, are rejected as no digits by the novelty detector that ships.
   */
  rejected(images: tf.Tensor): Promise<readonly boolean[]>;
}

/** A context that owns its networks. */
export interface ThesisContext extends FigureContext {
  /** What networks were asked for since the set was last cleared. */
  readonly asked: Set<NetworkRole>;
  /** The name of each network. */
  readonly names: Readonly<Record<NetworkRole, string>>;
  /** Disposes of all networks. */
  dispose(): Promise<void>;
}

/** What figures are drawn with. */
export interface ThesisContextOptions {
  /** Which networks: `thesisLike`, trained as the thesis trained its own, or `today`'s, trained better. Default `thesisLike`. */
  readonly column?: ColumnName;
  /** How much work to do. Default `quick`. */
  readonly mode?: FigureMode;
  /** Decides everything random. Default 0. */
  readonly seed?: number;
  /** The TensorFlow.js backend. Default `auto`. */
  readonly backend?: BackendName | 'auto';
  /** Loads a part of MNIST; `mnistDigits` of `@interp/thesis/node` is one. Default none: digits drawn by code replace it. */
  readonly digits?: (split: MnistSplit) => Promise<ImageSet>;
  /** Loads your own networks instead of the shipped ones, by what they are asked for. */
  readonly networks?: Partial<NetworkLoaders>;
  /** Asks the work to end early. */
  readonly signal?: AbortSignal;
  /** Called with the progress of a figure, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
}

/** Checks and defaults of {@link ThesisContextOptions}. */
export const thesisContextOptions = optionsTable<ThesisContextOptions>()({
  column: choice(columnNames, { default: 'thesisLike' }),
  mode: choice(['quick', 'full', 'train'], { default: 'quick' }),
  seed: number({ integer: true, default: 0 }),
  backend: choice(['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'webgl', 'wasm', 'cpu'], { default: 'auto' }),
  digits: callback(),
  networks: checkedBy<Partial<NetworkLoaders>>(checkObject, { default: {} }),
  signal: withFunctions(['throwIfAborted', 'addEventListener']),
  onProgress: callback(),
});

/** A context for each column over one library, so that what both ask is loaded once. */
export interface ColumnContexts extends Columns<ThesisContext> {
  /** Disposes of all networks. */
  dispose(): Promise<void>;
}

/**
 * Creates a context for each column: starts the backend, and loads networks and digits on first use, once for all figures and both columns.
 *
 * @param options - seed, digits, signal
 * @param networks - others in the place of those that ship, by column
 * @returns the contexts, to be disposed of together
 * @throws InterpError as {@link thesisContext}
 */
export const columnContexts = async (
  options: Omit<ThesisContextOptions, 'column' | 'networks'>,
  networks: Partial<Record<ColumnName, OtherNetworks>> = {},
): Promise<ColumnContexts> => {
  const { mode, seed, backend, digits, ...driving } = thesisContextOptions.withDefaults(options);
  const { signal = new AbortController().signal, onProgress } = driving;
  await startBackend(backend);
  const library = new Library();
  const dispose = (): Promise<void> => library.dispose();
  const all = {
    thesisLike: columnNetworks('thesisLike', networks.thesisLike ?? {}),
    today: columnNetworks('today', networks.today ?? {}),
  };
  const asked = { thesisLike: new Set<NetworkRole>(), today: new Set<NetworkRole>() };
  const use = (column: ColumnName, role: NetworkRole): string => {
    asked[column].add(role);
    return all[column].names[role];
  };
  const classifierOf = (column: ColumnName, role: ClassifierRole): Promise<Classifier> => {
    const name = use(column, role);
    const load = all[column].loaders[role];
    return library.once(`classifier ${name}`, async () => classifier(await library.once(name, load)));
  };
  const contextOf = (column: ColumnName): ThesisContext => {
    const { names, loaders } = all[column];
    return {
      mode,
      seed,
      source: digits ? 'mnist' : 'drawn',
      signal,
      asked: asked[column],
      names,
      progress: (part) => onProgress?.(part),
      classifier: (role = 'classifier') => classifierOf(column, role),
      classifierOf: (wanted) => classifierOf(wanted, 'classifier'),
      rbm: (role = 'expert') => library.once(use(column, role), loaders[role]),
      decoder: () => {
        const name = use(column, 'generator');
        return library.once(`decoder ${name}`, async () => decoder(await library.once(name, loaders.generator)));
      },
      generatorHistory: () => library.once(`history ${use(column, 'generator')}`, loaders.generatorHistory),
      digits: (split = 'test') =>
        library.once(`${split} digits`, async () => (digits ? digits(split) : drawnSplit(split))),
      rejected: async (images) => {
        // The detector judges the picture by the network it was made for, whichever network the figures are drawn with.
        const name = noveltyDetectorCard.network;
        const network = await library.once(name, () => pretrained(name));
        const detector = await library.once('detector', () => pretrainedNovelty(classifier(network)));
        return (await detector.detect(images)).map(({ rejected }) => rejected);
      },
      dispose,
    };
  };
  return { thesisLike: contextOf('thesisLike'), today: contextOf('today'), dispose };
};

/**
 * Creates the context of figures: starts the backend, and loads networks and digits on first use, once for all figures.
 *
 * @param options - column, seed, digits, networks
 * @returns the context, to be disposed of
 * @throws InterpError `bad-option`, and `no-backend` and others of `startBackend`
 */
export const thesisContext = async (options?: ThesisContextOptions): Promise<ThesisContext> => {
  const { column, networks, ...rest } = thesisContextOptions.withDefaults(options);
  return (await columnContexts(rest, { [column]: { load: networks } }))[column];
};
