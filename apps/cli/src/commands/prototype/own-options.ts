import type { PrototypeOptions } from './command.js';
import { UsageError } from '../../shell/failure.js';

type Own = keyof PrototypeOptions;

const climbing: readonly Own[] = ['objective', 'lambda', 'ascent', 'rate', 'steps', 'tv', 'jitter'];
const adding: readonly Own[] = ['side', 'background', 'order', 'passes', 'alternate'];
const ownNames: Readonly<Record<PrototypeOptions['method'], readonly Own[]>> = {
  am: [...climbing, 'restarts'],
  background: [...climbing, ...adding],
  expert: ['gamma', 'expert', 'ascent', 'rate', 'steps', 'restarts'],
  decoder: ['objective', 'lambda', 'ascent', 'rate', 'steps', 'restarts', 'gamma', 'expert', 'decoder', 'threshold'],
};

/**
 * Refuses options that mean nothing to the method asked for.
 *
 * @param options - what the command was told
 * @throws UsageError for an option of another method
 */
export const refuseForeign = (options: PrototypeOptions): void => {
  const { method, pick, init } = options;
  const foreign = Object.values(ownNames)
    .flat()
    .find((name) => options[name] !== undefined && !ownNames[method].includes(name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} means nothing to ${method}; leave it out`);
  if (pick === 'odd' && method !== 'decoder')
    throw new UsageError(`--pick odd means nothing to ${method}; leave it out or take --method decoder`);
  if (method === 'decoder' && init !== undefined && init !== 'random')
    throw new UsageError('--init of decoder is random latent codes, no image; leave it out');
  const idle = climbing.find((name) => options[name] !== undefined);
  if (method === 'background' && idle !== undefined && !options.alternate)
    throw new UsageError(`--${idle} means nothing to background without --alternate; leave it out or give that too`);
};
