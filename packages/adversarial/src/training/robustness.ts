/** How a network does under one attack. */
export interface RobustAccuracy {
  /**
   * Part of all images that are right before the attack and after it; those that no gradient led away from do not count; null
   * where the work was stopped before the first batch was done.
   */
  readonly accuracy: number | null;
  /** Images that the attack failed on for want of any gradient: masked, which is no robustness. */
  readonly masked: number;
  /** Mean of ‖r‖₂ over ‖x‖₂ of the attack's successes, of values on [0, 1]: DeepFool's ρ; null without one. */
  readonly rhoL2: number | null;
  /** The same of the largest changes. */
  readonly rhoLinf: number | null;
}

/** How a network does as it is and under attacks. */
export interface Robustness {
  /** Images done. */
  readonly n: number;
  /** Part of them that is right before any attack; null where the work was stopped before the first batch was done. */
  readonly clean: number | null;
  /** Under each attack, by the name that it was given. */
  readonly attacks: Readonly<Record<string, RobustAccuracy>>;
  /** Wall-clock seconds. */
  readonly seconds: number;
}

/** Said after each step of each attack. */
export interface RobustnessStep {
  /** Images done with all attacks. */
  readonly done: number;
  /** Images in all. */
  readonly n: number;
  /** The attack at work. */
  readonly attack: string;
}
