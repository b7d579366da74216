import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');

const LEAST_BYTES = 1_000;

/** Beside each text its packed forms, so that nobody packs them for each viewer. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    // Before, others still write into what is to be packed.
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(?:js|css|svg)$/.test(name)) continue;
        const file = path.join(dir, name);
        const bytes = readFileSync(file);
        if (bytes.length < LEAST_BYTES) continue;
        const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, brotli));
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

/**
 * The script that asks for what the page will want, before all others and beside them: as a second script of the page it
 * would be put into the first.
 */
function early(): Plugin {
  return {
    name: 'early',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: path.join(import.meta.dirname, 'src/early.ts'), name: 'early' });
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const file = Object.values(bundle).find(({ name }) => name === 'early')?.fileName;
        if (file === undefined) throw new Error('there is no early script');
        return html.replace(
          '</title>',
          `</title>\n    <script type="module" async fetchpriority="high" src="./${file}"></script>`,
        );
      },
    },
  };
}

/** What the early script stands on, and nothing that is large. */
const BEGUN = /preload-helper|src[\\/]pages\.ts$|src[\\/]api[\\/](?:base|begun)\.ts$/;

/** What most pages stand on; not what uploads, plays and draws, which two or three have in common. */
const SHARED =
  /node_modules[\\/](?:@tanstack|openapi-fetch|preact|react-router)[\\/]|libs[\\/]client[\\/]client\.ts$|console[\\/]src[\\/](?:account-menu|api|parts|words)\b(?!.*sentences[\\/])/;

/** The page as static files. What it is asked to write into is said by --outDir. */
export default defineConfig({
  root: import.meta.dirname,
  // It may be served below a prefix: the page's <base> says which.
  base: './',
  plugins: [early(), packed()],
  resolve: {
    alias: {
      '#libs/client': path.join(root, 'libs/client/index.ts'),
      // Ours and the libraries' React is Preact, a sixth of its size.
      'react/jsx-runtime': 'preact/jsx-runtime',
      'react-dom/client': 'preact/compat/client',
      'react-dom': 'preact/compat',
      react: path.join(import.meta.dirname, 'src/preact-as-react.js'),
    },
  },
  build: {
    // Chrome 109 is the last on Windows 7.
    target: ['chrome109', 'safari15.4'],
    emptyOutDir: true,
    assetsDir: 'console',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The player, which is loaded when something is played, is hls.js whole.
    chunkSizeWarningLimit: 1000,
    // Nothing as a data: URL, which the page's policy would refuse for scripts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Libraries say of themselves that they are for browsers, which all of this is.
      checks: { moduleLevelDirective: false, pluginTimings: false },
      // Whoever calls the API does not load what uploads, which the same lib has.
      output: {
        codeSplitting: {
          // A browser asks a plain HTTP server for six files at a time, and each costs a thin link a wait.
          groups: [
            // What begins before all else, and must be small.
            { name: 'begun', test: BEGUN, priority: 2 },
            { name: 'shared', test: SHARED, minShareCount: 2, priority: 1 },
          ],
        },
      },
      treeshake: { moduleSideEffects: [{ test: /tus-js-client|\/libs\/client\//, sideEffects: false }] },
    },
  },
  worker: { format: 'iife' },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
