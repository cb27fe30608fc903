import type { ExplanationOptions } from '@interp/lrp';
import type { ViewValues } from '../../state/studio-state.js';
import { composites, type numberParameters } from './explain-parameters.js';

type Values = ViewValues<'explain'>;
/** Whether a name is that of rules by layer. */
const isComposite = (rule: Values['rule']): rule is (typeof composites)[number] =>
  composites.some((one) => one === rule);

/** The name of a number that methods and rules take. */
type NumberName = keyof typeof numberParameters;

const numbersOfMethods: Partial<Record<Values['method'], readonly NumberName[]>> = {
  'integrated-gradients': ['nodes'],
  smoothgrad: ['samples', 'noise'],
  occlusion: ['window', 'stride'],
};

/** Which numbers a method takes; of relevance propagation those of its rule or composite. */
export const numbersOf = (method: Values['method'], rule: Values['rule']): readonly NumberName[] => {
  if (method !== 'lrp') return numbersOfMethods[method] ?? [];
  if (rule === 'alpha-beta') return ['alpha'];
  if (rule === 'gamma') return ['gamma'];
  if (rule === 'epsilon-gamma-box') return ['epsilon', 'gamma'];
  return rule.startsWith('epsilon') ? ['epsilon'] : [];
};

/** The options of `explanationOf` that settings say; of the second method where `second` is set. */
export const explanationOptions = (values: Values, second = false): ExplanationOptions => {
  const { class: chosen, alpha } = values;
  const [method, rule] = second ? [values.with, values.rule2] : [values.method, values.rule];
  const target = chosen === 'read' ? {} : { target: Number(chosen) };
  const numbers = Object.fromEntries(numbersOf(method, rule).map((name) => [name, values[name]]));
  if (method !== 'lrp') return { method, ...numbers, ...target };
  const beta = rule === 'alpha-beta' ? { beta: alpha - 1 } : {};
  const rules = isComposite(rule) ? { composite: rule } : { rule };
  return { method, ...rules, ...numbers, ...beta, ...target };
};
