/** A file of a job: its name in the storage and the hash of its bytes. */
export interface StoredFile {
  /** Its name in the storage. */
  readonly file: string;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
}

/** A piece of a chunk: a file of tensors with names and labels of its own, a picture with what its folder says of it, an input that gives no image, or a class of
 * which a prototype is found. */
export interface ChunkPiece extends Partial<StoredFile> {
  /** What people call the picture; nothing of a file of tensors. */
  readonly name?: string;
  /** The class of the picture, where it is known. */
  readonly label?: number;
  /** All its classes. */
  readonly labelSet?: readonly number[];
  /** Why it is not read. */
  readonly error?: string;
  /** Of a prototype, the seed of what is random about it. */
  readonly seed?: number;
  /** Of a model of several inputs, which example of the others goes with the first of its images. */
  readonly example?: number;
  /** How many images of such a model it has, where it may have several. */
  readonly images?: number;
}
