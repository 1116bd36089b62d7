import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Folders of the house that a file of a room may import from (relative to the root); packages see only what they declare. */
const ROOMS = {
  'packages/environment': [],
  'packages/terraform-plugin': [],
  'packages/starrocks-sql': [],
  'packages/starrocks-schema': ['@strata/starrocks-sql'],
  'packages/starrocks-embedded': ['@strata/starrocks-sql'],
  'packages/terraform-provider-strata': ['@strata/terraform-plugin', '@strata/starrocks-schema'],
  'packages/alicloud-sandbox': ['@strata/terraform-plugin', '@strata/starrocks-embedded'],
  'packages/ingest': ['@strata/starrocks-sql'],
  constructs: [
    '@cdktf/provider-alicloud',
    '@strata/provider-strata',
    '@strata/environment',
    '@strata/ingest',
    '@strata/starrocks-sql',
  ],
  stacks: ['@cdktf/provider-alicloud', '@strata/provider-strata', '@strata/environment'],
  policies: ['@strata/environment'],
};

/** Folders of the root that a folder of the root may not reach into: the way goes from main.ts down. */
const BEYOND = {
  constructs: ['**/stacks/**', '**/policies/**', '**/main'],
  stacks: ['**/main'],
  policies: ['**/stacks/**', '**/constructs/**', '**/main'],
};

/** Modules with which synth would leave the machine. */
const NETWORK = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'].flatMap((name) => [name, `node:${name}`]);
const PURE = new Set([
  'constructs',
  'stacks',
  'policies',
  'packages/environment',
  'packages/ingest',
  'packages/starrocks-sql',
]);

const OURS = [
  '@cdktf/provider-alicloud',
  '@strata/provider-strata',
  '@strata/environment',
  '@strata/ingest',
  '@strata/starrocks-sql',
  '@strata/starrocks-schema',
  '@strata/starrocks-embedded',
  '@strata/terraform-plugin',
  '@strata/terraform-provider-strata',
  '@strata/alicloud-sandbox',
  '@strata/cli',
];

const rooms = Object.entries(ROOMS).map(([folder, allowed]) => ({
  files: [`${folder}/**/*.ts`],
  ignores: ['**/test/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: PURE.has(folder) ? NETWORK.map((name) => ({ name, message: 'Synth is pure: no network.' })) : [],
        patterns: [
          ...(BEYOND[folder] === undefined
            ? []
            : [{ group: BEYOND[folder], message: `${folder} may not reach into those: see "Who may import whom".` }]),
          {
            group: OURS.filter((name) => !allowed.includes(name)).flatMap((name) => [name, `${name}/**`]),
            message: `${folder} may import ${allowed.length === 0 ? 'none of our packages' : `only ${allowed.join(', ')}`} of ours.`,
          },
          {
            regex: '^@cdktf/provider-alicloud$',
            message: 'Import single files, e.g. @cdktf/provider-alicloud/lib/vpc: the barrel costs a minute.',
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['**/dist/', '**/lib/', '**/node_modules/', 'cdktf.out/', '.strata/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'packages/*/tsconfig.json', 'test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'import-x/no-default-export': 'error',
    },
  },
  {
    files: [
      'main.ts',
      'stacks/**/*.ts',
      'constructs/**/*.ts',
      'policies/**/*.ts',
      'packages/environment/src/**/*.ts',
      'packages/ingest/src/**/*.ts',
      'packages/starrocks-sql/src/**/*.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Synth is pure: no clock.' },
        { object: 'Math', property: 'random', message: 'Synth is pure: no randomness.' },
      ],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Synth is pure: no network.' }],
    },
  },
  {
    files: [
      'stacks/**/*.ts',
      'constructs/**/*.ts',
      'policies/**/*.ts',
      'packages/environment/src/**/*.ts',
      'packages/ingest/src/**/*.ts',
      'packages/starrocks-sql/src/**/*.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only main.ts reads process.env.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Synth is pure: no clock.' },
      ],
    },
  },
  ...rooms,
  {
    files: ['packages/*/src/**/*.ts'],
    plugins: { 'import-x': importX },
    rules: { 'import-x/no-extraneous-dependencies': 'error' },
  },
  {
    files: ['**/*.{js,mjs,cjs}', 'packages/cli/bin/*'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['**/test/**/*.ts', 'jest.config.js'],
    languageOptions: { globals: globals.jest },
    rules: { 'no-restricted-imports': 'off', 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' },
  },
);
