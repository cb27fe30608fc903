import { signal } from '@preact/signals';
import type { PathedFile } from '../../parts/dropped-files.js';

/** Files that were opened, numbered so that others are told from them. */
export interface OpenedFiles {
  /** Which opening it was. */
  readonly id: number;
  /** The files. */
  readonly files: readonly PathedFile[];
}

/** The files of the model that is open. They stay on this page, and no link has them. */
export const modelFiles = signal<OpenedFiles | undefined>(undefined);

/** The pictures that are open. */
export const pictureFiles = signal<OpenedFiles | undefined>(undefined);

/** Which of them is looked at. */
export const chosenPicture = signal(0);

let count = 0;

const isModel = ({ path }: PathedFile): boolean => /\.(?:json|keras|h5|hdf5|onnx|safetensors)$/i.test(path);
const isPicture = ({ path, file }: PathedFile): boolean =>
  file.type.startsWith('image/') || /\.(?:png|jpe?g|webp|gif|bmp|avif)$/i.test(path);

/** What of some files is a model, what are pictures; names of classes alone are added to the model that is open. */
export const sortFiles = (
  files: readonly PathedFile[],
  open: readonly PathedFile[] = [],
): { readonly model: readonly PathedFile[]; readonly pictures: readonly PathedFile[] } => {
  const [pictures, others] = [files.filter(isPicture), files.filter((file) => !isPicture(file))];
  const isOnlyText = others.length > 0 && others.every(({ path }) => /\.txt$/i.test(path));
  if (isOnlyText && open.length > 0) {
    const kept = open.filter(({ path }) => !path.startsWith('labels of '));
    return { pictures, model: [...kept, ...others.map(({ file }) => ({ path: `labels of ${file.name}`, file }))] };
  }
  return { pictures, model: others };
};

/** The name by which the model among some files is spoken of. */
export const modelName = (files: readonly PathedFile[]): string => {
  const models = files.filter((file) => isModel(file) && !/interp\.json$/.test(file.path));
  // Beside another model, a file of tensors is what that model takes; and JSON of any name lies beside models.
  const found =
    models.find(({ path }) => !/\.(?:safetensors|json)$/i.test(path) || /(?:^|[/\\.-])model\.json$/i.test(path)) ??
    models.find(({ path }) => !path.endsWith('.safetensors')) ??
    models[0] ??
    files[0];
  return found?.path.replace(/^.*\//s, '').slice(0, 200) ?? '';
};

/** Opens files: a model, pictures, or both. Says which there were. */
export const openAll = (files: readonly PathedFile[]): { readonly model?: string; readonly pictures: number } => {
  const { model, pictures } = sortFiles(files, modelFiles.value?.files);
  if (pictures.length > 0) {
    chosenPicture.value = 0;
    pictureFiles.value = { id: ++count, files: pictures };
  }
  if (model.length === 0) return { pictures: pictures.length };
  modelFiles.value = { id: ++count, files: model };
  return { model: modelName(model), pictures: pictures.length };
};
