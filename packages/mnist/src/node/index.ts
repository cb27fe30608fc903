export { fetchMnist } from './fetch-mnist.js';
export {
  mnistMirrors,
  type FetchedFile,
  type FetchOptions,
  type FetchReport,
  type FetchStep,
} from './fetch-options.js';
export { findMnist, mnistCacheFolder, mnistFolders, type FindOptions } from './find-mnist.js';
export { loadDigits, type Digits, type LoadDigitsOptions } from './load-digits.js';
export { loadMnist, loadMnistSplit } from './load-mnist.js';
export { verifyMnist, type Verification, type VerifiedFile } from './verify-mnist.js';
