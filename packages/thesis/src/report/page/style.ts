/** On a telephone, or in a narrow window. */
const narrow = '@media screen and (max-width: 54rem)';

/** Where there is room for two columns, or on paper. */
const roomy = '@media print, (min-width: 54.01rem)';

/** How the report looks: light and dark, on paper, on a phone; without any file beside it. */
export const style = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #57606a; --paper: #ffffff; --line: #d0d7de; --band: #f6f8fa; --link: #0550ae;
  --agrees: #116329; --partly: #7d4e00; --differs: #a40e26; --drawn: #57606a; --failed: #a40e26; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a9b4c0; --paper: #0d1117; --line: #3d444d; --band: #161b22; --link: #79b8ff;
  --agrees: #56d364; --partly: #e3b341; --differs: #ff9492; --drawn: #a9b4c0; --failed: #ff9492; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem 1.25rem 3rem; color: var(--ink); background: var(--paper);
  font: 16px/1.5 Inter, system-ui, 'Helvetica Neue', Arial, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; }
.up { position: fixed; right: .5rem; bottom: .5rem; padding: .25rem .625rem; font-size: .875rem; background: var(--band); border: 1px solid var(--line);
  border-radius: 1rem; text-decoration: none; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: .5rem 0 .25rem; }
h2 { font-size: 1.25rem; line-height: 1.25; margin: 1.5rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1.0625rem; line-height: 1.3; margin: 0; }
h4 { font-size: .9375rem; line-height: 1.3; margin: 0; }
p { margin: .25rem 0; max-width: 62rem; } .soft { color: var(--soft); font-size: .875rem; }
.tally { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0; padding: 0; list-style: none; font-weight: 600; font-size: .875rem; }
table { border-collapse: collapse; width: 100%; font-size: .8125rem; line-height: 1.3; }
caption { text-align: left; color: var(--soft); font-size: .8125rem; padding: .25rem 0; }
.stack caption { position: absolute; left: -999rem; }
th, td { text-align: left; vertical-align: top; padding: .125rem .5rem .125rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; } tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.agrees, .partly, .differs, .drawn, .failed { font-weight: 600; white-space: nowrap; }
.agrees { color: var(--agrees); } .partly { color: var(--partly); } .differs { color: var(--differs); } .drawn { color: var(--drawn); } .failed { color: var(--failed); }
p.failed { white-space: normal; }
.cards { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: .625rem .75rem; break-inside: avoid; min-width: 0; scroll-margin-top: .5rem; }
.thesis { font-size: .9375rem; margin: 0; }
.columns { display: grid; gap: .5rem 1rem; grid-template-columns: minmax(0, 1fr); margin-top: .375rem; } .columns > * { min-width: 0; }
.body { display: flex; flex-wrap: wrap; gap: .25rem .75rem; margin-top: .25rem; }
.words { flex: 1 1 17rem; min-width: 0; font-size: .875rem; line-height: 1.4; } .tables { flex: 1 1 100%; min-width: 0; }
.about { font-size: .875rem; line-height: 1.4; }
.conditions { margin: .125rem 0; padding: 0; list-style: none; } .conditions li { white-space: normal; } .conditions span { color: var(--ink); font-weight: 400; }
.pictures { display: flex; flex-wrap: wrap; gap: .5rem; align-items: flex-start; max-width: 100%; overflow-x: auto; }
.pictures img { flex: none; background: #ffffff; border-radius: .25rem; outline: 1px solid var(--line); outline-offset: -1px; }
.note { border-left: .25rem solid var(--partly); padding-left: .5rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .125rem .75rem; margin: .5rem 0; font-size: .875rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; min-width: 0; }
summary { cursor: pointer; color: var(--soft); font-size: .875rem; } summary h4 { display: inline; color: var(--ink); }
code { font: .8125rem/1.4 ui-monospace, SFMono-Regular, Consolas, monospace; overflow-wrap: anywhere; }
.own { margin-top: .25rem; } .own td, .own th { font-variant-numeric: tabular-nums; }
.titled > summary { font-weight: 600; color: var(--ink); margin-top: .5rem; }
${roomy} {
  .stack { table-layout: fixed; font-size: .75rem; } .stack th:first-child { width: 8%; } .stack th:nth-child(2) { width: 19%; } .stack th:nth-child(3) { width: 16%; }
  .stack th:nth-child(n + 6) { width: 5%; text-align: right; }
  .medium .columns, .small .columns { grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
  .unfold::details-content { content-visibility: visible; display: block; }
  @supports selector(::details-content) {
    .unfold > summary { display: none; } .unfold.column > summary, .titled > summary { display: block; pointer-events: none; }
    .unfold.column > summary { list-style: none; } .unfold.column > summary::-webkit-details-marker { display: none; }
  }
}
@media screen and (min-width: 70rem) { .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); } article { grid-column: 1 / -1; } article.small { grid-column: auto; } }
${narrow} {
  body { padding: .5rem .75rem 3rem; font-size: 15px; }
  article { display: flex; flex-direction: column; } .columns { order: 1; } .thesis { order: 2; margin-top: .25rem; } .about { order: 3; }
  .stack, .stack tbody, .own, .own tbody, .own tr, .own th, .own td, .own caption { display: block; width: 100%; }
  .stack thead, .own thead { position: absolute; left: -999rem; }
  .stack tr { display: grid; grid-template-columns: 1fr 5.5rem 5.5rem; column-gap: .5rem; }
  .stack td:nth-child(2) { grid-row: 2; grid-column: 1 / -1; } .stack td:nth-child(3), .stack .number, .stack .said { display: none; }
  .own td { display: inline-block; width: auto; margin-right: .75rem; } .own td:empty { display: none; }
  .stack tr, .own tr { border-bottom: 1px solid var(--line); padding: .25rem 0; }
  .stack th, .stack td, .own th, .own td { border: 0; text-align: left; padding: 0; white-space: normal; }
  .own td::before { content: attr(data-label) ': '; color: var(--soft); font-weight: 400; }
  .facts { grid-template-columns: 1fr; } .facts dt { margin-top: .25rem; }
  .titled > summary { border-top: 1px solid var(--line); padding: .375rem 0; margin: 0; }
}
@page { size: A4; margin: 12mm; }
@media print {
  :root { color-scheme: light; --ink: #1f2328; --soft: #57606a; --paper: #ffffff; --line: #aab2bb; --link: #1f2328;
    --agrees: #116329; --partly: #7d4e00; --differs: #a40e26; --drawn: #57606a; --failed: #a40e26; }
  body { max-width: none; font-size: 9.5pt; padding: 0; } p { max-width: none; } .cards, .columns { display: block; } article { margin: .5rem 0; } .column { margin-top: .375rem; }
  h2 { margin-top: 1rem; break-after: avoid; } h3, h4, caption { break-after: avoid; } tr, .body, .pictures { break-inside: avoid; } thead { display: table-header-group; }
  table, .stack { font-size: 7pt; } .stack th, .stack td { padding: .0625rem .375rem .0625rem 0; } code { font-size: 7pt; }
  .pictures { zoom: .75; overflow: visible; } .pictures img { flex: 0 1 auto; min-width: 0; max-width: 100%; height: auto; } .words, .about { font-size: 8.5pt; }
  .made, .skip, .up { display: none; } a { color: inherit; text-decoration: none; }
}
`;
