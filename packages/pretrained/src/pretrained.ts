import { InterpError } from '@interp/core';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import type { WeightFile } from './card.js';
import { modelCard, type PretrainedName } from './model-card.js';
import { readBytes } from './read-bytes.js';

/** Where {@link pretrained} finds the weights. */
export interface PretrainedOptions {
  /**
   * The URL of a copy of this package's folder `weights`, for pages whose bundler does not take its files along; relative to the
   * page. Default: this package's own.
   */
  readonly baseUrl?: string | URL;
}

const place = (name: string, file: WeightFile, baseUrl: string | URL | undefined): URL => {
  if (baseUrl === undefined) return new URL(file.url);
  const page = (globalThis as { location?: { href: string } }).location?.href;
  const folder = String(baseUrl).replace(/\/*$/, '/');
  try {
    return new URL(`${name}/${file.name}`, new URL(folder, page));
  } catch (cause) {
    throw new InterpError('bad-option', `baseUrl is ${JSON.stringify(folder)}; expected an absolute URL`, { cause });
  }
};

const readChecked = async (url: URL, { bytes, sha256: expected }: WeightFile): Promise<Uint8Array> => {
  const read = await readBytes(url);
  if (read.length === bytes && bytesToHex(sha256(read)) === expected) return read;
  throw new InterpError(
    'bad-checksum',
    `${url.pathname} is not the file that ships (${read.length} bytes, expected ${bytes} of SHA-256 ${expected}); install or fetch it again`,
  );
};

/**
 * Loads a network that ships with this package, its bytes checked against the card. In Node.js they are read from the package's
 * folder, in a browser they are fetched.
 *
 * @param name - `lenet`, the thesis' network, or `lenet-relu`, trained apart from it with ReLU
 * @param options - where else to find the weights
 * @returns the network, `[n, 28, 28, 1]` in [-1, 1] to logits `[n, 10]`; it belongs to the caller, who ends it with `dispose()`
 * @throws InterpError `not-found` for another name or a missing file, `bad-checksum` for a damaged one, `network` without an answer,
 *   `bad-option` for a base that is no URL
 *
 * @example
 * ```ts
 * import { useBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { sampleDigits } from '@interp/mnist';
 * import { pretrained } from '@interp/pretrained';
 *
 * await useBackend('wasm');
 * const model = await pretrained('lenet');
 * const five = sampleDigits().images([5]);
 * const logits = classifier(model).logits(five);
 * console.log(logits.dataSync());
 * ```
 */
export const pretrained = async (name: PretrainedName, { baseUrl }: PretrainedOptions = {}): Promise<LayersModel> => {
  const { files } = modelCard(name);
  const [topology, weights] = await Promise.all(files.map((file) => readChecked(place(name, file, baseUrl), file)));
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(topology)) as {
    modelTopology: object;
    weightsManifest: readonly { readonly weights: tf.io.WeightsManifestEntry[] }[];
  };
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const { buffer } = Uint8Array.from(weights);
  return loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData: buffer }));
};
