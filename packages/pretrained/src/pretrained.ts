import type { LayersModel } from '@tensorflow/tfjs-layers';
import { modelCard, type PretrainedName } from './model-card.js';
import { loadNetwork, type PretrainedOptions } from './weights.js';

/**
 * Loads a shipped network and checks the SHA-256 of its files. In Node.js they are read from the package's
 * folder, in a browser they are fetched.
 *
 * @param name - `lenet`, the thesis' network trained well, `lenet-thesis`, trained as the thesis tells it, `lenet-relu`, with ReLU, trained
 *   independently, or `lenet-robust`, trained against attacks
 * @param options - where else to find the weights
 * @returns the network, `[n, 28, 28, 1]` in [-1, 1] to logits `[n, 10]`; it belongs to the caller, who must `dispose()` it
 * @throws InterpError `not-found` for another name or a missing file, `bad-checksum` for a damaged one, `network` without an answer,
 *   `bad-option` for a base that is no URL, `no-backend` before one is started
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { sampleDigits } from '@interp/mnist';
 * import { pretrained } from '@interp/pretrained';
 *
 * await startBackend('wasm');
 * const model = await pretrained('lenet');
 * const five = sampleDigits().images([5]);
 * const logits = classifier(model).logits(five);
 * console.log(logits.dataSync());
 * ```
 */
export const pretrained = async (name: PretrainedName, options: PretrainedOptions = {}): Promise<LayersModel> => {
  return loadNetwork(modelCard(name), options);
};
