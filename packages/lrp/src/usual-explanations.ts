import { checkedOptions } from '@interp/checks';
import { explanationOf, type Explanation, type ExplanationOptions } from './explanation-of.js';

const others = [
  'sensitivity',
  'gradient-x-input',
  'integrated-gradients',
  'smoothgrad',
  'occlusion',
  'grad-cam',
] as const;

const ofRules = ['alpha', 'beta', 'epsilon', 'gamma', 'low', 'high', 'rule', 'composite', 'strict'] as const;

/**
 * The methods that are usually compared, by name: those of gradients, occlusion, Grad-CAM; relevance propagation by the rule or composite of the
 * options, and by the composite ε-plus with ε = 0.1.
 *
 * @param options - of all of them, of which those about rules are for the first relevance propagation alone. Default α2β1
 * @returns methods as `compareExplanations` takes them; Grad-CAM wants a classifier with feature maps, as `supportedExplanations` says
 * @throws InterpError `bad-option` as `explanationOf` does, also for an option that is not for all of them
 */
export const usualExplanations = (
  options: Omit<ExplanationOptions, 'method'> = {},
): Readonly<Record<string, Explanation>> => {
  const { rule = 'alpha-beta', composite = rule, bias, emptyBranch, ...given } = checkedOptions(options);
  const plain = { ...given, ...Object.fromEntries(ofRules.map((name) => [name, undefined])) };
  const ofLrp = { method: 'lrp', bias, emptyBranch } as const;
  return {
    ...Object.fromEntries(others.map((method) => [method, explanationOf({ ...plain, method })])),
    [`lrp ${composite}`]: explanationOf({ ...options, ...ofLrp }),
    ...(composite !== 'epsilon-plus' && {
      'lrp epsilon-plus': explanationOf({ ...plain, ...ofLrp, composite: 'epsilon-plus', epsilon: 0.1 }),
    }),
  };
};
