import { extname, resolve } from 'node:path';
import { InterpError } from '@interp/core';
import type { NetworkPlaces } from '@interp/thesis/node';
import type { Job } from '../shell/job.js';
import type { SettingOptions } from '../shell/options.js';
import { openDecoder, openRbm } from '@interp/open';
import { withOpened } from './open.js';

/** What figures are drawn with has digits of 28 × 28 in [-1, 1] and ten classes; throws `bad-shape`. */
const checkFit = (name: string, shape: readonly number[], bounds: readonly number[], classes = 10): void => {
  if (shape.join() === '28,28,1' && bounds.join() === '-1,1' && classes === 10) return;
  throw new InterpError(
    'bad-shape',
    `${name} is for images [${shape.join(', ')}] in [${bounds.join(', ')}]${classes === 10 ? '' : ` and ${classes} classes`}; expected [28, 28, 1] in [-1, 1] and ten classes, as the thesis’ figures have`,
  );
};

const place = (spec: string): string => (extname(spec) === '' ? spec : resolve(spec));

/**
 * The networks that figures of the thesis are drawn with in the place of today's, each loaded once to see that it can be.
 *
 * @param options - names of those that ship, or paths, as the flags of the same names take them, and what is said of the model
 * @param job - opens networks
 * @throws InterpError `bad-shape` for one of other images or classes, and what loading it throws
 */
export const thesisNetworks = async (
  options: SettingOptions & { readonly model?: string; readonly expert?: string; readonly decoder?: string },
  job: Pick<Job, 'signal' | 'startBackend' | 'withClassifier'>,
): Promise<NetworkPlaces> => {
  const { model, expert, decoder } = options;
  if (model ?? expert ?? decoder) await job.startBackend();
  if (model !== undefined)
    await job.withClassifier(
      model,
      ({ inputShape, bounds, classes }) => checkFit('--model', inputShape, bounds, classes),
      options,
    );
  if (expert !== undefined)
    await withOpened(openRbm(expert, { signal: job.signal }), ({ visible, variant }) =>
      checkFit('--expert', visible === 784 ? [28, 28, 1] : [visible], variant.continuous ? [-1, 1] : [0, 1]),
    );
  if (decoder !== undefined)
    await withOpened(openDecoder(decoder), ({ outputShape, bounds }) =>
      Promise.resolve(checkFit('--decoder', outputShape, bounds)),
    );
  return {
    ...(model !== undefined && { classifier: place(model) }),
    ...(expert !== undefined && { expert: place(expert) }),
    ...(decoder !== undefined && { generator: place(decoder) }),
  };
};
