export { writeFileAtomic } from './write-file-atomic.js';
export { checkWritable, checkWritableFile } from './check-writable.js';
export { saveModel } from './save-model.js';
export { loadModel } from './load-model.js';
export { isGraphModel, loadGraphModel } from './load-graph-model.js';
export type { StoredGraphModel } from '../model-files/read-graph-model.js';
export { checkModelSettings } from '../model-files/check-model-settings.js';
export { modelSettingsFile, readModelSettings, writeModelSettings } from './model-settings.js';
export type { ModelSettings } from '../model-files/model-settings.js';
