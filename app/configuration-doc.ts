/** `npm run docs:configuration`: writes docs/configuration.md from the schema of the settings. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingNotes, settings, type Config } from './config.ts';

export const configurationDocPath = join(import.meta.dirname, '..', 'docs', 'configuration.md');

const introduction = `# Configuration

Written by \`npm run docs:configuration\` from \`app/config.ts\`; don't edit it here.

All settings are environment variables, read once at the start. An empty one counts as not given. A bad value ends the start with
one line that names the variable. Secrets that are not given are made on the first start and kept in the data folder, readable by its
owner only.

`;

/** The default as the operator would write it, or what happens without the setting. */
function defaultOf(name: keyof Config): string {
  return settingNotes(name).otherwise ?? `\`${settings.shape[name].safeParse(undefined).data}\``;
}

/** The whole page. */
export function configurationDoc(): string {
  const names = Object.keys(settings.shape) as (keyof Config)[];
  const rows = names.map((name) => {
    const { description, expected } = settingNotes(name);
    return `| \`${name}\` | ${description} | ${expected.en} | ${defaultOf(name)} |`;
  });
  return `${introduction}| variable | what it does | value | without it |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

if (import.meta.main) writeFileSync(configurationDocPath, configurationDoc());
