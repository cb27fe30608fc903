/** How the report looks: light and dark, on paper, on a phone; without any file beside it. */
export const style = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #57606a; --paper: #ffffff; --line: #d0d7de; --band: #f6f8fa; --link: #0550ae;
  --agrees: #116329; --partly: #7d4e00; --differs: #a40e26; --drawn: #57606a; --failed: #a40e26; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a9b4c0; --paper: #0d1117; --line: #3d444d; --band: #161b22; --link: #79b8ff;
  --agrees: #56d364; --partly: #e3b341; --differs: #ff9492; --drawn: #a9b4c0; --failed: #ff9492; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem 1.25rem 4rem; color: var(--ink); background: var(--paper);
  font: 16px/1.5 Inter, system-ui, 'Helvetica Neue', Arial, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: .5rem 0 .25rem; }
h2 { font-size: 1.25rem; line-height: 1.25; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1.0625rem; line-height: 1.3; margin: 0 0 .5rem; }
p { margin: .25rem 0 .5rem; max-width: 62rem; } .soft { color: var(--soft); font-size: .875rem; }
.tally { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0; padding: 0; list-style: none; font-weight: 600; font-size: .875rem; }
table { border-collapse: collapse; width: 100%; font-size: .8125rem; line-height: 1.3; }
caption { text-align: left; color: var(--soft); font-size: .8125rem; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .125rem .5rem .125rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; } tbody th { font-weight: 600; }
@media print, (min-width: 54.01rem) { .stack { font-size: .75rem; } .stack th:first-child { white-space: nowrap; } .stack tbody td:nth-child(2) { min-width: 11rem; } .stack thead th { white-space: nowrap; } }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.agrees, .partly, .differs, .drawn, .failed { font-weight: 600; white-space: nowrap; }
.agrees { color: var(--agrees); } .partly { color: var(--partly); } .differs { color: var(--differs); } .drawn { color: var(--drawn); } .failed { color: var(--failed); }
article { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; break-inside: avoid; }
h4 { font-size: .9375rem; margin: 0 0 .5rem; }
.columns { display: grid; gap: 1rem 2rem; } .columns > * { min-width: 0; }
@media print, (min-width: 54.01rem) { .columns { grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); } }
.conditions { margin: .25rem 0 .5rem; padding: 0; list-style: none; font-size: .875rem; } .conditions li { white-space: normal; } .conditions span { color: var(--ink); font-weight: 400; }
.pictures { display: flex; flex-wrap: wrap; gap: .75rem; align-items: flex-start; }
.pictures img { max-width: 100%; height: auto; background: #ffffff; border-radius: .25rem; border: 1px solid var(--line); }
.note { border-left: .25rem solid var(--partly); padding-left: .5rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .125rem .75rem; margin: .5rem 0; font-size: .875rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; min-width: 0; }
details { font-size: .8125rem; margin-top: .5rem; } summary { cursor: pointer; color: var(--soft); }
code { font: .8125rem/1.4 ui-monospace, SFMono-Regular, Consolas, monospace; overflow-wrap: anywhere; }
.own { margin-top: .75rem; } .own td, .own th { font-variant-numeric: tabular-nums; }
@media screen and (max-width: 54rem) {
  .stack, .stack tbody, .stack tr, .stack th, .stack td, .own, .own tbody, .own tr, .own th, .own td, .own caption { display: block; width: 100%; }
  .stack thead, .own thead { position: absolute; left: -999rem; }
  .stack td:empty, .own td:empty { display: none; }
  .own td { display: inline-block; width: auto; margin-right: .75rem; }
  .stack caption { display: block; width: 100%; }
  .stack tr, .own tr { border-bottom: 1px solid var(--line); padding: .375rem 0; }
  .stack th, .stack td, .own th, .own td { border: 0; text-align: left; padding: 0; white-space: normal; }
  .stack td::before, .own td::before { content: attr(data-label) ': '; color: var(--soft); font-weight: 400; }
  .facts { grid-template-columns: 1fr; } .facts dt { margin-top: .25rem; }
}
@page { margin: 12mm; }
@media print {
  body { max-width: none; font-size: 9.5pt; padding: 0; } p { max-width: none; } article { border-color: #999; padding: .5rem .75rem; }
  h2 { margin-top: 1rem; break-after: avoid; } h3, caption { break-after: avoid; } tr, .pictures { break-inside: avoid; } thead { display: table-header-group; }
  table, .stack { font-size: 7pt; } .stack tbody td:nth-child(2) { min-width: 7rem; } .stack th, .stack td { padding: .0625rem .375rem .0625rem 0; }
  .pictures { zoom: .7; } .facts, details { font-size: 7.5pt; line-height: 1.3; margin: .25rem 0; } code { font-size: 7pt; } article { margin: .5rem 0; }
  details .facts { grid-template-columns: max-content 1fr max-content 1fr; }
  details::details-content { content-visibility: visible; display: block; } .skip { display: none; } a { color: inherit; text-decoration: none; }
}
`;
