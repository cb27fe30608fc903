import type { UndecidedElement, Step } from './step.js';

const of = (value: number): number => Math.max(0, value);

/**
 * ReLU; its derivative at 0 is 0.
 *
 * @returns the step
 */
export const rectified = (): Step => ({
  isAffine: false,
  forward: (x) => x.map(of),
  at: (x, index) => of(x(index)),
  kink: {
    undecided: (x, within) => {
      const found: UndecidedElement[] = [];
      for (let i = 0; i < x.length; i++) {
        const value = x[i];
        if (value < within && value > -within && value !== 0)
          found.push({ output: i, among: [i], chosen: value > 0 ? i : undefined });
      }
      return found;
    },
    decide: ({ among }, [value]) => (value > 0 ? among[0] : undefined),
  },
});
