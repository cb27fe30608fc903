import type { TracedLayer } from '@interp/core';
import { identified } from './identity.js';

/** Selects the layers of a rule. */
export type Match = (layer: TracedLayer) => boolean;

/** Every layer. */
export const any: Match = identified('any', () => true);

/** The first dense layers and convolutions: those with none before them. */
export const first: Match = identified('first', (layer: TracedLayer) => layer.isFirst);

/** The last dense layers and convolutions: those with none after them. */
export const last: Match = identified('last', (layer: TracedLayer) => layer.isLast);

/**
 * Layers of the given classes.
 *
 * @param types - such as `Conv2D`, `Dense`
 * @returns the match
 */
export const ofType = (...types: readonly string[]): Match =>
  identified(`type ${JSON.stringify(types)}`, (layer: TracedLayer) => types.includes(layer.type));

/**
 * Layers of the given kinds.
 *
 * @param kinds - such as `activation`
 * @returns the match
 */
export const ofKind = (...kinds: readonly TracedLayer['kind'][]): Match =>
  identified(`kind ${JSON.stringify(kinds)}`, (layer: TracedLayer) => kinds.includes(layer.kind));

const wanted = new WeakMap<Match, readonly string[]>();

/**
 * Layers by their names in the model. A full name that no layer has is an error where the match is used.
 *
 * @param names - full names, or regular expressions
 * @returns the match
 */
export const named = (...names: readonly (string | RegExp)[]): Match => {
  const match: Match = (layer) =>
    names.some((name) => (typeof name === 'string' ? name === layer.name : name.test(layer.name)));
  wanted.set(
    match,
    names.filter((name) => typeof name === 'string'),
  );
  return names.every((name) => typeof name === 'string') ? identified(`named ${JSON.stringify(names)}`, match) : match;
};

/** The full names that a match of {@link named} asks for; none of another match. */
export const namesIn = (match: Match): readonly string[] => wanted.get(match) ?? [];

/** Convolutions of every kind. */
export const convolutions: Match = identified('convolutions', (layer: TracedLayer) => layer.type.includes('Conv'));

/** Dense layers, whatever a model calls them: products with a constant matrix. */
export const denseLayers: Match = identified(
  'dense layers',
  ({ kind, isScale, type, kernel }: TracedLayer) =>
    type === 'Dense' || (kind === 'linear' && !isScale && !type.includes('Conv') && kernel?.rank === 2),
);
