import type { GradCamOptions, IntegratedGradientsOptions, OcclusionOptions, SmoothGradOptions } from '@interp/lrp';
import type { AlphaBetaOptions, EpsilonOptions, GammaOptions, ZBoxOptions } from '@interp/lrp';
import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** Methods of explanation, as the command line names them. */
export const methods = [
  'sensitivity',
  'gradient',
  'gradient-x-input',
  'integrated-gradients',
  'smoothgrad',
  'occlusion',
  'grad-cam',
  'lrp',
] as const;

/** Rules of layer-wise relevance propagation. */
export const rules = ['lrp0', 'epsilon', 'gamma', 'alpha-beta', 'z-plus', 'z-box', 'w-square', 'flat', 'pass'] as const;

/** Composites of those rules. */
export const composites = [
  'epsilon-plus',
  'epsilon-plus-flat',
  'epsilon-alpha2-beta1',
  'epsilon-alpha2-beta1-flat',
  'epsilon-gamma-box',
] as const;

/** Numbers that rules take. */
export type RuleOptions = Pick<AlphaBetaOptions, 'alpha' | 'beta'> &
  Pick<EpsilonOptions, 'epsilon'> &
  Pick<GammaOptions, 'gamma'> &
  Pick<ZBoxOptions, 'low' | 'high'>;

/** Numbers and names that one method alone takes. */
export type MethodOptions = Pick<IntegratedGradientsOptions, 'nodes'> &
  Pick<SmoothGradOptions, 'samples' | 'noise'> &
  Pick<OcclusionOptions, 'window' | 'stride'> &
  Pick<GradCamOptions, 'layer'>;

/** Options of `interp explain`; those of rules and methods are described in `@interp/lrp`. */
export interface ExplainOptions extends CommonOptions, InputOptions, ModelOptions, RuleOptions, MethodOptions {
  /** How the prediction is explained. */
  readonly method: (typeof methods)[number];
  /** One rule for all layers. */
  readonly rule?: (typeof rules)[number];
  /** Rules by layer. */
  readonly composite?: (typeof composites)[number];
  /** Whether biases take a share. */
  readonly bias: 'drop' | 'keep';
  /** What becomes of relevance with nowhere to go. */
  readonly emptyBranch: 'conserve' | 'paper';
  /** The explained class. */
  readonly class?: number;
  /** The class that it is told from. */
  readonly versus?: number;
  /** The explained score. */
  readonly score?: 'logit' | 'probability' | 'log-probability' | 'one';
  /** Whether an unbalanced ledger is an error. */
  readonly strict?: boolean;
  /** Whether methods are shown side by side. */
  readonly compare?: boolean;
  /** Whether maps are drawn each on its own scale. */
  readonly scale: 'own' | 'shared';
}
