/** On a telephone, or in a narrow window. */
const narrow = '@media screen and (max-width: 54rem)';

/** Where there is room for two columns, or on paper. */
const roomy = '@media print, (min-width: 54.01rem)';

/** Colours on paper, and on a light screen. */
const light = `--ink: #1f2328; --soft: #57606a; --paper: #ffffff; --line: #d0d7de; --band: #f6f8fa; --link: #0550ae;
  --agrees: #116329; --partly: #7d4e00; --differs: #a40e26; --drawn: #57606a; --failed: #a40e26;`;

const dark = `--ink: #e6edf3; --soft: #a9b4c0; --paper: #0d1117; --line: #3d444d; --band: #161b22; --link: #79b8ff;
  --agrees: #56d364; --partly: #e3b341; --differs: #ff9492; --drawn: #a9b4c0; --failed: #ff9492;`;

const everywhere = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; scroll-padding-top: 2.75rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0 auto; max-width: 80rem; padding: 0 1.25rem 2rem; color: var(--ink); background: var(--paper);
  font: 15px/1.45 Inter, system-ui, 'Helvetica Neue', Arial, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; z-index: 2; background: var(--paper); padding: .5rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: .75rem 0 .25rem; }
h2 { font-size: 1.1875rem; line-height: 1.25; margin: 1rem 0 .375rem; }
h3 { font-size: 1rem; line-height: 1.3; margin: 0; }
h4 { font-size: .875rem; line-height: 1.3; margin: 0; }
p { margin: .25rem 0; max-width: 75rem; } .soft { color: var(--soft); font-size: .8125rem; }
.bar { position: sticky; top: 0; z-index: 1; display: flex; gap: 1rem; margin: 0 -1.25rem; padding: .375rem 1.25rem; overflow-x: auto;
  white-space: nowrap; font-size: .875rem; background: var(--paper); border-bottom: 1px solid var(--line); }
