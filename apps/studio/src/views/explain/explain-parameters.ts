import type { ExplanationOptions } from '@interp/lrp';
import { choice, flag, number, numberOrNone, text, type Parameters } from '../../state/parameters.js';

/** Methods of explanation. */
export const methods = [
  'lrp',
  'sensitivity',
  'gradient',
  'gradient-x-input',
  'integrated-gradients',
  'smoothgrad',
  'occlusion',
  'grad-cam',
] as const satisfies readonly ExplanationOptions['method'][];

/** Rules of relevance propagation that all layers share; `pass` is none of them, as it goes with layers alone that keep the shape. */
const singleRules = [
  'alpha-beta',
  'epsilon',
  'gamma',
  'z-plus',
  'z-box',
  'w-square',
  'flat',
  'lrp0',
] as const satisfies readonly ExplanationOptions['rule'][];

/** Rules by layer. */
export const composites = [
  'epsilon-plus',
  'epsilon-plus-flat',
  'epsilon-alpha2-beta1',
  'epsilon-alpha2-beta1-flat',
  'epsilon-gamma-box',
  'attn-lrp',
  'cp-lrp',
] as const satisfies readonly ExplanationOptions['composite'][];

/** Rules of relevance propagation, then composites. */
export const rules = [...singleRules, ...composites] as const;

/** What is explained: the class that is read, or one that is chosen. */
const classes = ['read', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** The numbers that methods and rules take, with what they are where nothing else is said. */
export const numberParameters = {
  alpha: number(1, 10, 0.5, 2),
  epsilon: number(0, 1, 0.001, 0.001),
  gamma: number(0, 2, 0.05, 0.25),
  nodes: number(10, 200, 10, 50),
  samples: number(5, 100, 5, 50),
  noise: number(0.01, 0.5, 0.01, 0.15),
  window: number(1, 14, 1, 5),
  stride: number(1, 7, 1, 2),
};

/** A method, its rule, and what both of them take. */
export const methodParameters = {
  method: choice(methods, 'lrp'),
  rule: choice(rules, 'alpha-beta'),
  ...numberParameters,
  /** Ends of the box of zᴮ; empty for those of the network. */
  low: numberOrNone(),
  high: numberOrNone(),
  /** Whether biases take a share; as the rule has it where nothing else is said. */
  bias: choice(['rule', 'drop', 'keep'], 'rule'),
  /** What becomes of relevance that has nowhere to go. */
  emptyBranch: choice(['conserve', 'paper'], 'conserve'),
  /** The layer of Grad-CAM; empty for the last convolution. */
  cam: text('', 80),
};

/** The settings of a second method: those of a first, with a 2 behind their names. */
type Second<T> = { readonly [K in keyof T & string as `${K}2`]: T[K] };

const secondOf = <T extends Parameters>(table: T): Second<T> =>
  Object.fromEntries(Object.entries(table).map(([name, parameter]) => [`${name}2`, parameter])) as Second<T>;

/** Settings of the view. */
export const explainParameters = {
  ...methodParameters,
  class: choice(classes, 'read'),
  compare: flag(false),
  ...secondOf({ ...methodParameters, method: choice(methods, 'gradient'), rule: choice(rules, 'epsilon') }),
  layer: text(),
  channel: text('', 6),
};
