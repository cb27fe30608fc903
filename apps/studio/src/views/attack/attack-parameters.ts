import { choice, number, text } from '../../state/parameters.js';

/** Attacks, as `@interp/adversarial` names them. */
export const attacks = ['fgsm', 'bim', 'pgd', 'momentum-pgd', 'deepfool', 'carlini-wagner', 'noise'] as const;

/** Norms in which a change is measured. */
const norms = ['linf', 'l2', 'l1'] as const;

/** Settings of the view. */
export const attackParameters = {
  method: choice(attacks, 'pgd'),
  norm: choice(norms, 'linf'),
  epsilon: number(0, 1, 0.01, 0.3),
  /** The number of the class that the image is to be taken for. */
  target: text('any', 8),
  seed: number(0, 99, 1, 0),
  beside: choice(['lenet-robust', 'lenet', 'lenet-thesis', 'lenet-relu', 'none'], 'lenet-robust'),
};
