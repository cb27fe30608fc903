import type { ExplanationOptions } from '@interp/lrp';
import type { ViewValues } from '../../state/studio-state.js';

type Values = ViewValues<'explain'>;
type Composite = NonNullable<ExplanationOptions['composite']>;

const composites: readonly string[] = [
  'epsilon-plus',
  'epsilon-plus-flat',
  'epsilon-alpha2-beta1',
  'epsilon-alpha2-beta1-flat',
  'epsilon-gamma-box',
];

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
  const rules = composites.includes(rule)
    ? { composite: rule as Composite }
    : { rule: rule as ExplanationOptions['rule'] };
  return { method, ...rules, ...numbers, ...beta, ...target };
};
