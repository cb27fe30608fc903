import type { WalkLayer } from '@interp/core';

/** Which layers a rule is for. */
export type Match = (layer: WalkLayer) => boolean;

/** Every layer. */
export const any: Match = () => true;

/** The dense layers and convolutions with none before them. */
export const first: Match = (layer) => layer.isFirst;

/** The dense layers and convolutions with none after them. */
export const last: Match = (layer) => layer.isLast;

/**
 * Layers of some classes.
 *
 * @param types - such as `Conv2D`, `Dense`
 * @returns the match
 */
export const ofType =
  (...types: readonly string[]): Match =>
  (layer) =>
    types.includes(layer.type);

/**
 * Layers by what they do.
 *
 * @param kinds - such as `activation`
 * @returns the match
 */
export const ofKind =
  (...kinds: readonly WalkLayer['kind'][]): Match =>
  (layer) =>
    kinds.includes(layer.kind);

/**
 * Layers by their names in the model.
 *
 * @param names - whole names, or patterns for them
 * @returns the match
 */
export const named =
  (...names: readonly (string | RegExp)[]): Match =>
  (layer) =>
    names.some((name) => (typeof name === 'string' ? name === layer.name : name.test(layer.name)));

/** Convolutions of every kind. */
export const convolutions: Match = ofType('Conv1D', 'Conv2D', 'SeparableConv2D', 'DepthwiseConv2D');

/** Dense layers. */
export const denseLayers: Match = ofType('Dense');
