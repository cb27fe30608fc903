import type { ClassShare } from '../compute/class-shares.js';
import { figure, percent, words } from '../words/words.js';

/** A bar for each of some classes, with its probability and its score; `most`, the class that is read, stands out. */
export const ClassBars = ({ shares, most }: { readonly shares: readonly ClassShare[]; readonly most: number }) => (
  <table class="bars">
    <caption>{words.value.probabilities}</caption>
    <tbody>
      {shares.map(({ class: number, name, probability, score }) => (
        <tr key={number} class={number === most ? 'most' : ''}>
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
