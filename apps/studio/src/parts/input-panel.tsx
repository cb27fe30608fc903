import { computed, signal } from '@preact/signals';
import { ask } from '../compute/client.js';
import { decodePicture } from '../compute/decode-picture.js';
import { messageOf } from '../compute/message-of.js';
import type { Rgba } from '../compute/pictures.js';
import { change, input } from '../state/store.js';
import { words } from '../words/words.js';
import { CameraButton } from './camera-button.js';
import { DrawCanvas } from './draw-canvas.js';
import { FileButton } from './file-button.js';
import { useTransferredFiles } from './use-transferred-files.js';

/** What is to be said of the picture that was opened last. */
const note = signal('');

/** Opens a picture: its largest digit becomes what is looked at. What cannot be opened is said in a sentence. */
const openPicture = async (file: Blob & { readonly name?: string }): Promise<void> => {
  const { noInk, moreDigits } = words.value;
  try {
    const picture = await decodePicture(file);
    const { pixels, count } = await ask((studio) => studio.preparePicture(picture));
    note.value = pixels === undefined ? noInk : count > 1 ? moreDigits : '';
    if (pixels) change({ input: { kind: 'pixels', pixels: [...pixels] } });
  } catch (error) {
    note.value = `${file.name ?? ''}: ${messageOf(error)}`;
  }
};

/** Opens the first picture of some files, or the first file where none says that it is one. */
const openFirst = (files: Iterable<File>): void => {
  const all = [...files];
  void openPicture(all.find(({ type }) => type.startsWith('image/')) ?? all[0]);
};

/** The sample that is looked at. */
const chosen = computed(() => (input.value.kind === 'sample' ? input.value.digit : undefined));

/** A button for each sample. */
export const SampleButtons = () => {
  const { samples, sample } = words.value;
  return (
    <fieldset class="samples">
      <legend>{samples}</legend>
      {Array.from({ length: 10 }, (_, digit) => (
        <button
          type="button"
          key={digit}
          aria-label={`${sample} ${digit}`}
          aria-pressed={chosen.value === digit}
          onClick={() => change({ input: { kind: 'sample', digit } })}
        >
          {digit}
        </button>
      ))}
    </fieldset>
  );
};

/** What is looked at: a drawing, a sample, a picture. `seen` is what the network sees of it. */
export const InputPanel = ({ seen }: { readonly seen: Rgba | undefined }) => {
  useTransferredFiles(({ files }) => openFirst(files));
  const { draw, drawHelp, clear, open, dropHint } = words.value;
  return (
    <section class="panel input" aria-label={draw}>
      <DrawCanvas seen={seen} />
      <div class="row">
        <button type="button" onClick={() => change({ input: { kind: 'strokes', strokes: [] } })}>
          {clear}
        </button>
        <FileButton label={open} accept="image/*" onFiles={([file]) => file && void openPicture(file)} />
        <CameraButton onPicture={(file) => void openPicture(file)} />
      </div>
      <SampleButtons />
      <p class="note" aria-live="polite">
        {note.value}
      </p>
      <p class="help" id="draw-help">
        {drawHelp} {dropHint}
      </p>
    </section>
  );
};
