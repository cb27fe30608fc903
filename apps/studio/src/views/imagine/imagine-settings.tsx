import type { useReader } from '../../compute/models/use-reader.js';
import { ClassControl } from '../../parts/class-control.js';
import { ChoiceControl, NumberControl } from '../../parts/controls.js';
import type { ViewValues } from '../../state/studio-state.js';
import { changeValues, settings } from '../../state/store.js';
import { words } from '../../words/words.js';
import { isOfDigits, mostClasses } from './ascent-values.js';
import { imagineMethods, imagineParameters as parameters } from './imagine-parameters.js';
import { imagineWords } from './imagine-words.js';

type Values = ViewValues<'imagine'>;
type Method = Values['method'];

/** The numbers of each method. */
const numbersOf: Readonly<Record<Method, readonly ('lambda' | 'gamma' | 'steps' | 'seed')[]>> = {
  am: ['lambda', 'steps', 'seed'],
  background: ['seed'],
  expert: ['gamma', 'steps', 'seed'],
  decoder: ['lambda', 'steps', 'seed'],
};

const change = (patch: Partial<Values>): void => changeValues('imagine', { frame: -1, ...patch });

/** What all classes together are called. */
const allText = ({ isOfDigits: ofDigits, classNames: { length } }: ReturnType<typeof useReader>): string => {
  const { allTen, firstTen, all } = imagineWords.value;
  if (length > mostClasses) return firstTen;
  return ofDigits && length === 10 ? allTen : all;
};

/** The method, the class, where it begins, and the numbers of the method. */
export const ImagineSettings = ({ reader }: { readonly reader: ReturnType<typeof useReader> }) => {
  const values = settings.imagine.value;
  const text = imagineWords.value;
  return (
    <div class="settings">
      <ChoiceControl
        label={words.value.method}
        parameter={parameters.method}
        value={values.method}
        labels={text.methods}
        refused={reader.isOfDigits ? [] : imagineMethods.filter(isOfDigits)}
        onChange={(method) => change({ method })}
      />
      <ClassControl
        label={reader.isOfDigits ? text.digit : text.class}
        value={values.class}
        names={reader.classNames}
        others={{ all: allText(reader) }}
        onChange={(chosen) => change({ class: chosen })}
      />
      {values.method !== 'decoder' && (
        <ChoiceControl
          label={text.start}
          parameter={parameters.start}
          value={values.start}
          labels={reader.isOfDigits ? text.starts : { ...text.starts, input: text.yourPicture }}
          onChange={(start) => change({ start })}
        />
      )}
      {values.method === 'expert' && (
        <ChoiceControl
          label={text.expert}
          parameter={parameters.expert}
          value={values.expert}
          onChange={(expert) => change({ expert })}
        />
      )}
      {values.method === 'decoder' && (
        <ChoiceControl
          label={text.decoder}
          parameter={parameters.decoder}
          value={values.decoder}
          onChange={(decoder) => change({ decoder })}
        />
      )}
      {numbersOf[values.method].map((name) => (
        <NumberControl
          key={name}
          label={text[name]}
          parameter={parameters[name]}
          value={values[name]}
          onChange={(value) => change({ [name]: value })}
        />
      ))}
    </div>
  );
};
