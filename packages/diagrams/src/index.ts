export type { Diagram } from './diagram.js';
export { activationFunctions } from './activation-functions.js';
export { architecture } from './architecture.js';
export { boltzmannMachine } from './boltzmann-machine.js';
export { chartWords } from './chart-words.js';
export { relevanceFlow } from './relevance-flow.js';
export { notation, smallNetwork } from './small-network.js';
