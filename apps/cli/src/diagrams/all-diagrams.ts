import { activationFunctions } from './activation-functions.js';
import { architecture } from './architecture.js';
import { boltzmannMachine } from './boltzmann-machine.js';
import type { Diagram } from './diagram.js';
import { relevanceFlow } from './relevance-flow.js';
import { notation, smallNetwork } from './small-network.js';

/** The diagrams by the numbers of their figures in the thesis. */
export const allDiagrams: Readonly<Record<string, Diagram>> = {
  '1.1': smallNetwork,
  '1.2': notation,
  '1.3': activationFunctions,
  '1.5': architecture,
  '2.1': boltzmannMachine,
  '2.4': relevanceFlow,
};
