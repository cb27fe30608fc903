export { kerasModel, type KerasModelForm, type KerasModelOptions } from './keras-model.js';
export type { KerasNetwork } from './graph/build-network.js';
export type { WeightsReader } from './model-json.js';
