import type { NoveltyDetector } from '@interp/novelty';
import { noveltyDetectorCard, pretrainedNovelty } from '@interp/pretrained';
import { batchOf } from '../../compute/batch-of.js';
import { inputPixels } from '../../compute/input-pixels.js';
import { network } from '../../compute/models/networks.js';
import { once } from '../../compute/once.js';
import type { Input } from '../../state/input.js';

const detectors = new Map<string, Promise<NoveltyDetector>>();

/** What tells digits from other pictures, loaded once with the network that it looks into. */
const detector = (): Promise<NoveltyDetector> => {
  const { network: name } = noveltyDetectorCard;
  return once(detectors, name, async () => pretrainedNovelty(await network(name)));
};

/** Whether an input looks like no digit at all, told by what networks that ship answer; of nothing that is drawn it is not said. */
export const looksNovel = async (input: Input): Promise<boolean> => {
  const pixels = inputPixels(input);
  if (pixels === undefined) return false;
  const known = await detector();
  const x = batchOf(pixels, await network(noveltyDetectorCard.network));
  const [{ rejected }] = await known.detect(x).finally(() => x.dispose());
  return rejected;
};
