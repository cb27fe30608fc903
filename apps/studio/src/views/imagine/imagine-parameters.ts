import { choice, number, numbers, text } from '../../state/parameters.js';

/** Ways to a prototype. */
export const imagineMethods = ['am', 'background', 'expert', 'decoder'] as const;

/** Where an ascent begins. */
const starts = ['random', 'blank', 'input'] as const;

/** Densities that keep images likely. */
const experts = ['rbm-8', 'rbm-100', 'rbm-8-thesis', 'rbm-100-thesis'] as const;

/** Generators. */
const decoders = ['generator', 'generator-conv'] as const;

/** Settings of the view. */
export const imagineParameters = {
  method: choice(imagineMethods, 'am'),
  /** The number of a class, or all. */
  class: text('3', 8),
  lambda: number(0, 0.02, 0.0005, 0.001),
  gamma: number(0, 2, 0.05, 1),
  steps: number(10, 400, 10, 150),
  start: choice(starts, 'random'),
  seed: number(0, 99, 1, 0),
  expert: choice(experts, 'rbm-8'),
  decoder: choice(decoders, 'generator-conv'),
  frame: number(-1, 400, 1, -1),
  pad: numbers(-1, 1, [0, 0]),
  set: text('', 600),
};
