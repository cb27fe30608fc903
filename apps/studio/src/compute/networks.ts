import { classifier, type Classifier } from '@interp/core';
import { noveltyDetectorCard, pretrained, pretrainedNovelty, type PretrainedName } from '@interp/pretrained';
import type { NoveltyDetector } from '@interp/novelty';

const networks = new Map<PretrainedName, Promise<Classifier>>();
let novelty: Promise<NoveltyDetector> | undefined;

/** Loads once; a load that failed is tried again the next time. */
const once = <K, V>(cache: Map<K, Promise<V>>, key: K, load: () => Promise<V>): Promise<V> => {
  const known = cache.get(key);
  if (known) return known;
  const loading = load();
  cache.set(key, loading);
  loading.catch(() => cache.delete(key));
  return loading;
};

/** A network that ships, loaded once. */
export const network = (name: PretrainedName): Promise<Classifier> =>
  once(networks, name, async () => classifier(await pretrained(name)));

/** What tells digits from other pictures, loaded once with the network that it looks into. */
export const detector = async (): Promise<NoveltyDetector> => {
  novelty ??= pretrainedNovelty(await network(noveltyDetectorCard.network));
  return novelty;
};
