/** Holds the code to ARCHITECTURE.md: who may import whom, how long a file may be, what may not stay in it. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';

const repository = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(repository, file), 'utf8');
const glob = (pattern: string) =>
  globSync(pattern, { cwd: repository, exclude: ['**/node_modules/**', '**/dist/**', '**/generated/**', '**/.gbc/**', '**/.cache/**', 'tasklist/src/api/**', 'tasklist/.angular/**'] }).sort();

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}
const manifestOf = (folder: string) => JSON.parse(read(join(folder, 'package.json'))) as Manifest;
const namesOf = (dependencies: Manifest['dependencies']) => Object.keys(dependencies ?? {});

const root = manifestOf('.');
/** The packages, inner ones first, so that the first whose folder holds a file is the file's own. */
const packages = (root.workspaces ?? []).map((folder) => ({ folder, ...manifestOf(folder) })).sort((one, other) => other.folder.length - one.folder.length);
const packageOf = (file: string) => packages.find(({ folder }) => file.startsWith(`${folder}/`));

/** The table of ARCHITECTURE.md: which of our packages a room may import. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  prisma: [],
  events: ['prisma'],
  xml: [],
  ledger: ['events', 'prisma'],
  bank: ['ledger', 'events', 'prisma', 'xml'],
  documents: ['events', 'prisma', 'xml'],
  identity: ['events', 'prisma'],
  engine: [],
  'engine/embedded': ['engine', 'prisma'],
  'engine/gateway': ['engine', 'engine/embedded'],
  'engine/conformance': ['engine', 'engine/embedded', 'engine/gateway'],
  'engine/zeebe': ['engine', 'prisma'],
  applications: ['events', 'ledger', 'documents', 'identity', 'engine', 'prisma'],
  workers: ['engine', 'applications', 'ledger', 'bank', 'documents', 'identity', 'events', 'prisma'],
  anchoring: ['events', 'prisma', 'anchoring/verifier'],
  'anchoring/verifier': [],
  api: ['engine', 'applications', 'ledger', 'bank', 'documents', 'identity', 'anchoring', 'events', 'prisma'],
  modeler: [],
  tasklist: ['modeler', 'anchoring/verifier'],
};
/** They may import anything. */
const unbound = ['app', 'test', 'bench', 'engine/conformance'];

/** What runs at a developer's desk alone, so that the tools of the root may be used: tests, and the writers of generated files. */
const isForDevelopment = (file: string) =>
  /\.test\.ts$|\/testing\//.test(file) || file.startsWith('test/') || file.startsWith('bench/') || file.startsWith('engine/conformance/') || ['anchoring/contracts/compile.ts', 'prisma/generate.mjs'].includes(file);

/** What tests of a room may reach for by a path that leaves it. */
const sharedByTests = [
  // One way to a browser, so that what a bare machine needs for it stands in one place.
  'test/browser.ts',
  'test/postgres-server.ts',
];

interface Import {
  readonly file: string;
  readonly specifier: string;
}
const sources = glob('**/*.{ts,mts,mjs,js}');
const imports: readonly Import[] = sources.flatMap((file) =>
  ts.preProcessFile(read(file), true, true).importedFiles.map(({ fileName }) => ({ file, specifier: fileName })),
);
const isRelative = ({ specifier }: Import) => /^\.{1,2}(\/|$)/.test(specifier);
const packageNameOf = (specifier: string) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
const folderOf = (name: string) => packages.find((it) => it.name === name)?.folder ?? name;
const show = ({ file, specifier }: Import) => `${file} imports ${specifier}`;

/** Imports of packages, ours and others', by files that belong to a package. */
const bare = imports
  .filter((it) => !isRelative(it) && !isBuiltin(it.specifier))
  .flatMap((it) => {
    const importer = packageOf(it.file);
    return importer ? [{ ...it, importer, name: packageNameOf(it.specifier) }] : [];
  });
const ours = bare.filter(({ name, importer }) => name.startsWith('@gbc/') && name !== importer.name);

