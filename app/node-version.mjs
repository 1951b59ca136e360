/** The oldest Node that npm may run on; the product itself always runs on the Node that npm installs with it. */
export const oldestMajor = 20;

/**
 * The version of the Node that npm was run with: inside an npm script `node` itself is already the installed one, and npm
 * names its own in `npm_config_user_agent` ("npm/10.8.2 node/v20.20.2 linux x64 workspaces/false").
 * @param {Record<string, string | undefined>} env
 * @param {string} own the version of this process, used outside npm
 * @returns {string}
 */
export function installingVersion(env, own) {
  const named = /\bnode\/v?(\d+\.\d+\.\d+)/.exec(env['npm_config_user_agent'] || '');
  return named && named[1] ? named[1] : own.replace(/^v/, '');
}

/**
 * What to tell about a Node that is too old; undefined when it is good.
 * @param {string} version
 * @returns {string | undefined}
 */
export function complaintAbout(version) {
  if (Number(version.split('.')[0]) >= oldestMajor) return undefined;
  return `✗ 需要 Node ${oldestMajor} 或更新版本,当前为 ${version} · Node ${oldestMajor} or newer is needed, this is ${version}`;
}
