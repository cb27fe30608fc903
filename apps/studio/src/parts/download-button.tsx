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
