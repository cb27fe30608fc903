import { words } from '../words/words.js';

/** Offers bytes or text as a file. `make` is asked for them when the button is pressed. */
export const DownloadButton = ({
  name,
  type,
  make,
}: {
  readonly name: string;
  readonly type: string;
  readonly make: () => BlobPart | Promise<BlobPart>;
}) => {
  const download = async (): Promise<void> => {
    const url = URL.createObjectURL(new Blob([await make()], { type }));
    Object.assign(document.createElement('a'), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <button type="button" onClick={() => void download()}>
      {words.value.download} {name}
    </button>
  );
};

/** A picture as the bytes of a PNG file. */
export const pngOf = async ({
  data,
  width,
  height,
}: {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}): Promise<Blob> => {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
};
