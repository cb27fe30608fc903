import { condition, type Numbers, type Rule, same, type Text } from '@interp/report';
import { adam, ascentShape, decoderPrototypes, expertPrototypes, plain, prototypes } from '@interp/am';
import { median } from '@interp/core/internal';
import { density } from '@interp/rbm';
import type { FigureContext } from '../context.js';
import { judge, randomCodes, type JudgedPrototype } from './prototypes.js';

/** The methods that section 4.3 of the thesis compares. */
export type AscentMethodName = 'am' | 'expert' | 'decoder';

/** Ascents to a prototype of 5 by one method. */
export interface Ascents {
  /** Name of the method. */
  readonly method: AscentMethodName;
  /** The result of each start, with the objective after each step. */
  readonly items: readonly JudgedPrototype[];
}

/** Each objective as it is, from its start to the last step: none stops where P is high enough. */
const asItIs = { objective: 'probability', threshold: 0, restarts: 1 } as const;

/** The rate of plain gradient ascent with the decoder that the thesis recommends in 4.3, where it is called high; claim 4.3 tries lower ones. */
export const highRate = 100;

/** Ascends to a 5 by each method, from some random starts: AM by small steps, the decoder by plain gradient ascent at a high rate. `onStep` is called after each step. */
export const ascents = async (
  context: FigureContext,
  starts: number,
  onStep?: (method: Ascents['method']) => void,
): Promise<readonly Ascents[]> => {
  const { seed, signal, progress, mode } = context;
  const network = await context.classifier();
  const optionsOf = (method: Ascents['method']) => ({
    classes: Array.from({ length: starts }, () => 5),
    seed,
    signal,
    onStep: () => onStep?.(method),
  });
  const slow = { optimizer: adam({ rate: 0.01 }), steps: 300 };
  const am = await judge(context, await prototypes(network, { ...optionsOf('am'), ...asItIs, ...slow }));
  progress(1 / 3);
  const rbm = await context.rbm();
  const expert = await judge(context, await expertPrototypes(network, density(rbm), optionsOf('expert')));
  progress(2 / 3);
  const generator = await context.decoder();
  const start = randomCodes(generator, starts, seed);
  const steep = { ...asItIs, optimizer: plain({ rate: highRate }), stopAtThreshold: false, start };
  const found = await decoderPrototypes(network, generator, {
    ...optionsOf('decoder'),
    ...steep,
    steps: mode === 'quick' ? 100 : 300,
  }).finally(() => start.dispose());
  const decoder = await judge(context, found);
  progress(1);
  return [
    { method: 'am', items: am.items },
    { method: 'expert', items: expert.items },
    { method: 'decoder', items: decoder.items },
  ];
};

/** The largest step of each ascent as a part of its rise: the median and the most of each method. */
export const jumpsOf = (all: readonly Ascents[]): Numbers =>
  Object.fromEntries(
    all.flatMap(({ method, items }) => {
      const jumps = items.map(({ history }) => ascentShape(history).largestStep);
      return [
        [method, median(jumps)],
        [`${method}Most`, Math.max(...jumps)],
      ];
    }),
  );

/**
 * What the thesis says of the curves (4.3, Figure 4.4): with AM and the expert the objective grows smoothly; with the decoder it does not always, and
 * abrupt changes were seen when the experiment was repeated. So it is asked of ascents from ten starts, since one may or may not jump.
 */
export const smoothnessRule: Rule = [
  condition(
    'the decoder’s largest step is the largest, in the median of ten starts',
    'el mayor paso del decodificador es el mayor, en la mediana de diez inicios',
    ({ am, expert, decoder }) => decoder > am && decoder > expert,
  ),
  condition(
    'AM and expert are always smooth: no step is half of the rise',
    'AM y experto siempre son suaves: ningún paso es media subida',
    ({ amMost, expertMost }) => amMost < 0.5 && expertMost < 0.5,
  ),
  condition(
    'the decoder is not: some step is half of the rise',
    'el decodificador no: algún paso es media subida',
    ({ decoderMost }) => decoderMost >= 0.5,
  ),
];

/** A method of prototypes by gradient ascent, as section 4.3 of the thesis compares them. */
export interface AscentMethod {
  /** What it is called. */
  readonly name: Text;
  /** Seconds of an iteration, on an i7-7700HQ with a GTX 1060. */
  readonly secondsPerStep: number;
  /** Seconds of a prototype. */
  readonly secondsPerPrototype: number;
}

/** The three methods that the thesis compares: activation maximisation alone, with an expert, with a decoder. */
export const ascentMethods: Readonly<Record<AscentMethodName, AscentMethod>> = {
  am: { name: same('AM'), secondsPerStep: 0.005, secondsPerPrototype: 90 },
  expert: {
    name: { en: 'AM with expert', es: 'AM con experto' },
    secondsPerStep: 11,
    secondsPerPrototype: 2700,
  },
  decoder: {
    name: { en: 'AM with decoder', es: 'AM con decodificador' },
    secondsPerStep: 0.03,
    secondsPerPrototype: 270,
  },
};
