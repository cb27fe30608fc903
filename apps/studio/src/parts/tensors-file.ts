/** Values as the bytes of a `.safetensors` file, with the names and shapes that the command line gives them. What writes it is fetched when it is asked for. */
export const tensorsFile = async (
  tensors: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> }>>,
): Promise<BlobPart> => {
  const { float32Entry, writeSafetensors } = await import('@interp/files');
  const entries = Object.entries(tensors).map(([name, { shape, data }]) => [name, float32Entry(shape, data)] as const);
  return writeSafetensors(entries) as BlobPart;
};
