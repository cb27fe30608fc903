import { drive, type Classifier, type DriveOptions } from '@interp/core';
import { backgroundAdditionSteps } from './background-addition-steps.js';
import type { BackgroundStepRecord } from './background-moment.js';
import type { BackgroundOptions } from './background-options.js';
import type { Prototypes, PrototypeStep } from './prototype.js';
import type { Start } from './start-images.js';

/**
 * Images that lose what speaks against their class: patch by patch is set to background, and the change is kept where P(c|x) rises, as
 * the thesis does in Figure 3.3. It can take turns with activation maximisation (`alternate`). Each patch is tried in all
 * images at once. A rise counts where it is more than the rounding of float32; between two ascents P(c|x) only rises.
 *
 * @param classifier - any classifier of images, `[height, width]` or `[height, width, channels]`
 * @param start - what background is added to: images, one for all classes, one for each or several for one class; `blank`, 0
 *   everywhere, the thesis' Figure 3.3b and the default; or `random`, noise. Borrowed
 * @param options - classes, patches, order, passes, and how the work is driven: `onStep`, `signal`
 * @returns images and what is known of each, with P(c|x) after every change that was kept; after an abort what it has until then
 * @throws InterpError `bad-option`, `bad-class`, `bad-shape`, `bad-value` for options, `unsupported-model` for inputs that are no
 *   images, `not-finite` for a NaN on the way
 *
 * @example
 * ```ts
 * import { backgroundAddition, prototypes } from '@interp/am';
 * import { classifier } from '@interp/core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const model = sequential({
 *   layers: [layers.flatten({ inputShape: [8, 8, 1] }), layers.dense({ units: 3 })],
 * });
 * const net = classifier(model);
 * const start = await prototypes(net, { steps: 10 });
 * const { images, items } = await backgroundAddition(net, start.images, { side: 3, alternate: 1 });
 * for (const { history } of items) console.log(history.map(({ by, probability }) => `${by} ${probability}`));
 * start.images.dispose();
 * images.dispose();
 * ```
 */
export const backgroundAddition = (
  classifier: Classifier,
  start: Start = 'blank',
  options: BackgroundOptions & DriveOptions<PrototypeStep<BackgroundStepRecord>> = {},
): Promise<Prototypes<BackgroundStepRecord>> => drive(backgroundAdditionSteps(classifier, start, options), options);
