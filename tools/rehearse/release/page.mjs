import { markdownTable } from '../../lib/markdown-table.mjs';

const short = (name) => `\`${name}\``;
const passed = (yes) => (yes ? 'passed' : 'failed');
/** Labels, those of one name together: `Node.js 20.1.0, 22.2.0, Bun 1.2.3`. */
const together = (labels) =>
  labels.reduce((said, label) => {
    const [name, version] = label.split(' ');
    return said === '' ? label : said.includes(`${name} `) ? `${said}, ${version}` : `${said}, ${label}`;
  }, '');

/** What browsers are called on the command line. */
const engineNames = { Chromium: 'chromium', Firefox: 'firefox', WebKitGTK: 'webkit' };
const called = ({ name, version }) => `${name} ${version}`;
const size = (bytes, unit) => (bytes / unit).toFixed(bytes / unit < 10 ? 1 : 0);

const ofSuite = (suite) => (suite === undefined ? 'none' : `${suite.passed} of ${suite.passed + suite.failed} tests`);

/** One row a package: installed alone, each Node.js, types, native TensorFlow, the browser. */
const packageTable = ({ rehearsal, browsers, native }) => {
  const header = [
    'package',
    ...rehearsal.runtimes,
    'types',
    ...(native === undefined ? [] : [`tensorflow ${native.tensorflow}, Node.js ${native.node}`]),
    ...browsers.map(called),
  ];
  const rows = rehearsal.packages.map(({ name, runtimes, types }) => {
    const suite = native?.packages.find((each) => each.name === name);
    const hasPage = browsers.some(({ packages }) => packages.includes(name));
    return [
      short(name),
      ...rehearsal.runtimes.map((label) => passed(runtimes.includes(label))),
      types.length > 0 ? 'passed' : 'none',
      ...(native === undefined ? [] : [ofSuite(suite)]),
      ...browsers.map(({ packages }) => (hasPage ? passed(packages.includes(name)) : 'none')),
    ];
  });
  return markdownTable(header, rows);
};

const ofTensorflow = ({ native }) =>
  native === undefined
    ? 'the tests of single packages on it (`npm run test:native`) are not in this record; what was computed on it is below.'
    : 'the package’s own tests on `@tensorflow/tfjs-node`.';

const ofYarn = ({ rehearsal: { yarn } }) =>
  yarn === undefined ? '' : `- Yarn ${yarn} with Plug’n’Play: \`@interp/cli\` installed, and its commands run.\n`;

/** One row a backend. */
const backendTable = ({ rehearsal, browsers, native }) => {
  const inPage = (backend) => {
    const found = browsers.filter(({ backends }) => backends.includes(backend));
    return found.length === 0 ? 'not tried' : `passed in ${found.map(called).join(', ')}`;
  };
  const readmes = `programs of the READMEs passed with ${together(rehearsal.runtimes)}`;
  const agrees = '[every method agrees with `cpu`](parity.md)';
  const total = native?.packages.reduce((sum, each) => sum + each.passed, 0);
  return markdownTable(
    ['backend', 'in Node.js', 'in a browser'],
    [
      ['`wasm`', `${readmes}; the tests of every package; ${agrees}`, inPage('wasm')],
      ['`cpu`', `${readmes}; tests of most packages`, inPage('cpu')],
      ['`webgl`', 'not available', inPage('webgl')],
      ['`webgpu`', `on SwiftShader, on no graphics card: ${agrees}, on four digits`, inPage('webgpu')],
      [
        '`tensorflow`',
        native === undefined ? agrees : `${agrees}; ${total} tests of the packages passed`,
        'not available',
      ],
      ['`tensorflow-gpu`', 'not tried on a GPU', 'not available'],
    ],
  );
};

const sizeTable = ({ rehearsal }) =>
  markdownTable(
    ['package', 'packed, KiB', 'unpacked, KiB', 'installed with all it needs, MiB', 'our packages that it brings'],
    rehearsal.packages.map(({ name, packed, unpacked, installed, brings }) => [
      short(name),
      size(packed, 2 ** 10),
      size(unpacked, 2 ** 10),
      size(installed, 2 ** 20),
      brings.map((each) => short(each.replace('@interp/', ''))).join(' ') || 'none',
    ]),
  );

const dates = ({ rehearsal, browsers, native }) =>
  [
    `installing, Node.js, Deno and Bun on ${rehearsal.date} (\`npm run release:rehearse -- --record\`)`,
    ...browsers.map(
      ({ name, date }) => `${name} on ${date} (\`npm run where-it-works -- browser ${engineNames[name]}\`)`,
    ),
    native && `native TensorFlow on ${native.date} (\`npm run where-it-works -- native\`)`,
  ]
    .filter(Boolean)
    .join('; ');

/**
 * docs/where-it-works.md.
 *
 * @param {object} known - as in docs/where-it-works.json; its rehearsal must be there
 * @returns {string} Markdown
 */
export const page = (known) => {
  const record = { browsers: [], ...known };
  const { system, npm, pnpm, packages, applications } = record.rehearsal;
  const programs = packages.reduce((sum, each) => sum + each.programs, 0);
  const commands = packages.reduce((sum, each) => sum + each.commands, 0);
  return `# Where it works

What was tried, on ${system}, and with what result. The runs themselves write this page from [where-it-works.json](where-it-works.json): ${dates(record)}.

${packageTable(record)}

- **Node.js, Deno, Bun**: published to a registry on the same machine, installed on its own by npm ${npm} without install scripts in an empty project; every entry point imported and required; the ${programs} programs of the READMEs run as ES modules and as CommonJS; for the command line, ${commands} commands, by \`npx\` with Node.js.
- **types**: those programs type-check under \`node16\`, \`nodenext\` (from CommonJS as well) and \`bundler\`, with \`skipLibCheck\`.
- **tensorflow**: ${ofTensorflow(record)}
- **browsers**: the package bundled by Vite, with every export present and no Node.js built-in in the bundle. All browsers render WebGL in software. WebKitGTK has the engine of Safari, but is not Safari.
- **bundlers and test runners**: ${applications.join(', ')}: a small React application (without a lint error) draws a heatmap on a canvas in Chromium; tests explain a digit. Jest takes two settings: \`"testMatch": ["**/*.test.mjs"], "transform": {}\` in its configuration, and \`NODE_OPTIONS=--experimental-vm-modules\`, for the packages are ES modules.
- pnpm ${pnpm.version}: \`${pnpm.package}\` installed, and its README run.
${ofYarn(record)}
${backendTable(record)}

What was computed in the page, and how close it comes to Node.js, is in [Use it in the browser](guides/use-in-the-browser.md); [Choosing a backend](guides/choose-a-backend.md) says which backend is chosen.
Not tested: Windows, macOS, processors other than x64, Safari itself.

## Sizes

${sizeTable(record)}

A package that outgrows its [budget](../tools/rehearse/release/budgets.json) fails the rehearsal.
`;
};
