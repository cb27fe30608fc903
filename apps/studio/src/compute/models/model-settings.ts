import type { OpenOptions } from '@interp/open/page';
import type { ViewValues } from '../../state/studio-state.js';

/** What is said of a model on the page. */
export type ModelTexts = Pick<
  ViewValues<'model'>,
  'bounds' | 'mean' | 'std' | 'size' | 'fit' | 'channels' | 'returns' | 'labels'
>;

const numbersIn = (name: string, text: string, example: string): readonly number[] | undefined => {
  if (text.trim() === '') return undefined;
  const found = text.trim().split(/\s*[,;×x]\s*|\s+/);
  const numbers = found.map(Number);
  if (found.every((one) => one !== '') && numbers.every(Number.isFinite)) return numbers;
  throw new Error(`${name} is no list of numbers; expected for example ${example}`);
};

const pair = (name: string, text: string, example: string): readonly [number, number] | undefined => {
  const numbers = numbersIn(name, text, example);
  if (numbers && numbers.length !== 2)
    throw new Error(`${name} has ${numbers.length} numbers; expected 2, as ${example}`);
  return numbers as readonly [number, number] | undefined;
};

/** The options of `openFiles` that texts say, without those that say nothing; throws an error that names the text that is none. */
export const openOptionsIn = ({ bounds, mean, std, size, fit, channels, returns, labels }: ModelTexts): OpenOptions => {
  const names = labels.split(/[\n,]/).map((one) => one.trim());
  const all = {
    bounds: pair('the range', bounds, '0, 1'),
    mean: numbersIn('the mean', mean, '0.485, 0.456, 0.406'),
    std: numbersIn('the deviation', std, '0.229, 0.224, 0.225'),
    size: pair('the size', size, '224 x 224'),
    fit: fit === '' ? undefined : fit,
    channels: channels === '' ? undefined : channels,
    returns: returns === '' ? undefined : returns,
    labels: labels.trim() === '' ? undefined : names,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
};

/** The option `inputs` where, beside a model, there is a file of tensors: those that the model takes beside a picture. */
export const inputsAmong = (paths: readonly string[]): Pick<OpenOptions, 'inputs'> => {
  const isTensors = (path: string): boolean => path.endsWith('.safetensors');
  const [first, ...others] = paths.filter(isTensors);
  const hasModel = paths.some((path) => /(?:\.(?:onnx|keras|h5|hdf5)|model\.json)$/i.test(path));
  return first !== undefined && others.length === 0 && hasModel ? { inputs: first.replace(/^.*\//s, '') } : {};
};
