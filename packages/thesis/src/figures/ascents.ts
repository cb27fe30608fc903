import { adam, decoderPrototypes, expertPrototypes, prototypes } from '@interp/am';
import { density } from '@interp/rbm';
import { same, type Text } from '../figure.js';
import type { FigureContext } from '../context.js';
import { condition, type Rule } from '../rule.js';
import { judge, type JudgedPrototype } from './prototypes.js';

/** One ascent to a prototype of 5. */
export interface Ascent {
  /** Name of the method. */
  readonly method: 'am' | 'expert' | 'decoder';
  /** Its result, with the objective after each step. */
  readonly item: JudgedPrototype;
}

/** Each objective as it is, from its start to the last step: none stops where P is high enough. */
const asItIs = { objective: 'probability', threshold: 0, restarts: 1 } as const;

/** Ascends to a 5 by each method, from one start. */
export const ascents = async (context: FigureContext): Promise<readonly Ascent[]> => {
  const { seed, signal, progress } = context;
  const network = await context.classifier();
  const options = { classes: [5], seed, signal };
  const slow = { optimizer: adam({ rate: 0.01 }), steps: 300 };
  const am = await judge(context, await prototypes(network, { ...options, ...asItIs, ...slow }));
  progress(1 / 3);
  const rbm = await context.rbm();
  const expert = await judge(context, await expertPrototypes(network, density(rbm), options));
  progress(2 / 3);
  const generator = await context.decoder();
  const whole = { ...asItIs, stopAtThreshold: false, steps: 300 };
  const decoder = await judge(context, await decoderPrototypes(network, generator, { ...options, ...whole }));
  progress(1);
  return [
    { method: 'am', item: am.items[0] },
    { method: 'expert', item: expert.items[0] },
    { method: 'decoder', item: decoder.items[0] },
  ];
};

/** What the thesis says of the three curves (4.3, Figure 4.4): AM and the expert rise smoothly, the decoder in jumps. */
export const smoothnessRule: Rule = [
  condition(
    'the decoder’s largest step is the largest',
    'el mayor paso del decodificador es el mayor',
    ({ am, expert, decoder }) => decoder > am && decoder > expert,
  ),
  condition(
    'AM and expert are smooth: no step is half of the rise',
    'AM y experto son suaves: ningún paso es media subida',
    ({ am, expert }) => am < 0.5 && expert < 0.5,
  ),
];

const riseOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** The roughness of a curve: the sum of its decreases divided by its rise, 0 if it only rises. */
export const roughness = (values: readonly number[]): number => {
  const falls = values.slice(1).reduce((sum, value, i) => sum + Math.max(0, values[i] - value), 0);
  return falls === 0 ? 0 : falls / riseOf(values);
};

/** The largest change of a curve in one step, as a fraction of its rise. */
export const largestJump = (values: readonly number[]): number => {
  const jump = Math.max(...values.slice(1).map((value, i) => Math.abs(value - values[i])));
  return jump === 0 ? 0 : jump / riseOf(values);
};

/** A curve as fractions of its rise, from 0 to 1. */
export const onOneScale = (values: readonly number[]): readonly number[] => {
  const [low, rise] = [Math.min(...values), riseOf(values)];
  return values.map((value) => (rise === 0 ? 0 : (value - low) / rise));
};

/** What the three methods are called. */
export const methodNames: Readonly<Record<Ascent['method'], Text>> = {
  am: same('AM'),
  expert: { en: 'AM with expert', es: 'AM con experto' },
  decoder: { en: 'AM with decoder', es: 'AM con decodificador' },
};
