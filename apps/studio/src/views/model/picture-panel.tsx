import { chosenPicture, pictureFiles } from '../../compute/models/opened-files.js';
import type { Rgba } from '../../compute/pictures.js';
import { CameraButton } from '../../parts/camera-button.js';
import { ChoiceControl } from '../../parts/controls.js';
import { DrawCanvas } from '../../parts/draw-canvas.js';
import { droppedFiles } from '../../parts/dropped-files.js';
import { SampleButtons } from '../../parts/input-panel.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { useTransferredFiles } from '../../parts/use-transferred-files.js';
import { changeValues, settings } from '../../state/store.js';
import { words } from '../../words/words.js';
import { modelParameters as parameters } from './model-parameters.js';
import { modelWords } from './model-words.js';
import { FilesButton, showFiles } from './open-panel.js';

/** Which picture a model of one's own looks at: what is drawn, the scene, or files that were opened. */
export const PictureControl = () => {
  const { picture, drawn, scene, files } = modelWords.value;
  return (
    <ChoiceControl
      label={picture}
      parameter={parameters.picture}
      value={settings.model.value.picture}
      labels={{ input: drawn, scene, files }}
      onChange={(value) => changeValues('model', { picture: value })}
    />
  );
};

/** The picture that a model looks at which takes others than digits. `seen` is what the network sees of it. */
export const PicturePanel = ({ seen }: { readonly seen: Rgba | undefined }) => {
  useTransferredFiles((transfer) => void droppedFiles(transfer).then(showFiles));
  const { openPictures, picture, next } = modelWords.value;
  const { seen: seenWord, dropHint } = words.value;
  const kind = settings.model.value.picture;
  const count = pictureFiles.value?.files.length ?? 0;
  return (
    <section class="panel input" aria-label={picture}>
      {kind === 'input' ? (
        <DrawCanvas seen={seen} />
      ) : (
        <PictureCanvas picture={seen} label={seenWord} className="picture colour" />
      )}
      <div class="row">
        <PictureControl />
        <FilesButton label={openPictures} accept="image/*" />
        <CameraButton onPicture={(file) => showFiles([{ path: file.name, file }])} />
        {kind === 'files' && count > 1 && (
          <button type="button" onClick={() => (chosenPicture.value = (chosenPicture.value + 1) % count)}>
            {next}
          </button>
        )}
      </div>
      {kind === 'input' && <SampleButtons />}
      <p class="help" id="draw-help">
        {dropHint}
      </p>
    </section>
  );
};