.bar a { text-decoration: none; }
.tally { display: inline-flex; flex-wrap: wrap; gap: 0 .75rem; margin: 0 2rem .125rem 0; padding: 0; list-style: none; font-weight: 600; font-size: .875rem; }
.contents ol { list-style: none; margin: 0; padding: 0; } .contents li { font-size: .8125rem; line-height: 1.35; padding: .0625rem 0 .0625rem 2.5rem; }
.contents a { font-weight: 600; white-space: nowrap; } .marks { float: left; margin-left: -2.5rem; white-space: nowrap; } .marks span { display: inline-block; width: .9375rem; text-align: center; }
.titled > summary { font-weight: 600; color: var(--ink); margin-top: .375rem; }
table { border-collapse: collapse; width: 100%; font-size: .8125rem; line-height: 1.3; }
caption { text-align: left; color: var(--soft); font-size: .8125rem; padding: .25rem 0; }
table.stack caption { position: absolute; left: -999rem; }
th, td { text-align: left; vertical-align: top; padding: .125rem .5rem .125rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; } tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.agrees, .partly, .differs, .drawn, .failed { font-weight: 600; white-space: nowrap; }
.agrees { color: var(--agrees); } .partly { color: var(--partly); } .differs { color: var(--differs); } .drawn { color: var(--drawn); } .failed { color: var(--failed); }
.said .failed { white-space: normal; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: .375rem .75rem .25rem; min-width: 0; }
article > header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; }
.expected { font-size: .875rem; margin: 0; }
.columns { display: grid; gap: .5rem .75rem; grid-template-columns: minmax(0, 1fr); margin: .125rem 0; } .columns > * { min-width: 0; }
.said { font-size: .8125rem; line-height: 1.35; } .said h4 { display: inline; font-size: .8125rem; } summary.said { color: var(--ink); }
.conditions { margin: .125rem 0; padding: 0; list-style: none; } .conditions li { white-space: normal; } .conditions span { color: var(--ink); font-weight: 400; }
.pictures { display: flex; flex-wrap: wrap; gap: .5rem; align-items: flex-start; max-width: 100%; overflow-x: auto; margin-top: .25rem; }
.pictures img { flex: none; background: #ffffff; border-radius: .25rem; outline: 1px solid var(--line); outline-offset: -1px; }
.pictures img[style] { max-width: 100%; height: auto; }
summary { cursor: pointer; color: var(--soft); font-size: .8125rem; }
.more { font-size: .875rem; line-height: 1.4; } .more[open] > summary { margin-bottom: .25rem; }
.note { border-left: .25rem solid var(--partly); padding-left: .5rem; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .125rem .75rem; margin: .5rem 0 .25rem; font-size: .8125rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; min-width: 0; }
code { font: .8125rem/1.4 ui-monospace, SFMono-Regular, Consolas, monospace; overflow-wrap: anywhere; }
.own { margin-top: .25rem; } .own td, .own th { font-variant-numeric: tabular-nums; } .tables, .more .columns > div { overflow-x: auto; }
`;

const onDesk = `
${roomy} {
  table.stack { table-layout: fixed; font-size: .75rem; } table.stack th:first-child { width: 8%; } table.stack th:nth-child(2) { width: 19%; } table.stack th:nth-child(3) { width: 16%; }
  table.stack th:nth-last-child(-n + 2) { width: 5%; text-align: right; }
  .pair .columns { grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); }
  .unfold::details-content { content-visibility: visible; display: block; }
  @supports selector(::details-content) {
    .unfold > summary { display: none; } .unfold.column > summary, .titled > summary { display: block; }
    .unfold > summary { pointer-events: none; list-style: none; } .unfold > summary::-webkit-details-marker { display: none; }
  }
}
@media screen and (min-width: 54.01rem) {
  .contents { columns: 3; column-gap: 1.5rem; } .contents li { break-inside: avoid; } .contents .titled > summary { break-after: avoid; }
  .cards { display: flex; flex-wrap: wrap; gap: .5rem; } article { flex: 1 1 auto; max-width: 100%; display: flex; flex-direction: column; } .more { margin-top: auto; } article:has(> .more[open]) { flex-basis: 100% !important; }
  .one .column, .stack .column { display: flow-root; } .stack .column > .pictures { margin-bottom: .25rem; }
}
`;

const onTelephone = `
${narrow} {
  body { padding: 0 .5rem 2rem; } .bar { margin: 0 -.5rem; padding: .375rem .5rem; } h3 { font-size: .9375rem; line-height: 1.25; } .expected { font-size: .8125rem; line-height: 1.3; } .said { line-height: 1.3; }
  article { display: flex; flex-direction: column; margin: .375rem 0; padding: .25rem .5rem; } .column { display: flex; flex-direction: column; } .column > .pictures { order: -1; }
  table.stack, table.stack tbody, .own, .own tbody, .own tr, .own th, .own td, .own caption { display: block; width: 100%; }
  table.stack thead, .own thead { position: absolute; left: -999rem; }
  table.stack tr { display: grid; grid-template-columns: 1fr 5.5rem 5.5rem; column-gap: .5rem; }
  table.stack td:nth-child(2) { grid-row: 2; grid-column: 1 / -1; } table.stack td:nth-child(3) { grid-row: 3; grid-column: 1 / -1; }
  table.stack td:nth-child(n + 4):not(.number) { grid-row: auto; grid-column: 1 / -1; } table.stack .number { display: inline; }
  .own td { display: inline-block; width: auto; margin-right: .75rem; } .own td:empty, table.stack td:empty { display: none; }
  table.stack tr, .own tr { border-bottom: 1px solid var(--line); padding: .25rem 0; }
  table.stack th, table.stack td, .own th, .own td { border: 0; text-align: left; padding: 0; white-space: normal; }
  .own td::before, table.stack td:nth-child(n + 3)::before { content: attr(data-label) ': '; color: var(--soft); font-weight: 400; }
  .facts { grid-template-columns: 1fr; } .facts dt { margin-top: .25rem; }
  .titled > summary { border-top: 1px solid var(--line); padding: .375rem 0; margin: 0; }
}
`;

const onPaper = `
@page { size: A4; margin: 12mm; }
@media print {
  :root { color-scheme: light; ${light} --line: #aab2bb; }
  body { max-width: none; font-size: 9.5pt; padding: 0; } p { max-width: none; } article { margin: .5rem 0; }
  h2 { margin-top: 1rem; break-after: avoid; } h2 + p, h3, h4, caption, .expected, article > header { break-after: avoid; } tr, .pictures, .conditions li, .facts dd { break-inside: avoid; } thead { display: table-header-group; }
  .column { break-inside: avoid; } .pair .columns { zoom: .78; } .pair .more .columns { zoom: 1; } .facts { font-size: 7.5pt; gap: 0 .5rem; margin: .125rem 0; } .more p { margin: .125rem 0; } .stack .columns, .one .columns { display: block; }
  table, table.stack { font-size: 7pt; } table.stack th, table.stack td { padding: .0625rem .375rem .0625rem 0; } code { font-size: 7pt; }
  .one .pictures, .stack .pictures { zoom: .75; } .pictures { overflow: visible; } .pictures img { flex: 0 1 auto; min-width: 0 !important; max-width: 100%; height: auto; } .said, .more { font-size: 8.5pt; }
  .more > summary, .results > summary { list-style: none; font-weight: 600; } .contents, .bar, .skip, .key { display: none; } details::details-content { content-visibility: visible; display: block; }
}
`;

/** How the report looks: light and dark, on paper, on a phone; without any file beside it. */
export const style = [everywhere, onDesk, onTelephone, onPaper].join('');
