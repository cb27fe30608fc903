import { ChoiceControl } from './controls.js';

/** More classes than this are not listed. */
const most = 2000;

/** A choice among the classes of a network, by their numbers, after `others` by what they say. */
export const ClassControl = ({
  label,
  value,
  names,
  others,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly names: readonly string[];
  readonly others: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
}) => {
  const numbers = names.slice(0, most).map((_, i) => String(i));
  const labels = Object.fromEntries(numbers.map((one) => [one, names[Number(one)].slice(0, 60)]));
  return (
    <ChoiceControl
      label={label}
      parameter={{ choices: [...Object.keys(others), ...numbers] }}
      value={value}
      labels={{ ...labels, ...others }}
      onChange={onChange}
    />
  );
};
