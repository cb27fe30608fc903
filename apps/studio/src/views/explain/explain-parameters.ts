import type { ExplanationOptions } from '@interp/lrp';
import { choice, flag, number, text } from '../../state/parameters.js';

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

/** Rules of relevance propagation that all layers share. */
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
] as const satisfies readonly ExplanationOptions['composite'][];

/** Rules of relevance propagation, then composites. */
export const rules = [...singleRules, ...composites] as const;

/** What is explained: the class that is read, or one that is chosen. */
const classes = ['read', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** A method, its rule, and the numbers of rules. */
export const methodParameters = {
  method: choice(methods, 'lrp'),
  rule: choice(rules, 'alpha-beta'),
  alpha: number(1, 10, 0.5, 2),
  epsilon: number(0, 1, 0.001, 0.001),
  gamma: number(0, 2, 0.05, 0.25),
};

/** Settings of the view. */
export const explainParameters = {
  ...methodParameters,
  class: choice(classes, 'read'),
  compare: flag(false),
  with: choice(methods, 'gradient'),
  rule2: choice(rules, 'epsilon'),
  layer: text(),
  channel: text('', 6),
};
