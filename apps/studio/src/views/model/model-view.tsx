import { chosenPicture, modelFiles, pictureFiles } from '../../compute/models/opened-files.js';
import { codePicture, ownOptions, ownTexts } from '../../compute/models/own-asked.js';
import { useAnswer } from '../../compute/use-answer.js';
import { CodePanel } from '../../parts/code-panel.js';
import { DrawCanvas } from '../../parts/draw-canvas.js';
import { SampleButtons } from '../../parts/input-panel.js';
import { settings } from '../../state/store.js';
import { words } from '../../words/words.js';
import { methods } from '../explain/explain-parameters.js';
import { AboutModel } from './about-model.js';
import { Gallery } from './gallery.js';
import { lookOptions } from './look-options.js';
import { LookPanel, useLook } from './look-panel.js';
import { modelCode, modelCommand } from './model-code.js';
import { ModelSettingsPanel } from './model-settings-panel.js';
import type { Looked } from './look.js';
import { OpenPanel } from './open-panel.js';

/** Methods that a model does not allow, by what it lacks. */
const refusedBy = (supported: Readonly<Record<string, true | string>> | undefined): (typeof methods)[number][] => {
  if (!supported) return [];
  const { gradient, lrp, 'grad-cam': gradCam } = supported;
  return methods.filter((one) => {
    if (one === 'occlusion') return false;
    if (one === 'lrp' || one === 'grad-cam') return { lrp, 'grad-cam': gradCam }[one] !== true;
    return gradient !== true;
  });
};

const Codes = ({ file, looked }: { readonly file: string; readonly looked: Looked }) => {
  const options = lookOptions(settings.model.value);
  const of = { file, settings: ownOptions(), picture: codePicture(looked.picture), options };
  return <CodePanel code={modelCode(of)} command={modelCommand(of)} />;
};

/** A model of one's own: what it is, what it takes a picture for, and why. */
export const ModelView = () => {
  const values = settings.model.value;
  const files = modelFiles.value;
  const index = chosenPicture.value;
  const texts = ownTexts();
  const described = useAnswer(
    () => ({ texts, id: files?.id }),
    async (studio, question) =>
      question.id === undefined ? undefined : studio.describeOwn(modelFiles.value, question.texts),
  );
  // What is said of the model before is not said of this one.
  const model = files && described.value?.id === files.id ? described.value : undefined;
  const isClassifier = model !== undefined && model.problem === undefined;
  const looked = useLook(index, isClassifier);
  const isReady = files !== undefined && isClassifier && (looked.value !== undefined || looked.error !== undefined);
  const supported = useAnswer(
    () => ({ texts, id: isReady ? files.id : undefined }),
    async (studio, question) =>
      question.id === undefined ? undefined : studio.supportedByOwn(modelFiles.value, question.texts),
  );
  return (
    <div class="view model">
      <OpenPanel />
      {files && described.error !== undefined && (
        <p class="failure full" role="alert">
          {words.value.failed} {described.error}
        </p>
      )}
      {files && !model && described.error === undefined && <p role="status">{words.value.computing}</p>}
      {model?.problem !== undefined && (
        <p class="failure full" role="alert">
          {model.problem}
        </p>
      )}
      {isClassifier && values.picture === 'input' && (
        <section class="panel input" aria-label={words.value.draw}>
          <DrawCanvas seen={looked.value?.picture} />
          <SampleButtons />
        </section>
      )}
      {isClassifier && <LookPanel index={index} model={model} answer={looked} refused={refusedBy(supported.value)} />}
      {isClassifier && (pictureFiles.value?.files.length ?? 0) > 1 && (
        <Gallery chosen={index} onChoose={(one) => (chosenPicture.value = one)} />
      )}
      {model && <AboutModel model={model} supported={supported.value} />}
      {files && (
        <section class="panel full">
          <ModelSettingsPanel known={model?.settings ?? {}} />
        </section>
      )}
      {isClassifier && looked.value && <Codes file={model.name} looked={looked.value} />}
    </div>
  );
};
