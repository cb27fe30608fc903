// What only sibling packages use. All of it needs Node.js.
export { readAnyFile, readPlainFile, type ReadPlainFileOptions } from './read-plain-file.js';
export { readNamedFile } from './read-named-file.js';
export { inFile } from '../model-files/in-file.js';
export { readModelBytes, weightsBeside } from './model-bytes.js';
export { readStream } from './read-stream.js';
export { readBeside } from './read-beside.js';
export { isFolder } from './check-writable.js';
export { makeFolder } from './make-folder.js';
export { isRunning, machineName } from './running-process.js';
export { createFileAtomic, syncToDisk } from './write-file-atomic.js';
export { removeQuietly } from './remove-quietly.js';
export { writeWithFolder } from './write-with-folder.js';
export { writeTarget, type WriteTarget } from './write-target.js';
export { decodeFloat } from '../safetensors/short-floats.js';
