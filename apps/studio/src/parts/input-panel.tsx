import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from '../compute/client.js';
import type { Rgba } from '../compute/pictures.js';
import { change, state } from '../state/store.js';
import { words } from '../words/words.js';
import { DrawCanvas } from './draw-canvas.js';

/** What is to be said of the picture that was opened last. */
const note = signal('');

/** Pictures with more pixels than this are reduced while they are decoded. */
const mostSide = 2000;

/** Files above this size are refused before they are decoded. */
const mostBytes = 64 * 1024 * 1024;

/** A picture file decoded, no larger than needed. */
const decode = async (file: Blob): Promise<Rgba> => {
  if (file.size > mostBytes)
    throw new Error(`${Math.round(file.size / 2 ** 20)} MB; expected at most ${mostBytes / 2 ** 20} MB`);
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, mostSide / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((length) => Math.max(1, Math.round(scale * length)));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context?.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const data = context?.getImageData(0, 0, width, height).data;
  if (!data) throw new Error('no canvas to decode it on');
  return { width, height, data: new Uint8ClampedArray(data) };
};

/** Opens a picture: its largest digit becomes what is looked at. What cannot be opened is said in a sentence. */
const openPicture = async (file: Blob & { readonly name?: string }): Promise<void> => {
  const { noInk, moreDigits } = words.value;
  try {
    const picture = await decode(file);
    const { pixels, count } = await ask((studio) => studio.preparePicture(picture));
    note.value = pixels === undefined ? noInk : count > 1 ? moreDigits : '';
    if (pixels) change({ input: { kind: 'pixels', pixels: [...pixels] } });
  } catch (error) {
    note.value = `${file.name ?? ''}: ${error instanceof Error ? error.message : String(error)}`;
  }
};

const firstPicture = (files: Iterable<File> | undefined): File | undefined =>
  [...(files ?? [])].find(({ type }) => type.startsWith('image/')) ?? [...(files ?? [])][0];

/** Pictures that are pasted or dropped anywhere on the page are opened. */
const usePastedPictures = (): void =>
  useEffect(() => {
    const open = (event: Event, files: Iterable<File> | undefined): void => {
      const file = firstPicture(files);
      if (!file) return;
      event.preventDefault();
      void openPicture(file);
    };
    const paste = (event: ClipboardEvent): void => open(event, event.clipboardData?.files);
    const drop = (event: DragEvent): void => open(event, event.dataTransfer?.files);
    const over = (event: DragEvent): void => event.preventDefault();
    addEventListener('paste', paste);
    addEventListener('drop', drop);
    addEventListener('dragover', over);
    return () => {
      removeEventListener('paste', paste);
      removeEventListener('drop', drop);
      removeEventListener('dragover', over);
    };
  }, []);

const FileButton = ({ label, capture }: { readonly label: string; readonly capture?: 'environment' }) => (
  <label class="button">
    {label}
    <input
      type="file"
      accept="image/*"
      class="hidden"
      {...(capture && { capture })}
      onChange={({ currentTarget }) => {
        const file = currentTarget.files?.[0];
        if (file) void openPicture(file);
        currentTarget.value = '';
      }}
    />
  </label>
);

/** What is looked at: a drawing, a sample, a picture. `seen` is what the network sees of it. */
export const InputPanel = ({ seen }: { readonly seen: Rgba | undefined }) => {
  usePastedPictures();
  const { draw, drawHelp, clear, samples, sample, open, camera, dropHint } = words.value;
  const { input } = state.value;
  return (
    <section class="panel input" aria-label={draw}>
      <DrawCanvas seen={seen} />
      <div class="row">
        <button type="button" onClick={() => change({ input: { kind: 'strokes', strokes: [] } })}>
          {clear}
        </button>
        <FileButton label={open} />
        <FileButton label={camera} capture="environment" />
      </div>
      <fieldset class="samples">
        <legend>{samples}</legend>
        {Array.from({ length: 10 }, (_, digit) => (
          <button
            type="button"
            key={digit}
            aria-label={`${sample} ${digit}`}
            aria-pressed={input.kind === 'sample' && input.digit === digit}
            onClick={() => change({ input: { kind: 'sample', digit } })}
          >
            {digit}
          </button>
        ))}
      </fieldset>
      <p class="note" aria-live="polite">
        {note.value}
      </p>
      <p class="help" id="draw-help">
        {drawHelp} {dropHint}
      </p>
    </section>
  );
};
