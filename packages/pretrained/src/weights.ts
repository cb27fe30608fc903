import { checkedBy, InterpError, optionsTable, shownName, shownPath, shownValue } from '@interp/checks';
import { checkBackend } from '@interp/core/internal';
import { sha256 } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import type { WeightFile } from './card.js';
import { fetchBytes } from './fetch-bytes.js';

/** Options of `readFiles`: where to find the weights. */
export interface PretrainedOptions {
  /**
   * The URL of a copy of this package's folder `weights`, for pages whose bundler does not include its files; relative to
   * the page. Default: this package's own.
   */
  readonly baseUrl?: string | URL;
}

/** Checks of {@link PretrainedOptions}. */
const pretrainedOptions = optionsTable<PretrainedOptions>()({
  baseUrl: checkedBy<string | URL>((name, value) => {
    if (typeof value !== 'string' && !(value instanceof URL))
      throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected a URL`);
  }),
});

const fromDisk = (url: URL): Uint8Array => {
  // This way bundlers do not include Node.js modules in a browser bundle.
  const { readFileSync } = process.getBuiltinModule('node:fs');
  try {
    return new Uint8Array(readFileSync(url));
  } catch (cause) {
    throw new InterpError('not-found', `${url.pathname} cannot be read; expected the weights of @interp/pretrained`, {
      cause,
    });
  }
};

/** A small file that a bundler wrote into the script. It is not fetched, which a page's content security policy may forbid. */
const fromScript = ({ href }: URL): Uint8Array => {
  const [head, body = ''] = href.split(',', 2);
  try {
    const text = decodeURIComponent(body);
    if (!head.endsWith(';base64')) return new TextEncoder().encode(text);
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
};

const readBytes = async (url: URL, most: number): Promise<Uint8Array> => {
  if (url.protocol === 'data:') return fromScript(url);
  return url.protocol === 'file:' ? fromDisk(url) : fetchBytes(url, most);
};

/** An address that may be relative to the page. Some bundlers turn the addresses of a package's files into such ones. */
const absoluteUrl = (address: string, what: string): URL => {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  try {
    return new URL(address, page);
  } catch (cause) {
    throw new InterpError(
      'bad-option',
      `${what} is ${shownName(address)}, and there is no page to which it is relative; expected an absolute URL as baseUrl`,
      { cause },
    );
  }
};

const urlOf = (name: string, file: WeightFile, baseUrl: string | URL | undefined): URL => {
  if (baseUrl === undefined) return absoluteUrl(file.url, `the address of ${file.name}`);
  return new URL(`${name}/${file.name}`, absoluteUrl(String(baseUrl).replace(/\/*$/, '/'), 'baseUrl'));
};

const readChecked = async (url: URL, { bytes, sha256: expected }: WeightFile): Promise<Uint8Array> => {
  const read = await readBytes(url, bytes);
  if (read.length === bytes && (await sha256(read)) === expected) return read;
  throw new InterpError(
    'bad-checksum',
    `${url.protocol === 'data:' ? 'the file in the script' : shownPath(url.pathname)} is not the file that ships (${read.length} bytes, expected ${bytes} of SHA-256 ${expected}); install or fetch it again`,
  );
};

/**
 * Reads the files of a shipped network and checks them against its card.
 *
 * @param card - its name and files
 * @param options - where else to find the weights
 * @returns the bytes of each file
 * @throws InterpError `not-found` for a missing file, `bad-checksum` for a damaged one, `network` without an answer, `bad-option` for a
 *   base that is no URL
 */
export const readFiles = async (
  { name, files }: { readonly name: string; readonly files: readonly WeightFile[] },
  options: PretrainedOptions,
): Promise<Uint8Array[]> => {
  const { baseUrl } = pretrainedOptions.withDefaults(options);
  return Promise.all(files.map((file) => readChecked(urlOf(name, file, baseUrl), file)));
};

/**
 * Loads a network that ships.
 *
 * @param card - its name and files, `model.json` and the weights
 * @param options - where else to find the weights
 * @returns the network, owned by the caller
 * @throws InterpError as `readFiles`
 */
export const loadNetwork = async (
  card: { readonly name: string; readonly files: readonly WeightFile[] },
  options: PretrainedOptions,
): Promise<LayersModel> => {
  checkBackend();
  const [topology, weights] = await readFiles(card, options);
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(topology)) as {
    modelTopology: object;
    weightsManifest: readonly { readonly weights: tf.io.WeightsManifestEntry[] }[];
  };
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const { buffer } = Uint8Array.from(weights);
  return loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData: buffer }));
};
