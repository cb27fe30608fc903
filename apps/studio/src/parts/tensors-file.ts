/** Tensors by name. */
export type Tensors = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> } | undefined>
>;

/** Values as the bytes of a `.safetensors` file, with the names and shapes that the command line gives them. What writes it is fetched when it is asked for. */
export const tensorsFile = async (tensors: Tensors): Promise<BlobPart> => {
  const { float32Entry, writeSafetensors } = await import('@interp/files');
  const entries = Object.entries(tensors).flatMap(([name, tensor]) =>
    tensor ? [[name, float32Entry(tensor.shape, tensor.data)] as const] : [],
  );
  return writeSafetensors(entries) as BlobPart;
};

/** Tensors of one shape, one after the other. */
export const stacked = (
  all: readonly ArrayLike<number>[],
  shape: readonly number[],
): { readonly shape: readonly number[]; readonly data: Float32Array } => {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = new Float32Array(size * all.length);
  all.forEach((one, i) => data.set(one, i * size));
  return { shape: [all.length, ...shape], data };
};
