export type { ExternalData } from './file/external-data.js';
export { onnxNetwork, type OnnxNetwork, type OnnxOptions } from './onnx-network.js';
