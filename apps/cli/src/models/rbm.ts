import { readFile } from 'node:fs/promises';
import { InterpError } from '@interp/core';
import { pretrainedRbm, pretrainedRbmNames, type PretrainedRbmName } from '@interp/pretrained';
import { rbmFromSafetensors, type Rbm } from '@interp/rbm';

const isName = (spec: string): spec is PretrainedRbmName => (pretrainedRbmNames as readonly string[]).includes(spec);

const load = async (spec: string): Promise<Rbm> => {
  if (isName(spec)) return pretrainedRbm(spec);
  try {
    return rbmFromSafetensors(await readFile(spec));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new InterpError(
      'not-found',
      `the RBM ${JSON.stringify(spec)} cannot be read; expected ${pretrainedRbmNames.join(', ')} or a .safetensors file`,
      { cause: error },
    );
  }
};

/**
 * Loads an RBM by what people call it, and lets go of it when the work is over, however it ends.
 *
 * @param spec - the name of one that ships, or the path of a `.safetensors` file
 * @param work - what is done with the RBM, which it borrows
 * @returns what the work gives
 * @throws InterpError `not-found`, `bad-file`
 */
export const withRbm = async <Result>(
  spec: string,
  work: (machine: Rbm) => Result | Promise<Result>,
): Promise<Result> => {
  const machine = await load(spec);
  try {
    return await work(machine);
  } finally {
    machine.dispose();
  }
};
