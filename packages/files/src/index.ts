export {
  float32Entry,
  int32Entry,
  type SafetensorsData,
  type SafetensorsDtype,
  type SafetensorsEntry,
} from './safetensors/entry.js';
export { readSafetensors, type SafetensorsFile } from './safetensors/read.js';
export { writeSafetensors } from './safetensors/write.js';
