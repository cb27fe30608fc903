const short = (name) => `\`${name}\``;
const passed = (tried, yes) => (tried === undefined ? 'not tried' : yes ? 'passed' : 'failed');
const table = (header, rows) =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const size = (bytes, unit) => (bytes / unit).toFixed(bytes / unit < 10 ? 1 : 0);

const ofSuite = (suite) =>
  suite === undefined ? 'none to try' : `${suite.passed} of ${suite.passed + suite.failed} tests`;

/** One row a package: installed alone, each Node.js, types, native TensorFlow, the browser. */
const packageTable = ({ rehearsal, browser, native }) => {
  const header = [
    'package',
    ...rehearsal.nodes.map((version) => `Node.js ${version}`),
    'types',
    ...(native === undefined ? [] : [`tensorflow ${native.tensorflow}, Node.js ${native.node}`]),
    browser === undefined ? 'browser' : `Chromium ${browser.chromium}`,
  ];
  const rows = rehearsal.packages.map(({ name, nodes, types }) => {
    const suite = native?.packages.find((each) => each.name === name);
    const inPage = browser?.packages.includes(name);
    return [
      short(name),
      ...rehearsal.nodes.map((version) => passed(rehearsal, nodes.includes(version))),
      types.length > 0 ? 'passed' : 'none to try',
      ...(native === undefined ? [] : [ofSuite(suite)]),
      browser !== undefined && inPage !== true ? 'none to try' : passed(browser, inPage),
    ];
  });
  return table(header, rows);
};

const ofTensorflow = ({ native }) =>
  native === undefined
    ? 'the tests of single packages on it (`npm run test:native`) are not in this record; what was computed on it is below.'
    : 'the package’s own tests on `@tensorflow/tfjs-node`.';

/** One row a backend. */
const backendTable = ({ rehearsal, browser, native }) => {
  const inPage = (name) => (browser?.backends.includes(name) ? `passed in Chromium ${browser.chromium}` : 'not tried');
  const readmes = `programs of the READMEs passed with Node.js ${rehearsal.nodes.join(', ')}`;
  const agrees = '[every method agrees with `cpu`](parity.md)';
  const total = native?.packages.reduce((sum, each) => sum + each.passed, 0);
  return table(
    ['backend', 'in Node.js', 'in a browser'],
    [
      ['`wasm`', `${readmes}; the tests of every package; ${agrees}`, inPage('wasm')],
      ['`cpu`', `${readmes}; tests of most packages`, 'not tried'],
      ['`webgl`', 'is not there', inPage('webgl')],
      ['`webgpu`', 'not tried', 'not tried'],
      [
        '`tensorflow`',
        native === undefined ? agrees : `${agrees}; ${total} tests of the packages passed`,
        'is not there',
      ],
      ['`tensorflow-gpu`', 'not tried on a GPU', 'is not there'],
    ],
  );
};

const sizeTable = ({ rehearsal }) =>
  table(
    ['package', 'packed, KiB', 'unpacked, KiB', 'installed with all it needs, MiB', 'of ours that come with it'],
    rehearsal.packages.map(({ name, packed, unpacked, installed, brings }) => [
      short(name),
      size(packed, 2 ** 10),
      size(unpacked, 2 ** 10),
      size(installed, 2 ** 20),
      brings.map((each) => short(each.replace('@interp/', ''))).join(' ') || 'none',
    ]),
  );

const dates = ({ rehearsal, browser, native }) =>
  [
    `installing and Node.js on ${rehearsal.date} (\`npm run release:rehearse -- --record\`)`,
    browser && `the browser on ${browser.date} (\`npm run where-it-works -- browser\`)`,
    native && `native TensorFlow on ${native.date} (\`npm run where-it-works -- native\`)`,
  ]
    .filter(Boolean)
    .join('; ');

/**
 * docs/where-it-works.md.
 *
 * @param {object} record - as in docs/where-it-works.json; its rehearsal must be there
 * @returns {string} Markdown
 */
export const page = (record) => {
  const { system, npm, pnpm, packages } = record.rehearsal;
  const programs = packages.reduce((sum, each) => sum + each.programs, 0);
  const commands = packages.reduce((sum, each) => sum + each.commands, 0);
  return `# Where it works

What was tried, on ${system}, and what came of it. This page is written by the runs themselves from [where-it-works.json](where-it-works.json): ${dates(record)}.

${packageTable(record)}

- **Node.js**: published to a registry on the same machine, installed alone by npm ${npm} without install scripts in an empty project; every entry point imported and required; the ${programs} programs of the READMEs run as ES modules and as CommonJS; for the command line, ${commands} commands by \`npx\`.
- **types**: those programs type-check under \`node16\`, \`nodenext\` (from CommonJS as well) and \`bundler\`, with \`skipLibCheck\`.
- **tensorflow**: ${ofTensorflow(record)}
- **browser**: the package bundled by Vite, every export there and no built-in of Node.js in the bundle.
- pnpm ${pnpm.version}: \`${pnpm.package}\` installed, and its README run.

${backendTable(record)}

What was computed in the page, and how near it comes to Node.js, is in [Use it in the browser](guides/use-in-the-browser.md); [Choosing a backend](guides/choose-a-backend.md) says which one is taken.
Not tried: Windows, macOS, processors other than x64, Firefox, Safari, Deno, Bun, Yarn.

## Sizes

${sizeTable(record)}

A package that outgrows its [budget](../tools/release/budgets.json) fails the rehearsal.
`;
};