describe('rooms', () => {
  it('import only packages that their package.json names', () => {
    const testTools = [...namesOf(root.devDependencies), '@gbc/prisma'];
    const undeclared = bare.filter(({ file, name, importer }) => {
      if (name === importer.name || namesOf(importer.dependencies).includes(name)) return false;
      if (['test', 'bench'].includes(importer.folder) && name.startsWith('@gbc/')) return false;
      return !(isForDevelopment(file) && [...testTools, ...namesOf(importer.devDependencies)].includes(name));
    });
    assert.deepEqual(undeclared.map(show), []);
  });

  it('depend on the rooms of the table, on each of them, and on no other', () => {
    for (const { folder, dependencies } of packages.filter((it) => !unbound.includes(it.folder))) {
      const named = namesOf(dependencies).filter((name) => name.startsWith('@gbc/')).map(folderOf);
      assert.deepEqual(named.sort(), [...(allowed[folder] ?? [])].sort(), `dependencies of ${folder}/package.json`);
    }
  });

  it('import each room that their package.json names', () => {
    const unused = packages.flatMap(({ folder, dependencies }) =>
      namesOf(dependencies).filter((name) => name.startsWith('@gbc/') && !ours.some((it) => it.importer.folder === folder && it.name === name)).map((name) => `${folder}: ${name}`),
    );
    assert.deepEqual(unused, []);
  });

  it('are reached by their door, never by a path into them', () => {
    const leaving = imports.filter((it) => {
      const importer = packageOf(it.file);
      if (!importer || !isRelative(it) || ['test', 'bench'].includes(importer.folder)) return false;
      const target = normalize(join(dirname(it.file), it.specifier));
      return packageOf(target) !== importer && !(isForDevelopment(it.file) && sharedByTests.includes(target));
    });
    assert.deepEqual(leaving.map(show), []);
  });

  it('leave app to itself, and api and workers to app', () => {
    const outside = ours.filter(({ name, importer }) =>
      name === '@gbc/app' ? !['test', 'bench'].includes(importer.folder) : ['@gbc/api', '@gbc/workers'].includes(name) && !unbound.includes(importer.folder),
    );
    assert.deepEqual(outside.map(show), []);
  });

  it('are not needed by the verifier, which runs at an auditor’s', () => {
    assert.deepEqual(ours.filter(({ importer }) => importer.folder === 'anchoring/verifier').map(show), []);
  });

  it('give the demonstration’s checker nothing but the verifier', () => {
    const files = ['app/demo/checker.ts'];
    for (const file of files) files.push(...imports.filter((it) => it.file === file && isRelative(it)).map((it) => normalize(join(dirname(file), it.specifier))).filter((it) => !files.includes(it)));
    assert.deepEqual(files, ['app/demo/checker.ts', 'app/demo/check-redemptions.ts', 'app/demo/logged-event.ts']);
    assert.deepEqual(bare.filter(({ file, name }) => files.includes(file) && name !== '@gbc/anchoring-verifier').map(show), []);
  });
});

describe('ARCHITECTURE.md', () => {
  const rows = [...read('ARCHITECTURE.md').matchAll(/^\| (`[^|]+) \|[^|]*\| ([^|]+) \|$/gm)].map(([, folders = '', mayImport = '']) => ({
    folders: [...folders.matchAll(/`([^`]+)\/`/g)].map(([, folder = '']) => folder),
    mayImport,
  }));

  it('has a row for every package, and a folder for every row', () => {
    const named = rows.flatMap(({ folders }) => folders).filter((folder) => !folder.includes('<'));
    assert.deepEqual(named.sort(), packages.map(({ folder }) => folder).sort());
  });

  it('says of each room what it may import', () => {
    const known = new Map(packages.map(({ folder }) => [folder.split('/').at(-1) ?? folder, folder]));
    for (const { folders, mayImport } of rows) {
      const [folder = ''] = folders;
      const isSpeltOut = !/\b(anything|all)\b/.test(mayImport);
      if (!isSpeltOut || !(folder in allowed)) continue;
      const stated = mayImport.split(/[\s,]+/).flatMap((word) => known.get(word) ?? []);
      assert.deepEqual(stated.sort(), [...(allowed[folder] ?? [])].sort(), `the row of ${folder}/ says: ${mayImport}`);
    }
  });
});

describe('files', () => {
  it('have at most 400 lines', () => {
    const long = glob('**/*.{ts,mts,mjs,js,sol,css,scss,html}').map((file) => ({ file, lines: read(file).trimEnd().split('\n').length }));
    assert.deepEqual(long.filter(({ lines }) => lines > 400), []);
  });

  it('leave nothing for later and hide nothing from the compiler', () => {
    const marks = /\b(?:TO[D]O|FIX[M]E|X[X]X)\b|@ts-ignor[e]|@ts-nochec[k]/;
    assert.deepEqual(sources.filter((file) => marks.test(read(file))), []);
  });

  it('run every test, or say why not', () => {
    const silenced = /\.only\(|\b(?:it|test|describe|suite)\.(?:skip|todo)\(|\.skip\(\s*\)|\b(?:only|skip|todo): true\b/;
    const tests = glob('**/*.{test,behaviour}.ts').filter((file) => file !== 'test/tidy.test.ts');
    assert.deepEqual(tests.filter((file) => silenced.test(read(file))), []);
  });
});

describe('pages', () => {
  it('tell of every process', () => {
    const without = glob('processes/*/').filter((folder) => !existsSync(join(repository, folder, 'README.md')));
    assert.deepEqual(without, []);
  });

  it('link to what is there', () => {
    const broken = glob('**/*.md').flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
        .map(([, target = '']) => target.split('#', 1).join())
        .filter((target) => target !== '' && !/^[a-z]+:/.test(target) && !existsSync(join(repository, dirname(page), decodeURI(target))))
        .map((target) => `${page} links to ${target}`),
    );
    assert.deepEqual(broken, []);
  });
});
