import { checkedOptions } from '@interp/core/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadNetwork } from './load-network.js';
import { modelCard, type PretrainedName } from './model-card.js';
import { readFiles } from './read-files.js';

/** Where {@link pretrained} finds the weights. */
export interface PretrainedOptions {
  /**
   * The URL of a copy of this package's folder `weights`, for pages whose bundler does not take its files along; relative to the
   * page. Default: this package's own.
   */
  readonly baseUrl?: string | URL;
}

/**
 * Loads a network that ships with this package, its bytes checked against the card. In Node.js they are read from the package's
 * folder, in a browser they are fetched.
 *
 * @param name - `lenet`, the thesis' network, `lenet-relu`, trained apart from it with ReLU, or `lenet-robust`, trained against attacks
 * @param options - where else to find the weights
 * @returns the network, `[n, 28, 28, 1]` in [-1, 1] to logits `[n, 10]`; it belongs to the caller, who ends it with `dispose()`
 * @throws InterpError `not-found` for another name or a missing file, `bad-checksum` for a damaged one, `network` without an answer,
 *   `bad-option` for a base that is no URL
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
  const { baseUrl } = checkedOptions(options);
  return loadNetwork(await readFiles(modelCard(name), baseUrl));
};
