import jsdoc from 'eslint-plugin-jsdoc';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores([
    '**/dist/',
    'apps/cli/bundle/',
    'apps/cli/studio/',
    '**/coverage/',
    'docs/api/',
    'out/',
    '.nx/',
    '**/fixtures/',
  ]),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/prefer-literal-enum-member': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['{packages,apps}/*/test/**/*.ts', 'packages/testing/src/**/*.ts'],
    languageOptions: { parserOptions: { projectService: false, project: './tsconfig.test.json' } },
  },
  {
    // One harness is around every test of a refusal: packages/testing/src/refusal.ts. Exceptions say why, in the line that makes them.
    files: ['{packages,apps}/*/test/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          "MemberExpression[property.name=/^toThrow/]:not([object.property.name='not'])",
          "MemberExpression[property.name='rejects']",
          'CatchClause[param]',
          "CallExpression[callee.property.name='catch'][arguments.0.params.length>0]",
          "CallExpression[callee.property.name='then'][arguments.length>1]",
        ].map((selector) => ({
          selector,
          message:
            'Test refusals by refusal, refused, failure, … of @interp/testing/refusal, which see what they leave.',
        })),
      ],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.strict],
  },
  {
    files: ['tools/lib/check-node.mjs'],
    rules: { 'no-var': 'off' },
  },
  {
    files: ['{packages,apps}/*/src/**/*.ts'],
    plugins: { jsdoc },
    settings: { jsdoc: { mode: 'typescript' } },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { FunctionDeclaration: true, ClassDeclaration: true, MethodDefinition: true },
          contexts: [
            'ExportNamedDeclaration > VariableDeclaration',
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
            'TSPropertySignature',
            'TSMethodSignature',
          ],
          checkConstructors: false,
        },
      ],
      'jsdoc/no-types': 'error',
      'jsdoc/check-param-names': ['error', { checkDestructured: false }],
      'jsdoc/check-tag-names': 'error',
      'jsdoc/empty-tags': 'error',
    },
  },
);
