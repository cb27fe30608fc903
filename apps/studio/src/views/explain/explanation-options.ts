import type { ExplanationOptions } from '@interp/lrp';
import type { ValuesOf } from '../../state/parameters.js';
import type { ViewValues } from '../../state/studio-state.js';
import { composites, methodParameters, type numberParameters } from './explain-parameters.js';

/** A method, its rule, and what both of them take. */
export type MethodValues = ValuesOf<typeof methodParameters>;

/** Whether a name is that of rules by layer. */
const isComposite = (rule: MethodValues['rule']): rule is (typeof composites)[number] =>
  composites.some((one) => one === rule);

/** The name of a number that methods and rules take. */
type NumberName = keyof typeof numberParameters;

const numbersOfMethods: Partial<Record<MethodValues['method'], readonly NumberName[]>> = {
  'integrated-gradients': ['nodes'],
  smoothgrad: ['samples', 'noise'],
  occlusion: ['window', 'stride'],
};

/** Which numbers a method takes; of relevance propagation those of its rule or composite. */
export const numbersOf = ({ method, rule }: Pick<MethodValues, 'method' | 'rule'>): readonly NumberName[] => {
  if (method !== 'lrp') return numbersOfMethods[method] ?? [];
  if (rule === 'alpha-beta') return ['alpha'];
  if (rule === 'gamma') return ['gamma'];
  if (rule === 'epsilon-gamma-box') return ['epsilon', 'gamma'];
  return rule.startsWith('epsilon') || rule === 'attn-lrp' || rule === 'cp-lrp' ? ['epsilon'] : [];
};

/** Whether a method works with a box that the input lies in. */
export const hasBox = ({ method, rule }: Pick<MethodValues, 'method' | 'rule'>): boolean =>
  method === 'lrp' && (rule === 'z-box' || rule === 'epsilon-gamma-box');

const ends = (values: MethodValues): object =>
  Object.fromEntries(
    (['low', 'high'] as const).filter((name) => values[name] !== '').map((name) => [name, Number(values[name])]),
  );

/** What relevance propagation is told beside its rule, where that is not what it does anyway. */
const policies = ({ bias, emptyBranch }: MethodValues): object => ({
  ...(bias !== 'rule' && { bias }),
  ...(emptyBranch !== 'conserve' && { emptyBranch }),
});

/** The options of `explanationOf` that the settings of a method say. */
export const explanationOptions = (values: MethodValues): ExplanationOptions => {
  const { method, rule, alpha, cam } = values;
  const numbers = Object.fromEntries(numbersOf(values).map((name) => [name, values[name]]));
  if (method === 'grad-cam') return { method, ...(cam !== '' && { layer: cam }) };
  if (method !== 'lrp') return { method, ...numbers };
  const beta = rule === 'alpha-beta' ? { beta: alpha - 1 } : {};
  const rules = isComposite(rule) ? { composite: rule } : { rule };
  return { method, ...rules, ...numbers, ...beta, ...(hasBox(values) && ends(values)), ...policies(values) };
};

/** The settings of the second method of the view, under the names of those of a first. */
export const secondMethod = (values: ViewValues<'explain'>): MethodValues =>
  Object.fromEntries(
    Object.keys(methodParameters).map((name) => [name, values[`${name as keyof MethodValues}2`]]),
  ) as unknown as MethodValues;

/** The class that is explained, where it is not the one that is read. */
const targetOf = ({ class: chosen }: ViewValues<'explain'>): { readonly target?: number } =>
  chosen === 'read' ? {} : { target: Number(chosen) };

/** The options that the settings of the view say; of its second method where `isSecond` is set. */
export const viewOptions = (values: ViewValues<'explain'>, isSecond = false): ExplanationOptions => ({
  ...explanationOptions(isSecond ? secondMethod(values) : values),
  ...targetOf(values),
});
