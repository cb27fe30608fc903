import reactHooks from 'eslint-plugin-react-hooks';

export default [
  {
    files: ['**/*.jsx'],
    ...reactHooks.configs.flat.recommended,
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
  },
];
