#!/usr/bin/env node
// npm run --silent sbom > bom.json: what users of the packages install, as CycloneDX, by npm and the lock file alone.
// `npm sbom --omit dev` leaves out what our tools need as well; so everything is asked for, and the lock file says what is for users.
import { npm } from '../lib/pack.mjs';
import { isMain, root, workspaces } from '../lib/workspace.mjs';
import { runtimePackages } from '../rehearse/release/runtime-packages.mjs';

const isOfTools = ({ name }) => name === 'cdx:npm:package:development';

/**
 * CycloneDX, as far as it matters here.
 *
 * @typedef {{ 'bom-ref': string, properties?: { name: string, value: string }[] }} Component
 * @typedef {{ ref: string, dependsOn: string[] }} Dependency
 * @typedef {{ metadata: { component: { name: string } }, components: Component[], dependencies: Dependency[] }} Bill
 */

/**
 * The part of a bill of materials that is for users.
 *
 * @param {Bill} bill - of the whole repository, as npm makes it
 * @param {Set<string>} wanted - `name@version` of what is for users
 * @returns {Bill}
 * @throws {Error} where something that is wanted is not in it
 */
export function billForUsers(bill, wanted) {
  const components = bill.components
    .filter((component) => wanted.has(component['bom-ref']))
    .map((component) => ({ ...component, properties: component.properties?.filter((each) => !isOfTools(each)) }));
  const found = new Set(components.map((component) => component['bom-ref']));
  const missing = [...wanted].filter((each) => !found.has(each));
  if (missing.length > 0) throw new Error(`npm's bill of materials lacks ${missing.join(', ')}`);
  const dependencies = bill.dependencies
    .filter(({ ref }) => found.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => found.has(each)) }));
  const component = { ...bill.metadata.component, name: 'interp-workspace' };
  return { ...bill, metadata: { ...bill.metadata, component }, components, dependencies };
}

if (isMain(import.meta.url)) {
  const bill = JSON.parse(npm(['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], root));
  const ours = workspaces().map(({ manifest }) => `${manifest.name}@${manifest.version}`);
  const others = runtimePackages().map(({ name, version }) => `${name}@${version}`);
  console.log(JSON.stringify(billForUsers(bill, new Set([...ours, ...others])), null, 2));
}
