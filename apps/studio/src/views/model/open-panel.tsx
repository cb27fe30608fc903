import { useEffect } from 'preact/hooks';
import { ask } from '../../compute/client.js';
import { jobFolder, openJob } from '../../compute/job-files.js';
import { modelFiles, openAll } from '../../compute/models/opened-files.js';
import { chosenFiles, droppedFiles, type PathedFile } from '../../parts/dropped-files.js';
import { FileButton } from '../../parts/file-button.js';
import { useTransferredFiles } from '../../parts/use-transferred-files.js';
import { change, settings, state } from '../../state/store.js';
import { modelWords } from './model-words.js';

/** Opens files, and shows what they are; a batch in a view of its own. */
export const showFiles = (files: readonly PathedFile[]): void => {
  if (files.length === 0) return;
  if (jobFolder(files.map(({ path }) => path)) !== undefined) {
    openJob(files);
    return change({ view: 'results' });
  }
  const { model, pictures } = openAll(files);
  const { values } = state.value;
  const patch = {
    ...(model !== undefined && { file: model, class: 'read' }),
    ...(pictures > 0 && { picture: 'files' as const }),
  };
  change({ network: 'own', values: { ...values, model: { ...values.model, ...patch } } });
};

/** A button that opens files, or a folder of them. */
export const FilesButton = ({
  label,
  accept,
  isFolder = false,
}: {
  readonly label: string;
  readonly accept?: string;
  readonly isFolder?: boolean;
}) => <FileButton {...{ label, accept, isFolder }} multiple onFiles={(files) => showFiles(chosenFiles(files))} />;

/** Where models and pictures are opened. */
export const OpenPanel = () => {
  useEffect(() => void ask((studio) => studio.prepareForOwn()).catch(() => undefined), []);
  useTransferredFiles((transfer) => void droppedFiles(transfer).then(showFiles));
  const { open, openFiles, openFolder, openPictures, formats, again, noModel } = modelWords.value;
  const { file } = settings.model.value;
  return (
    <section class="panel full" aria-label={open}>
      <h2>{open}</h2>
      <div class="row">
        <FilesButton label={openFiles} />
        <FilesButton label={openFolder} isFolder />
        <FilesButton label={openPictures} accept="image/*" />
      </div>
      {!modelFiles.value && (
        <p class="note" role="status">
          {file === '' ? noModel : `${again} ${file}`}
        </p>
      )}
      <p class="help">{formats}</p>
    </section>
  );
};
