import type { ExplanationOptions } from '@interp/lrp';
import type { ViewValues } from '../../state/studio-state.js';
import { composites } from './explain-parameters.js';

type Values = ViewValues<'explain'>;
/** Whether a name is that of rules by layer. */
const isComposite = (rule: Values['rule']): rule is (typeof composites)[number] =>
  composites.some((one) => one === rule);

/** Which numbers a rule or composite takes. */
export const numbersOf = (rule: Values['rule']): readonly ('alpha' | 'epsilon' | 'gamma')[] => {
  if (rule === 'alpha-beta') return ['alpha'];
  if (rule === 'gamma') return ['gamma'];
  if (rule === 'epsilon-gamma-box') return ['epsilon', 'gamma'];
  return rule.startsWith('epsilon') ? ['epsilon'] : [];
};

/** The options of `explanationOf` that settings say; of the second method where `second` is set. */
export const explanationOptions = (values: Values, second = false): ExplanationOptions => {
  const { class: chosen, alpha, epsilon, gamma } = values;
  const [method, rule] = second ? [values.with, values.rule2] : [values.method, values.rule];
  const target = chosen === 'read' ? {} : { target: Number(chosen) };
  if (method !== 'lrp') return { method, ...target };
  const all = { alpha, epsilon, gamma };
  const numbers = Object.fromEntries(numbersOf(rule).map((name) => [name, all[name]]));
  const beta = rule === 'alpha-beta' ? { beta: alpha - 1 } : {};
  const rules = isComposite(rule) ? { composite: rule } : { rule };
  return { method, ...rules, ...numbers, ...beta, ...target };
};
