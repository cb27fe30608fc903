import { classifier, type Classifier } from '@interp/core';
import { noveltyDetectorCard, pretrained, pretrainedNovelty, type PretrainedName } from '@interp/pretrained';
import type { NoveltyDetector } from '@interp/novelty';
import { once } from './once.js';

const networks = new Map<PretrainedName, Promise<Classifier>>();
let novelty: Promise<NoveltyDetector> | undefined;

/** A network that ships, loaded once. */
export const network = (name: PretrainedName): Promise<Classifier> =>
  once(networks, name, async () => classifier(await pretrained(name)));

/** What tells digits from other pictures, loaded once with the network that it looks into. */
export const detector = async (): Promise<NoveltyDetector> => {
  novelty ??= pretrainedNovelty(await network(noveltyDetectorCard.network));
  return novelty;
};
