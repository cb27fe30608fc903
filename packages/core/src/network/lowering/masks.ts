import { applied } from '@interp/tape/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Layer } from '../layers/layer-reading.js';
import type { Step } from '../steps.js';

/** What makes the mask that goes with a value: a layer such as `Masking`, of the value with a name. */
export type MaskSource = readonly [layer: Layer, of: string];

/** What makes the mask that goes with what a layer returns, given the name of its first input and what makes an input's mask. */
export const maskAfter = (layer: Layer, of: string, given: MaskSource | undefined): MaskSource | undefined => {
  if (layer.getClassName() === 'Masking' || layer.getConfig()['maskZero'] === true) return [layer, of];
  return layer.supportsMasking && (layer as { returnSequences?: boolean }).returnSequences !== false
    ? given
    : undefined;
};

/** The step of a layer that is run by itself, which is given the mask of its input as well. */
export const withMask = (step: Step, layer: Layer, [maker, of]: MaskSource): Step => {
  const forward = (values: readonly Tensor[]): readonly Tensor[] => {
    const inputs = values.slice(0, -1);
    const made = { mask: maker.computeMask(values.at(-1)!) as Tensor };
    return applied(layer, inputs, made);
  };
  return { ...step, operator: { ...step.operator, forward }, inputs: [...step.inputs, of] };
};
