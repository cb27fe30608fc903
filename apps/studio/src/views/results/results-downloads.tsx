import { Downloads } from '../../parts/downloads.js';
import { photosSvgOf } from '../../parts/pictures/svg-of.js';
import { sideBySide } from '../../parts/pictures/side-by-side.js';
import { stacked, type Tensors } from '../../parts/tensors-file.js';
import type { ShownResult } from './results.js';

/** Pictures in a row of the PNG. */
const columns = 6;

/** The tensors of all that have a picture, one after the other. */
const tensorsOf = (shown: readonly ShownResult[]): Tensors => {
  const all = shown.map(({ values }) => values).filter(({ images }) => images !== undefined);
  const named = Object.entries(all[0] ?? {});
  return Object.fromEntries(
    named.map(([name, { shape }]) => [name, stacked(all.map((values) => values[name].data), shape)]), // prettier-ignore
  );
};

/** The results that are shown, as files. */
export const ResultsDownloads = ({
  shown,
  asked,
}: {
  readonly shown: readonly ShownResult[];
  readonly asked: object | undefined;
}) => {
  const pictures = shown.flatMap(({ picture }) => (picture ? [picture] : []));
  return (
    <Downloads
      name="results"
      picture={pictures.length > 0 ? sideBySide(pictures, columns) : undefined}
      svg={() => photosSvgOf(pictures)}
      tensors={() => tensorsOf(shown)}
      asked={asked}
      said={() => ({ results: shown.map((one) => ({ ...one, picture: undefined, values: undefined })) })}
    />
  );
};
