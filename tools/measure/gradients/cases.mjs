// All cases of the sweep over gradients.
import { layerCases } from './layer-cases.mjs';
import { opCases } from './op-cases.mjs';

/** Every case. */
export const cases = [...layerCases, ...opCases];

/** The name of a case, unlike that of every other. */
export const idOf = ({ group, name }) => `${group}: ${name}`;
