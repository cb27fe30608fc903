export { fetchMnist } from './node/fetch-mnist.js';
export {
  mnistMirrors,
  type FetchedFile,
  type FetchOptions,
  type FetchReport,
  type FetchStep,
} from './node/fetch-options.js';
export { findMnist, mnistCacheFolder, mnistFolders, type FindOptions } from './node/find-mnist.js';
export { loadMnist, loadMnistSplit } from './node/load-mnist.js';
export { verifyMnist, type Verification, type VerifiedFile } from './node/verify-mnist.js';
