/** How the names of files of tensors end. */
const tensorFiles = String.raw`\.safetensors|\.npz|\.npy|\.idx(?:\.gz)?|idx3-ubyte(?:\.gz)?`;

/** A file of tensors: its path, which itself may hold a '#', and what follows the next one, the name of a tensor. */
export const fileAndTensor = new RegExp(`^(.*?(?:${tensorFiles}))(?:#(.*))?$`, 'is');

/** A path that ends in .parquet, and what follows a '#': the column of the images. */
export const fileAndColumn = /^(.*?\.parquet)(?:#(.*))?$/is;

const hasArrayName = new RegExp(String.raw`(?:${tensorFiles}|\.parquet)$`, 'i');

/** Whether a file is one of tensors or a table, by its name. */
export const isArrayFile = (name: string): boolean => hasArrayName.test(name);

/** Whether an input names a tensor or a column in a file. */
export const namesPart = (spec: string): boolean =>
  [fileAndTensor, fileAndColumn].some((pattern) => pattern.exec(spec)?.[2] !== undefined);
