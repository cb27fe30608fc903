export { csvTable } from './csv-table.js';
export {
  float32Entry,
  int32Entry,
  type SafetensorsData,
  type SafetensorsDtype,
  type SafetensorsEntry,
} from './safetensors/entry.js';
export { readSafetensors, type SafetensorsFile } from './safetensors/read.js';
export { loadStateDict, type LoadedStateDict, type ModuleNames } from './state-dict/load-state-dict.js';
export { sha256 } from './sha256.js';
export { writeSafetensors } from './safetensors/write.js';
export { describeModel, type LayerDescription, type ModelDescription } from './model-files/describe-model.js';
