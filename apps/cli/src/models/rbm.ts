import { pretrainedRbm, pretrainedRbmNames, type PretrainedRbmName } from '@interp/pretrained';
import { readNamedFile } from '@interp/files/internal';
import { rbmFromSafetensors, type Rbm } from '@interp/rbm';

const isName = (spec: string): spec is PretrainedRbmName => (pretrainedRbmNames as readonly string[]).includes(spec);

const load = async (spec: string, signal?: AbortSignal): Promise<Rbm> =>
  isName(spec)
    ? pretrainedRbm(spec)
    : rbmFromSafetensors(
        await readNamedFile(spec, 'the RBM ', `${pretrainedRbmNames.join(', ')} or a .safetensors file`, signal),
      );

/**
 * Loads an RBM by what people call it, and lets go of it when the work is over, however it ends.
 *
 * @param spec - the name of one that ships, or the path of a `.safetensors` file
 * @param work - what is done with it
 * @param job - by whose signal the wait for a FIFO ends
 * @throws InterpError `not-found`, `bad-file`; the signal's reason
 */
export const withRbm = async <Value>(
  spec: string,
  work: (model: Rbm) => Value | Promise<Value>,
  { signal }: { readonly signal?: AbortSignal },
): Promise<Value> => {
  const model = await load(spec, signal);
  try {
    return await work(model);
  } finally {
    model.dispose();
  }
};
