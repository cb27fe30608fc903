import type { Choice, NumberParameter } from '../state/parameters.js';
import { plainFigure } from '../words/words.js';

/** A choice among names. `labels` say them in the language of the page; those in `refused` cannot be chosen. */
export const ChoiceControl = <T extends string>({
  label,
  parameter,
  value,
  onChange,
  labels = {},
  refused = [],
}: {
  readonly label: string;
  readonly parameter: Pick<Choice<T>, 'choices'>;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly labels?: Partial<Record<T, string>>;
  readonly refused?: readonly T[];
}) => (
  <label class="control">
    <span>{label}</span>
    <select value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
      {parameter.choices.map((one) => (
        <option key={one} value={one} disabled={refused.includes(one)}>
          {labels[one] ?? one}
        </option>
      ))}
    </select>
  </label>
);

/** A text of one line, taken when it is complete. */
export const TextControl = ({
  label,
  value,
  hint,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  readonly onChange: (value: string) => void;
}) => (
  <label class="control">
    <span>{label}</span>
    <input
      type="text"
      value={value}
      placeholder={hint}
      spellcheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  </label>
);

/** A number within limits, by a slider that also says it. */
export const NumberControl = ({
  label,
  parameter,
  value,
  onChange,
}: {
  readonly label: string;
  readonly parameter: NumberParameter;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) => {
  const { min, max, step } = parameter;
  return (
    <label class="control">
      <span>
        {label} <span class="value">{plainFigure(value)}</span>
      </span>
      <input
        type="range"
        {...{ min, max, step, value }}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
};

/** Something that is on or off. */
export const FlagControl = ({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}) => (
  <label class="control flag">
    <input type="checkbox" checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />
    <span>{label}</span>
  </label>
);
