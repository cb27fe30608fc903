import { DownloadButton } from '../../parts/download-button.js';
import { PictureDownloads } from '../../parts/pictures/picture-downloads.js';
import { sideBySide } from '../../parts/pictures/side-by-side.js';
import { photosSvgOf } from '../../parts/pictures/svg-of.js';
import { tensorsFile } from '../../parts/tensors-file.js';
import type { ShownResult } from './results.js';

/** Tensors of all that have one of a name, one after the other. */
const stacked = (shown: readonly ShownResult[], name: string) => {
  const all = shown.flatMap(({ values }) => (name in values ? [values[name]] : []));
  const [first] = all;
  const data = new Float32Array(all.reduce((sum, one) => sum + one.data.length, 0));
  let at = 0;
  for (const one of all) {
    data.set(one.data, at);
    at += one.data.length;
  }
  return { [name]: { shape: [all.length, ...first.shape], data } };
};

/** The results that are shown, as files. */
export const ResultsDownloads = ({ shown }: { readonly shown: readonly ShownResult[] }) => {
  const drawn = shown.filter((one) => one.picture !== undefined);
  const pictures = drawn.flatMap(({ picture }) => (picture ? [picture] : []));
  const names = Object.keys(drawn[0]?.values ?? {});
  return (
    <div class="row">
      {pictures.length > 0 && (
        <>
          <PictureDownloads name="results" picture={sideBySide(pictures, 6)} svg={() => photosSvgOf(pictures)} />
          <DownloadButton
            name="results.safetensors"
            type=""
            make={() =>
              tensorsFile(Object.assign({}, ...names.map((name) => stacked(drawn, name))) as ReturnType<typeof stacked>)
            }
          />
        </>
      )}
      <DownloadButton
        name="results.json"
        type="application/json"
        make={() => JSON.stringify(shown.map((one) => ({ ...one, picture: undefined, values: undefined })))}
      />
    </div>
  );
};
