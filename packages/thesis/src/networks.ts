import {
  generatorHistory,
  pretrained,
  pretrainedGenerator,
  pretrainedRbm,
  type GeneratorHistory,
  type PretrainedGeneratorName,
  type PretrainedName,
  type PretrainedRbmName,
} from '@interp/pretrained';
import type { Rbm } from '@interp/rbm';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * What figures ask a network for: the classifier that is interpreted; the judge of its prototypes, trained apart; the one trained against
 * attacks; the expert, an RBM of few hidden units, and one of many; the generator.
 */
export type NetworkRole = 'classifier' | 'judge' | 'robust' | 'expert' | 'wideExpert' | 'generator';

/** The roles that a classifier has. */
export type ClassifierRole = 'classifier' | 'judge' | 'robust';

/** The roles that an RBM has. */
export type RbmRole = 'expert' | 'wideExpert';

/** Something for each of the two networks that every figure is drawn with. */
export interface Columns<Value> {
  /** With the networks trained as the thesis trained its own. */
  readonly thesisLike: Value;
  /** With the networks of today, or others in their place. */
  readonly today: Value;
}

/** The name of a column of the report. */
export type ColumnName = keyof Columns<unknown>;

/** The columns, in the order of the report. */
export const columnNames: readonly ColumnName[] = ['thesisLike', 'today'];

/** The networks that ship, by column and role. */
export const shippedNetworks = {
  thesisLike: {
    classifier: 'lenet-thesis',
    judge: 'lenet-relu',
    robust: 'lenet-robust',
    expert: 'rbm-8-thesis',
    wideExpert: 'rbm-100-thesis',
    generator: 'generator',
  },
  today: {
    classifier: 'lenet',
    judge: 'lenet-relu',
    robust: 'lenet-robust',
    expert: 'rbm-8',
    wideExpert: 'rbm-100',
    generator: 'generator',
  },
} as const satisfies Columns<Readonly<Record<NetworkRole, string>>>;

/** Loads a network for each role; who calls owns it. */
export type NetworkLoaders = Readonly<
  Record<ClassifierRole | 'generator', () => Promise<LayersModel>> &
    Record<RbmRole, () => Promise<Rbm>> & { generatorHistory: () => Promise<GeneratorHistory> }
>;

/** The loaders of networks that ship, by their names. */
const shippedLoaders = (names: Readonly<Record<NetworkRole, string>>): NetworkLoaders => ({
  classifier: () => pretrained(names.classifier as PretrainedName),
  judge: () => pretrained(names.judge as PretrainedName),
  robust: () => pretrained(names.robust as PretrainedName),
  expert: () => pretrainedRbm(names.expert as PretrainedRbmName),
  wideExpert: () => pretrainedRbm(names.wideExpert as PretrainedRbmName),
  generator: () => pretrainedGenerator(names.generator as PretrainedGeneratorName),
  generatorHistory: () => generatorHistory(),
});

/** Networks and what is made of them, each loaded once, on first use, for all who ask by its name. */
export class Library {
  private readonly things = new Map<string, Promise<unknown>>();

  /** What is kept under a key; made where nothing is. */
  once<Thing>(key: string, make: () => Promise<Thing>): Promise<Thing> {
    const thing = (this.things.get(key) as Promise<Thing> | undefined) ?? make();
    this.things.set(key, thing);
    return thing;
  }

  /** Disposes of everything that can be. */
  async dispose(): Promise<void> {
    const things = await Promise.allSettled(this.things.values());
    this.things.clear();
    for (const thing of things) if (thing.status === 'fulfilled') (thing.value as { dispose?: () => void }).dispose?.();
  }
}

/** Networks to take in the place of those that ship: their names, and how they are loaded. */
export interface OtherNetworks {
  /** The names of those that are others. */
  readonly names?: Partial<Record<NetworkRole, string>>;
  /** How they are loaded; what is missing is one that ships, by its name. */
  readonly load?: Partial<NetworkLoaders>;
}

/** What the networks of a column are called, and how each is loaded. */
export const columnNetworks = (
  column: ColumnName,
  { names: others = {}, load = {} }: OtherNetworks,
): { readonly names: Readonly<Record<NetworkRole, string>>; readonly loaders: NetworkLoaders } => {
  const own = Object.fromEntries(Object.keys(load).map((role) => [role, `own ${role}`]));
  const names = { ...shippedNetworks[column], ...own, ...others };
  return { names, loaders: { ...shippedLoaders(names), ...load } };
};
