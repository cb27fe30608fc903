import type { PrototypeOptions } from './commands/prototype.js';
import { UsageError } from './failure.js';

type Own = keyof PrototypeOptions;

const climbing: readonly Own[] = ['objective', 'lambda', 'ascent', 'rate', 'steps', 'tv', 'jitter'];
const adding: readonly Own[] = ['side', 'background', 'order', 'passes', 'alternate'];
const ownNames: Readonly<Record<PrototypeOptions['method'], readonly Own[]>> = {
  am: [...climbing, 'restarts'],
  background: [...climbing, ...adding],
  expert: ['gamma', 'expert', 'ascent', 'rate', 'steps', 'restarts'],
};

/**
 * Refuses options that mean nothing to the method asked for.
 *
 * @param options - what the command was told
 * @throws UsageError for an option of another method
 */
export const refuseForeign = (options: PrototypeOptions): void => {
  const { method } = options;
  const foreign = Object.values(ownNames)
    .flat()
    .find((name) => options[name] !== undefined && !ownNames[method].includes(name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} means nothing to ${method}; leave it out`);
  const idle = climbing.find((name) => options[name] !== undefined);
  if (method === 'background' && idle !== undefined && !options.alternate)
    throw new UsageError(`--${idle} means nothing to background without --alternate; leave it out or give that too`);
};
