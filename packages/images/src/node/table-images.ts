import { InterpError, shownName } from '@interp/checks';
import { concatImages } from '../concat-images.js';
import { imagesOf, noImages, type Images } from '../images.js';
import { preprocessed } from '../preprocessing.js';
import { parquetRows, type ParquetRow } from './parquet.js';
import { pictureFile } from './picture-file.js';
import { isOfFile, preprocessingFor, type Reader } from './reader.js';

/** Images of a table: pictures in their files' bytes, or inputs of the model. */
export const tableImages: Reader = async (spec, options) => {
  const { inputShape, takesMissing } = options;
  const ofModel = preprocessingFor(options);
  const imageOf = async ({ name, label, picture: bytes, values, error }: ParquetRow): Promise<Images> => {
    if (error !== undefined) throw new InterpError('bad-value', error);
    const own = { name: () => name, label: () => label };
    if (values)
      return imagesOf({ size: 1, inputShape, ...own, pixels: () => values, shown: () => ofModel.toPicture(values) });
    const found = await pictureFile(name, () => Promise.resolve(bytes!), options);
    return { ...preprocessed(found, ofModel, inputShape), ...own };
  };
  const groups: Images[] = [];
  for await (const rows of parquetRows(spec, options))
    for (const row of rows)
      try {
        groups.push(await imageOf(row));
      } catch (error) {
        if (!takesMissing || !isOfFile(row.name, error)) throw error;
        groups.push(noImages(inputShape, [{ input: row.name, before: 0, error: error.message }]));
      }
  if (groups.length > 0) return concatImages(groups);
  throw new InterpError('bad-value', `${shownName(spec)} has no rows; expected images`);
};
