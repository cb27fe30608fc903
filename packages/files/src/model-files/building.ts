// What front ends of other formats build a tf.LayersModel with. None of it needs Node.js.
export { buildModel } from './build-model.js';
export { checkTopology, type Json, type Refuse } from './topology.js';
export { type TakeWeight, type WeightSource, withWeights } from './stored-weights.js';
