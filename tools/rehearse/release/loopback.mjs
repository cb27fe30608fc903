/**
 * The registry that a rehearsal publishes to. A rehearsal must never reach a real one, so that anything but a loopback address is refused.
 *
 * @param {Record<string, string | undefined>} env - the environment of the command that publishes
 * @returns {string} its `npm_config_registry`
 * @throws {Error} where that is missing or not a loopback address
 */
export function loopbackRegistry(env) {
  const registry = env.npm_config_registry;
  const host = registry !== undefined && URL.canParse(registry) ? new URL(registry).hostname : undefined;
  if (host !== undefined && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host)) return registry;
  throw new Error(
    `npm_config_registry is ${registry ?? 'not set'}; a rehearsal publishes to a loopback address only; nothing was published`,
  );
}
