import { figure, percent, words } from '../../words/words.js';
import type { ClassShare } from './look.js';

/** A bar for each of the first classes, the surest first. */
export const ClassBars = ({ top }: { readonly top: readonly ClassShare[] }) => (
  <table class="bars">
    <caption>{words.value.probabilities}</caption>
    <tbody>
      {top.map(({ class: number, name, probability, score }, i) => (
        <tr key={number} class={i === 0 ? 'most' : ''}>
          <th scope="row" title={name}>
            {name.slice(0, 40)}
          </th>
          {probability !== undefined && (
            <>
              <td class="bar">
                <meter min={0} max={1} value={probability} aria-label={`${name}: ${percent(probability)}`} />
              </td>
              <td class="number">{percent(probability)}</td>
            </>
          )}
          <td class="number" title={words.value.logit}>
            {figure(score, 2)}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
