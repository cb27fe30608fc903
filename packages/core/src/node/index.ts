export { makeFolder } from './make-folder.js';
export { isRunning, machineName } from './running-process.js';
export { syncToDisk } from './write-file-atomic.js';
export { writeFileAtomic } from './write-file-atomic.js';
export { saveModel } from './save-model.js';
export { loadModel } from './load-model.js';
export { checkModelSettings, modelSettingsFile, readModelSettings, writeModelSettings } from './model-settings.js';
export type { ModelSettings } from '../model-files/model-settings.js';
