import type { ComponentChildren } from 'preact';
import type { Rgba } from '../compute/pictures.js';
import { DownloadButton } from './download-button.js';
import { PictureDownloads } from './pictures/picture-downloads.js';
import { tensorsFile, type Tensors } from './tensors-file.js';

/** What is shown as files: its picture as PNG and SVG, its tensors, and what is said of it together with what was asked. `children` come first. */
export const Downloads = ({
  name,
  pictureName = name,
  picture,
  svg,
  tensors,
  asked,
  said,
  children,
}: {
  /** What the files of tensors and JSON are called. */
  readonly name: string;
  /** What the files of the picture are called. */
  readonly pictureName?: string;
  readonly picture: Rgba | undefined;
  /** Makes an SVG, which may show more than the picture. */
  readonly svg: () => string | Promise<string>;
  readonly tensors: () => Tensors | undefined;
  readonly asked?: object | undefined;
  readonly said: () => object;
  readonly children?: ComponentChildren;
}) => (
  <div class="row">
    {children}
    {picture && (
      <>
        <PictureDownloads name={pictureName} picture={picture} svg={svg} />
        <DownloadButton name={`${name}.safetensors`} type="" make={() => tensorsFile(tensors() ?? {})} />
      </>
    )}
    <DownloadButton
      name={`${name}.json`}
      type="application/json"
      make={() => JSON.stringify(asked ? { ...asked, own: undefined, ...said() } : said())}
    />
  </div>
);
