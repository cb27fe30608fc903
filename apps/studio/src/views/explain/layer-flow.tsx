import type { LedgerRow } from '@interp/lrp';
import { changeValues } from '../../state/store.js';
import { figure } from '../../words/words.js';
import { explainWords } from './explain-words.js';

/** The drawing of a layer is 100 wide and 24 high; the middle of the stream, and how wide it is where most flows. */
const stream = { middle: 42, widest: 80, height: 24 };

const kept = ({ bias, stabiliser, empty }: LedgerRow): number => bias + stabiliser + empty;

/** The stream through one layer: as wide above as what arrives, below as what leaves, and to the side what biases and stabilisers keep. */
const Stream = ({ row, largest }: { readonly row: LedgerRow; readonly largest: number }) => {
  const { middle, widest, height } = stream;
  const half = (value: number): number => Math.max(0.4, (widest * Math.abs(value)) / largest / 2);
  const [above, below, aside] = [
    half(row.in),
    half(row.out),
    Math.min(1, Math.abs(kept(row)) / largest) * (height - 6),
  ];
  const start = middle + Math.min(above, below);
  return (
    <svg
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${row.layer}: ${figure(row.in, 3)} → ${figure(row.out, 3)}`}
    >
      {aside > 0.2 && <rect class="aside" x={start} y={height - aside - 3} width={100 - start} height={aside} />}
      <polygon
        class={row.in < 0 ? 'against' : 'for'}
        points={`${middle - above},0 ${middle + above},0 ${middle + below},${height} ${middle - below},${height}`}
      />
    </svg>
  );
};

/** Where the score goes: a stream through the layers, as wide as the relevance that they hand down; choosing one shows its channels. */
export const LayerFlow = ({ ledger, chosen }: { readonly ledger: readonly LedgerRow[]; readonly chosen: string }) => {
  const { ledger: title, ledgerHelp, lost } = explainWords.value;
  const largest = Math.max(...ledger.map((row) => Math.max(Math.abs(row.in), Math.abs(row.out))), 1e-12);
  return (
    <section class="flow">
      <h2>{title}</h2>
      <p class="help">{ledgerHelp}</p>
      <ol>
        {ledger.map((row) => (
          <li key={row.layer}>
            <button
              type="button"
              aria-pressed={row.layer === chosen}
              onClick={() => changeValues('explain', { layer: row.layer === chosen ? '' : row.layer, channel: '' })}
            >
              {row.layer}
            </button>
            <Stream row={row} largest={largest} />
            <span class="number">
              {figure(row.in, 2)} → {figure(row.out, 2)}
            </span>
            <span class="number lost" title={lost}>
              {figure(kept(row), 2)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
};
