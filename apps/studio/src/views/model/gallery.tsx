import { useEffect, useState } from 'preact/hooks';
import { ask, generation } from '../../compute/client.js';
import { messageOf } from '../../compute/message-of.js';
import { modelFiles, pictureFiles } from '../../compute/models/opened-files.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { input, settings } from '../../state/store.js';
import { figure, percent } from '../../words/words.js';
import { modelWords } from './model-words.js';
import type { Looked } from './look.js';

/** Pictures that are shown at most. */
const most = 200;

interface Row {
  readonly index: number;
  readonly name: string;
  readonly looked?: Looked;
  readonly error?: string;
}

const sureness = ({ looked }: Row): number => looked?.top[0]?.probability ?? looked?.top[0]?.score ?? -Infinity;

/** Looks at each of the open pictures, one after the other. */
const useRows = (): readonly Row[] => {
  const [rows, setRows] = useState<readonly Row[]>([]);
  const values = settings.model.value;
  const [model, pictures] = [modelFiles.value, pictureFiles.value];
  const key = JSON.stringify([values, model?.id, pictures?.id, generation.value]);
  useEffect(() => {
    const now = { isOver: false };
    const run = async (): Promise<void> => {
      const found: Row[] = [];
      setRows([]);
      for (const [index, { path, file }] of (pictures?.files ?? []).slice(0, most).entries()) {
        const request = { input: input.peek(), values: { ...values, picture: 'files' as const }, isSmall: true };
        const row = await ask((studio) => studio.lookByOwn(model, request, file)).then(
          (looked): Row => ({ index, name: path, looked }),
          (error: unknown): Row => ({ index, name: path, error: messageOf(error) }),
        );
        if (now.isOver) return;
        found.push(row);
        setRows(found.toSorted((a, b) => sureness(b) - sureness(a)));
      }
    };
    void run();
    return () => void (now.isOver = true);
  }, [key]);
  return rows;
};

/** All open pictures, the surest first, each with what it is taken for and why; choosing one looks at it closely. */
export const Gallery = ({
  chosen,
  onChoose,
}: {
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}) => {
  const rows = useRows();
  const count = pictureFiles.value?.files.length ?? 0;
  const { gallery, more } = modelWords.value;
  return (
    <section class="panel full">
      <h2>
        {gallery} ({rows.length} / {Math.min(count, most)})
      </h2>
      {count > most && (
        <p class="note">
          {more} {most}
        </p>
      )}
      <ul class="gallery">
        {rows.map(({ index, name, looked, error }) => (
          <li key={index}>
            <button type="button" aria-pressed={index === chosen} onClick={() => onChoose(index)}>
              {looked && <PictureCanvas picture={looked.heat} label={name} className="thumb" />}
              <span>{name.replace(/^.*\//s, '').slice(0, 60)}</span>
            </button>
            <p class="help">
              {looked
                ? `${looked.top[0].name} · ${looked.top[0].probability === undefined ? figure(looked.top[0].score, 3) : percent(looked.top[0].probability)}`
                : error}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
};
