import { readNamedFile } from '@interp/files/internal';
import { pretrainedRbm, pretrainedRbmNames, type PretrainedRbmName } from '@interp/pretrained';
import { rbmFromSafetensors, type Rbm } from '@interp/rbm';

const isName = (rbm: string): rbm is PretrainedRbmName => (pretrainedRbmNames as readonly string[]).includes(rbm);

/**
 * Opens a restricted Boltzmann machine.
 *
 * @param rbm - the name of one that ships, or the path of a `.safetensors` file
 * @param options - `signal`: ends the wait for a file that stays silent
 * @returns the RBM; it belongs to the caller, who ends it with `dispose()`
 * @throws InterpError `not-found`, `bad-file`
 */
export const openRbm = async (rbm: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Rbm> => {
  if (isName(rbm)) return pretrainedRbm(rbm);
  const expected = `${pretrainedRbmNames.join(', ')} or a .safetensors file`;
  return rbmFromSafetensors(await readNamedFile(rbm, 'the RBM ', expected, signal));
};
