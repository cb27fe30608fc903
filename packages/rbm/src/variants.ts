import { checkFunctions } from '@interp/checks';

/** The energies that ship: the binary one and three with Gaussian visible units. */
export type VariantName = 'binary' | 'cho' | 'krizhevsky' | 'goodfellow';

/**
 * An energy, as a value. All of them have the form
 *
 * E(v, h) = Σ A(v_i) - Σ k c_j h_j - Σ g_i v_i W_ij h_j
 *
 * and differ in how σ enters: in the input gain g, in the gain k of the hidden biases and in the visible term A. For binary visible
 * units A(v_i) = -b_i v_i; for Gaussian ones A(v_i) = (v_i - b_i)² / (2σ_i²) + {@link Variant.visibleConstant}.
 */
export interface Variant {
  /** Its name, also in files. */
  readonly name: VariantName;
  /** Whether the visible units are Gaussian; else they are 0 or 1. */
  readonly continuous: boolean;
  /** How many σ it has: none, one for all visible units, or either one or one per visible unit. */
  readonly sigma: 'none' | 'one' | 'one-or-per-pixel';
  /**
   * The gain g of a visible unit in the inputs of the hidden units.
   *
   * @param sigma - its σ
   * @returns the gain g
   */
  readonly inputGain: (sigma: number) => number;
  /**
   * The gain k of the hidden biases.
   *
   * @param sigma - the shared σ of all visible units, if used
   * @returns the gain k
   */
  readonly hiddenGain: (sigma: number) => number;
  /**
   * The gain of (Wh)_i in the mean of a visible unit (for a binary unit, its logit).
   *
   * @param sigma - its σ
   * @returns the gain
   */
  readonly outputGain: (sigma: number) => number;
  /**
   * The part of the visible term that does not depend on v.
   *
   * @param bias - b_i
   * @param sigma - σ_i
   * @returns an energy
   */
  readonly visibleConstant: (bias: number, sigma: number) => number;
  /** Derivative of ln(input gain) with respect to t = -ln σ². */
  readonly inputGainDerivative: number;
  /** Derivative of ln(hidden gain) with respect to t = -ln σ². */
  readonly hiddenGainDerivative: number;
}

const one = (): number => 1;
const nothing = (): number => 0;
const precision = (sigma: number): number => 1 / (sigma * sigma);

/**
 * Binary visible and hidden units (Smolensky 1986): E = -bᵀv - cᵀh - vᵀWh.
 */
export const binary: Variant = {
  name: 'binary',
  continuous: false,
  sigma: 'none',
  inputGain: one,
  hiddenGain: one,
  outputGain: one,
  visibleConstant: nothing,
  inputGainDerivative: 0,
  hiddenGainDerivative: 0,
};

/**
 * The thesis' Gaussian RBM, its equation (2.3): E = Σ (v_i - b_i)² / (2σ_i²) - cᵀh - Σ v_i W_ij h_j / σ_i² (Cho, Ilin & Raiko 2011; Schlüter 2014
 * derives the gradients of each variant, and learns σ² = e^(-t) as here; Melchior 2012).
 */
export const cho: Variant = {
  name: 'cho',
  continuous: true,
  sigma: 'one-or-per-pixel',
  inputGain: precision,
  hiddenGain: one,
  outputGain: one,
  visibleConstant: nothing,
  inputGainDerivative: 1,
  hiddenGainDerivative: 0,
};

/**
 * E = Σ (v_i - b_i)² / (2σ_i²) - cᵀh - Σ (v_i / σ_i) W_ij h_j (Krizhevsky 2009).
 */
export const krizhevsky: Variant = {
  name: 'krizhevsky',
  continuous: true,
  sigma: 'one-or-per-pixel',
  inputGain: (sigma) => 1 / sigma,
  hiddenGain: one,
  outputGain: (sigma) => sigma,
  visibleConstant: nothing,
  inputGainDerivative: 0.5,
  hiddenGainDerivative: 0,
};

/**
 * E = (½‖v‖² - bᵀv - cᵀh - vᵀWh) / σ², one σ for all (after Goodfellow, Bengio & Courville 2016, section 20.5.1).
 */
export const goodfellow: Variant = {
  name: 'goodfellow',
  continuous: true,
  sigma: 'one',
  inputGain: precision,
  hiddenGain: precision,
  outputGain: one,
  visibleConstant: (bias, sigma) => -(bias * bias) / (2 * sigma * sigma),
  inputGainDerivative: 1,
  hiddenGainDerivative: 1,
};

/**
 * Checks a variant. JavaScript callers may pass its name instead of its value.
 *
 * @param variant - what was given
 * @throws InterpError `bad-option`
 */
export const checkVariant = (variant: Variant): void =>
  checkFunctions('variant', variant, ['inputGain', 'hiddenGain', 'outputGain', 'visibleConstant']);

/** Every {@link Variant} that ships, by its name. */
export const variants: Readonly<Record<VariantName, Variant>> = { binary, cho, krizhevsky, goodfellow };
