import { checkGivenText, optionsTable, withFunctions } from '@interp/checks';
import { readNamedFile } from '@interp/files/internal';
import { pretrainedRbm, pretrainedRbmNames, type PretrainedRbmName } from '@interp/pretrained';
import { rbmFromSafetensors, type Rbm } from '@interp/rbm';

/** Options of {@link openRbm}. */
export interface OpenRbmOptions {
  /** Ends the wait for a file that stays silent. */
  readonly signal?: AbortSignal;
}

/** Checks of {@link OpenRbmOptions}. */
const openRbmOptions = optionsTable<OpenRbmOptions>()({ signal: withFunctions<AbortSignal>(['throwIfAborted']) });

const isName = (rbm: string): rbm is PretrainedRbmName => (pretrainedRbmNames as readonly string[]).includes(rbm);

/**
 * Opens a restricted Boltzmann machine.
 *
 * @param rbm - the name of one that ships, or the path of a `.safetensors` file
 * @param options - when to give up
 * @returns the RBM; it belongs to the caller, who ends it with `dispose()`
 * @throws InterpError `not-found`, `bad-file`, `bad-option`
 */
export const openRbm = async (rbm: string, options: OpenRbmOptions = {}): Promise<Rbm> => {
  checkGivenText('the RBM', rbm, 'the name of one that ships, or a path');
  const { signal } = openRbmOptions.withDefaults(options);
  if (isName(rbm)) return pretrainedRbm(rbm);
  const expected = `${pretrainedRbmNames.join(', ')} or a .safetensors file`;
  return rbmFromSafetensors(await readNamedFile(rbm, 'the RBM ', expected, signal));
};
