import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Texts are written in ICU's message format; what browsers get is compiled, so that none of them parses it. */
const compiledMessages: Plugin = {
  name: 'compiled-messages',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/src\/web\/locales\/\w+\/\w+\.json$/.test(id)) return undefined;
    const texts: Record<string, string> = JSON.parse(code);
    const messages = Object.entries(texts).map(([key, text]) => [key, compileMessageOrThrow(text)]);
    return { code: JSON.stringify(Object.fromEntries(messages)), map: null };
  },
};

/** What the pages, and the links on them, ask the server for. */
const SERVER_PATHS = [
  '/api',
  '/auth',
  '/profile',
  '/storage',
  '/quiz',
  '/game-flows',
  '/sessions',
  '/timelines',
  '/occurrences',
  '/socket.io',
  '/ws',
  '/docs',
  '/openapi.json',
  '/asyncapi.json',
  '/health',
  '/ready',
  '/metrics',
];

export default defineConfig({
  root: 'src/web',
  plugins: [compiledMessages, react(), tailwindcss()],
  build: {
    outDir: '../../build/web',
    emptyOutDir: true,
    manifest: true,
    target: 'baseline-widely-available',
    // The policy on scripts and pictures forbids data in addresses for some of them; files are cached, too.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What several pages share comes in a few files rather than in dozens of a hundred bytes: each is a request,
        // and phones wait longer for those than for bytes.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: 'dialogs',
              test: /node_modules\/@(base-ui|floating-ui)\/|src\/web\/ui\/(dialog|tabs|field)/,
              minShareCount: 2,
            },
            // What all pages have but the players', whose phones it would be too much for.
            {
              name: 'data',
              test: /node_modules\/(@tanstack|openapi-fetch)\/|src\/web\/(lib\/(api|download|live|me|query|require-sign-in|session)\.|ui\/(badge|card|copy-button|toast))/,
              minShareCount: 2,
            },
            { name: 'shared', test: /src\/web\/(ui|lib)\/|node_modules/, minShareCount: 9 },
            { name: 'nights', test: /src\/web\/features\/nights\//, minShareCount: 3 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    // Everything that isn't a page is the server's.
    proxy: Object.fromEntries(
      SERVER_PATHS.map((path) => [
        path,
        { target: `http://localhost:${process.env.PORT || 8080}`, ws: true },
      ]),
    ),
  },
});
