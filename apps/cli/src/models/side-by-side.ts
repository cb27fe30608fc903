import { convertInputs, mapImages, type Images } from '@interp/images';
import type { Job } from '../shell/job.js';
import type { ModelOptions } from '../shell/options.js';
import type { OpenedClassifier } from '@interp/open';

/** Options of commands that measure a network, and perhaps another one to compare it with. */
export interface SideBySideOptions extends Pick<ModelOptions, 'model'> {
  /** Another network, to stand beside it. */
  readonly against?: string;
}

/**
 * Measures a network, and the one that it is compared with by the same pictures.
 *
 * @param classifier - the network that `model` names
 * @param images - as it takes them; the other one gets them as that one does
 * @param options - what people call both
 * @param job - the command at work
 * @param measure - measures one of them
 * @returns the result of the other one, where there is one, and that of the network
 */
export const sideBySide = async <Value>(
  classifier: OpenedClassifier,
  images: Images,
  { model, against }: SideBySideOptions,
  { signal, withClassifier }: Pick<Job, 'signal' | 'withClassifier'>,
  measure: (name: string, classifier: OpenedClassifier, images: Images) => Promise<Value>,
): Promise<readonly Value[]> => {
  const own = await measure(model, classifier, images);
  if (against === undefined || signal.aborted) return [own];
  const beside = await withClassifier(against, (other) =>
    measure(
      against,
      other,
      mapImages(images, (inputs) => convertInputs(inputs, classifier, other)),
    ),
  );
  return [beside, own];
};
