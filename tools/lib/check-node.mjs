// Says in one line when this Node.js is too old. Written for old versions to parse: imported before anything else.
var parts = process.versions.node.split('.').map(Number);
var major = parts[0];
var minor = parts[1];
var fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;

if (!fits) {
  process.stderr.write(
    'interp: this is Node.js ' +
      process.versions.node +
      '; version 20.19, 22.12 or a later one is needed: https://nodejs.org\n',
  );
  process.exit(1);
}
