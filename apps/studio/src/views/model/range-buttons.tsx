import { modelFiles, pictureFiles } from '../../compute/models/opened-files.js';
import { useAnswer } from '../../compute/use-answer.js';
import { changeValues, input, settings } from '../../state/store.js';
import { modelWords } from './model-words.js';

const choose = (range: string): void => {
  const isMean = range.startsWith('mean');
  changeValues('model', {
    bounds: isMean ? '' : range,
    mean: isMean ? '0.485, 0.456, 0.406' : '',
    std: isMean ? '0.229, 0.224, 0.225' : '',
  });
};

/** Ranges of pixels in which the answer is another one, each to be chosen. */
export const RangeButtons = ({ index }: { readonly index: number }) => {
  const { ranges: title, rangesHelp } = modelWords.value;
  const ids = [modelFiles.value?.id, pictureFiles.value?.id, index];
  const { value: ranges = [] } = useAnswer(
    () => ({ input: input.value, values: settings.model.value, ids }),
    (studio, question) => studio.rangesByOwn(modelFiles.value, question, pictureFiles.value?.files[index]?.file),
  );
  if (new Set(ranges.map(({ answer }) => answer)).size < 2) return null;
  return (
    <>
      <h3>{title}</h3>
      <p class="help">{rangesHelp}</p>
      <div class="row">
        {ranges.map(({ range, answer }) => (
          <button type="button" key={range} onClick={() => choose(range)}>
            {range}: {answer.slice(0, 30)}
          </button>
        ))}
      </div>
    </>
  );
};
