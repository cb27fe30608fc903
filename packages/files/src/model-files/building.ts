// What front ends of other formats build a tf.LayersModel with, and what models are read of without Node.js.
export { concatBytes } from './concat-bytes.js';
export { buildModel } from './build-model.js';
export { checkTopology, type Json, type Refuse } from './topology.js';
export { type TakeWeight, type WeightSource, withWeights } from './stored-weights.js';
export { readLayersModel } from './read-layers-model.js';
export { isGraphModelFile, readGraphModel } from './read-graph-model.js';
export { checkModelSettings, modelSettingsIn, settingsFileName } from './check-model-settings.js';
export { inFile } from './in-file.js';
export type { ReadWeights } from './read-weights.js';
