import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** The learning rate and the number of one step of an optimizer. */
export interface OptimizerStep {
  /** The learning rate of this step. */
  readonly rate: number;
  /** Steps in all including this one, from 1. */
  readonly step: number;
}

/**
 * How a gradient changes a weight. An optimiser is a value without state: its slots, the tensors that it keeps for each
 * weight, are held by the training and stored in checkpoints. A new optimiser is a function that returns one of these.
 */
export interface Optimizer {
  /** Its name, for messages and checkpoints. */
  readonly name: string;
  /** Its settings; a checkpoint stores them and is refused with others. */
  readonly settings: Readonly<Record<string, number | boolean>>;
  /** Its default learning rate. */
  readonly rate: number;
  /** Names of its slots: tensors of the weight's shape, initially 0. */
  readonly slots: readonly string[];
  /**
   * One step for one weight.
   *
   * @param gradient - the loss' derivative with respect to the weight; borrowed
   * @param slots - what it remembers, in the order of `slots`; borrowed
   * @param at - rate and step
   * @returns what is to be subtracted from the weight, and the new slots
   */
  readonly change: (gradient: Tensor, slots: readonly Tensor[], at: OptimizerStep) => OptimizerChange;
  /**
   * The same with the change subtracted from the weight at once, to the same bits, where that takes a pass less over the weight.
   * Default none: training subtracts what `change` returns.
   *
   * @param weight - the weight; borrowed
   * @param gradient - the loss' derivative with respect to the weight; borrowed
   * @param slots - what it remembers, in the order of `slots`; borrowed
   * @param at - rate and step
   * @returns the new weight and the new slots, or undefined if the current backend has no such operation
   */
  readonly update?: (
    weight: Tensor,
    gradient: Tensor,
    slots: readonly Tensor[],
    at: OptimizerStep,
  ) => OptimizerUpdate | undefined;
  /**
   * The same in place, to the same bits. Default none: training copies what `update` or `change` return.
   *
   * @param weight - the weight, changed
   * @param gradient - the loss' derivative with respect to the weight; borrowed
   * @param slots - what it remembers, in the order of `slots`, changed
   * @param at - rate and step
   * @returns false, and nothing changed, if the current backend has no such operation
   */
  readonly updateInPlace?: (
    weight: Tensor,
    gradient: TensorInfo,
    slots: readonly Tensor[],
    at: OptimizerStep,
  ) => boolean;
}

/** What an optimiser's step gives; the tensors belong to the caller. */
export interface OptimizerChange {
  /** What is to be subtracted from the weight. */
  readonly change: Tensor;
  /** The new slots, in the order of the optimiser's `slots`. */
  readonly slots: readonly Tensor[];
}

/** A weight after an optimiser's step; the tensors belong to the caller. */
export interface OptimizerUpdate {
  /** The new weight. */
  readonly weight: Tensor;
  /** The new slots, in the order of the optimiser's `slots`. */
  readonly slots: readonly Tensor[];
}
