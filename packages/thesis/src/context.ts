import { startBackend, type BackendName } from '@interp/backend';
import { classifier, type Classifier, type Decoder } from '@interp/core';
import { decoder } from '@interp/gan';
import { drawnSplit, type ImageSet, type MnistSplit } from '@interp/mnist';
import {
  generatorHistory,
  noveltyDetectorCard,
  pretrained,
  pretrainedGenerator,
  pretrainedNovelty,
  pretrainedRbm,
  type GeneratorHistory,
} from '@interp/pretrained';
import type { Rbm } from '@interp/rbm';
import { callback, checkedBy, checkObject, choice, number, optionsTable, withFunctions } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The amount of work: small samples, all samples, or all samples with networks trained from scratch. */
export type FigureMode = 'quick' | 'full' | 'train';

/** The source of digits: MNIST, or digits drawn by code. */
export type DigitSource = 'mnist' | 'drawn';

/** The classifiers of the figures: the thesis' network, one with ReLU as judge of prototypes, and one trained against attacks. */
export type ClassifierName = 'lenet' | 'lenet-relu' | 'lenet-robust';

/** The restricted Boltzmann machines of the figures, by their hidden units. */
export type RbmName = 'rbm-8' | 'rbm-100';

/** The networks of the figures. */
export type NetworkName = ClassifierName | RbmName | 'generator';

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
  /** A classifier over a `tf.LayersModel`; by default `lenet`, the thesis' network. */
  classifier(name?: ClassifierName): Promise<Classifier>;
  /** A restricted Boltzmann machine; by default `rbm-8`. */
  rbm(name?: RbmName): Promise<Rbm>;
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
  /** The networks used since the set was last cleared. */
  readonly used: Set<NetworkName>;
  /** Disposes of all networks. */
  dispose(): Promise<void>;
}

/** Loads networks; the context owns them. */
export type NetworkLoaders = Readonly<
  Record<ClassifierName | 'generator', () => Promise<LayersModel>> &
    Record<RbmName, () => Promise<Rbm>> & { generatorHistory: () => Promise<GeneratorHistory> }
>;

/** What figures are drawn with. */
export interface ThesisContextOptions {
  /** How much work to do. Default `quick`. */
  readonly mode?: FigureMode;
  /** Decides everything random. Default 0. */
  readonly seed?: number;
  /** The TensorFlow.js backend. Default `auto`. */
  readonly backend?: BackendName | 'auto';
  /** Loads a part of MNIST; `mnistDigits` of `@interp/thesis/node` is one. Default none: digits drawn by code replace it. */
  readonly digits?: (split: MnistSplit) => Promise<ImageSet>;
  /** Loads your own networks instead of the shipped ones. */
  readonly networks?: Partial<NetworkLoaders>;
  /** Asks the work to end early. */
  readonly signal?: AbortSignal;
  /** Called with the progress of a figure, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
}

/** Checks and defaults of {@link ThesisContextOptions}. */
export const thesisContextOptions = optionsTable<ThesisContextOptions>()({
  mode: choice(['quick', 'full', 'train'], { default: 'quick' }),
  seed: number({ integer: true, default: 0 }),
  backend: choice(['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'webgl', 'wasm', 'cpu'], { default: 'auto' }),
  digits: callback(),
  networks: checkedBy<Partial<NetworkLoaders>>(checkObject, { default: {} }),
  signal: withFunctions(['throwIfAborted', 'addEventListener']),
  onProgress: callback(),
});

const shipped: NetworkLoaders = {
  lenet: () => pretrained('lenet'),
  'lenet-relu': () => pretrained('lenet-relu'),
  'lenet-robust': () => pretrained('lenet-robust'),
  'rbm-8': () => pretrainedRbm('rbm-8'),
  'rbm-100': () => pretrainedRbm('rbm-100'),
  generator: () => pretrainedGenerator('generator'),
  generatorHistory: () => generatorHistory(),
};

/**
 * Creates the context of figures: starts the backend, and loads networks and digits on first use, once for all figures.
 *
 * @param options - seed, digits, networks
 * @returns the context, to be disposed of
 * @throws InterpError `bad-option`, and `no-backend` and others of `startBackend`
 */
export const thesisContext = async (options?: ThesisContextOptions): Promise<ThesisContext> => {
  const { mode, seed, backend, digits, networks, ...driving } = thesisContextOptions.withDefaults(options);
  const { signal = new AbortController().signal, onProgress } = driving;
  await startBackend(backend);
  const load = { ...shipped, ...networks };
  const used = new Set<NetworkName>();
  const loaded = new Map<string, Promise<unknown>>();
  const once = <Thing>(key: string, make: () => Promise<Thing>): Promise<Thing> => {
    const thing = (loaded.get(key) as Promise<Thing> | undefined) ?? make();
    loaded.set(key, thing);
    return thing;
  };
  const use = <Name extends NetworkName>(name: Name): NetworkLoaders[Name] => {
    used.add(name);
    return load[name];
  };
  const context: ThesisContext = {
    mode,
    seed,
    source: digits ? 'mnist' : 'drawn',
    signal,
    used,
    progress: (part) => onProgress?.(part),
    classifier: (name = 'lenet') => {
      const model = once(name, use(name));
      return once(`classifier ${name}`, async () => classifier(await model));
    },
    rbm: (name = 'rbm-8') => once(name, use(name)),
    decoder: () => {
      const model = once('generator', use('generator'));
      return once('decoder', async () => decoder(await model));
    },
    generatorHistory: () => once('history', load.generatorHistory),
    digits: (split = 'test') => once(`${split} digits`, async () => (digits ? digits(split) : drawnSplit(split))),
    rejected: async (images) => {
      // The shipped detector judges the picture by the shipped network, whichever network the figures are drawn with.
      const network = await once('network of the detector', () => pretrained(noveltyDetectorCard.network));
      const detector = await once('detector', () => pretrainedNovelty(classifier(network)));
      return (await detector.detect(images)).map(({ rejected }) => rejected);
    },
    dispose: async () => {
      const things = await Promise.allSettled(loaded.values());
      loaded.clear();
      for (const thing of things)
        if (thing.status === 'fulfilled') (thing.value as { dispose?: () => void }).dispose?.();
    },
  };
  return context;
};
