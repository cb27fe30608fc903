import { figure, percent, words } from '../words/words.js';

/** One bar for each class, with its probability and its score; the class that is read stands out. */
export const ProbabilityBars = ({
  logits,
  probabilities,
  names,
}: {
  readonly logits: readonly number[];
  readonly probabilities: readonly number[];
  readonly names: readonly string[];
}) => {
  const most = probabilities.indexOf(Math.max(...probabilities));
  const { probabilities: title, logit } = words.value;
  return (
    <table class="bars">
      <caption>{title}</caption>
      <tbody>
        {probabilities.map((share, i) => (
          <tr key={i} class={i === most ? 'most' : ''}>
            <th scope="row">{names[i]}</th>
            <td class="bar">
              <meter min={0} max={1} value={share} aria-label={`${names[i]}: ${percent(share)}`} />
            </td>
            <td class="number">{percent(share)}</td>
            <td class="number" title={logit}>
              {figure(logits[i], 2)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
