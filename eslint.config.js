import eslint from '@eslint/js';
import angular from 'angular-eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const tests = ['**/*.test.ts', '**/behaviour/**', '**/testing/**', 'test/**', 'bench/**'];

/** Programs that talk to whoever started them. */
const programs = ['app/**', 'bench/**', 'test/**', 'engine/conformance/**', 'anchoring/mirror/main.ts', 'bank/simulated/**', '**/cli.ts', '**/*.mjs', '**/build.ts', 'prisma/new-migration.ts', 'api/write-openapi.ts'];

/** What runs in a browser has a compiler configuration of its own. */
const browser = ['modeler/**', 'tasklist/**'];

export default defineConfig(
  globalIgnores(['**/dist/', '**/generated/', '.gbc/', '.gbc-engine/', '.cache/', 'tasklist/src/api/', 'tasklist/.angular/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    name: 'every file',
    files: ['**/*.{ts,js,mjs}'],
    extends: [eslint.configs.recommended],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-unreachable-loop': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },

  {
    name: 'TypeScript',
    files: ['**/*.{ts,mts}'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // An answer that is nothing is a type like any other.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all', ignoreRestSiblings: true }],
      '@typescript-eslint/triple-slash-reference': ['error', { lib: 'never', path: 'always', types: 'never' }],
    },
  },
  {
    // The few rules that need types, since what they find is lost money or a dead process; tsc does the rest.
    name: 'promises and errors of the server',
    files: ['**/*.ts'],
    ignores: [...browser, '**/*.d.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it', 'test', 'suite', 'before', 'after', 'beforeEach', 'afterEach'] }] }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/only-throw-error': ['error', { allowRethrowing: true }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
    },
  },

  {
    name: 'tests tell a story as long as it is',
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      'no-console': 'off',
      'no-loss-of-precision': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { name: 'programs', files: programs, rules: { 'no-console': 'off' }, languageOptions: { globals: { console: 'readonly', process: 'readonly' } } },

  { name: 'a browser’s console is where its developer looks', files: ['modeler/**', 'tasklist/src/**'], rules: { 'no-console': ['error', { allow: ['error'] }] } },
  {
    name: 'Angular components',
    files: ['tasklist/src/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'gbc', style: 'kebab-case' }],
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'gbc', style: 'camelCase' }],
    },
  },
  {
    name: 'Angular templates',
    files: ['tasklist/src/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
  },
);
