import { InterpError, shownValue } from '@interp/checks';
import type { TracedLayer } from '@interp/core';
import type { LrpRule } from './rules/rule.js';
import { any, type Match, namesIn } from './match.js';

/** An ordered list that gives each layer its rule: the first entry that matches. A layer without a match is an error. */
export type Composite = readonly (readonly [match: Match, rule: LrpRule])[];

/**
 * One rule for all layers.
 *
 * @param rule - the rule
 * @returns the composite
 */
export const uniform = (rule: LrpRule): Composite => [[any, rule]];

/**
 * Checks that something is a composite.
 *
 * @param composite - the value given
 * @throws InterpError `bad-option`
 */
export const checkComposite = (composite: Composite): void => {
  const isPair = (entry: unknown): boolean =>
    Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'function');
  if (!Array.isArray(composite) || composite.length === 0 || !Array.from<unknown>(composite).every(isPair)) {
    throw new InterpError(
      'bad-option',
      'rules is neither a rule nor a list of [match, rule]; expected alphaBeta(), epsilonPlus() or [[any, epsilon()]], for example',
    );
  }
};

/**
 * Checks that each full name in a composite is one of a layer.
 *
 * @param composite - the rules
 * @param layers - the layers
 * @throws InterpError `bad-option` naming the first that is not
 */
export const checkNames = (composite: Composite, layers: readonly TracedLayer[]): void => {
  const names = composite.flatMap(([match]) => namesIn(match));
  if (names.length === 0) return;
  const known = new Set(layers.map(({ name }) => name));
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new InterpError(
    'bad-option',
    `rules name the layer ${shownValue(unknown)}, which the model does not have; expected some of ${[...known].slice(0, 12).join(', ')}`,
  );
};

/**
 * The rule of a layer.
 *
 * @param composite - the rules
 * @param layer - the layer
 * @returns the first rule that matches
 * @throws InterpError `bad-option` if none matches
 */
export const ruleFor = (composite: Composite, layer: TracedLayer): LrpRule => {
  const entry = composite.find(([match]) => match(layer));
  if (entry) return entry[1];
  throw new InterpError(
    'bad-option',
    `no rule matches the layer "${layer.name}" of type ${layer.type} (${layer.kind}); end the composite with [any, rule]`,
  );
};
