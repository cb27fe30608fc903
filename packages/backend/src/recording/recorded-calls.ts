/** A kernel with its arguments. */
export type RecordedCall = () => void;

const recorders = new WeakMap<object, (call: RecordedCall) => void>();

/**
 * Sets who records the kernels of a backend.
 *
 * @param backend - the backend
 * @param record - called with each kernel that has run; undefined for nobody
 */
export const recordedBy = (backend: object, record: ((call: RecordedCall) => void) | undefined): void => {
  if (record) recorders.set(backend, record);
  else recorders.delete(backend);
};

/**
 * Who records the kernels of a backend now.
 *
 * @param backend - the backend
 * @returns nothing where nobody does
 */
export const recorderOf = (backend: object): ((call: RecordedCall) => void) | undefined => recorders.get(backend);
