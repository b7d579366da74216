import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');

/** Beside each text its compressed forms, so that nobody packs them for each viewer. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const [name, file] of Object.entries(bundle)) {
        if (!/\.(?:js|css|svg)$/.test(name)) continue;
        const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        if (bytes.length < 1_000) continue;
        const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
        this.emitFile({ type: 'asset', fileName: `${name}.br`, source: brotliCompressSync(bytes, brotli) });
        this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: gzipSync(bytes, { level: 9 }) });
      }
    },
  };
}

/** The page as static files. What it is asked to write into is said by --outDir. */
export default defineConfig({
  root: import.meta.dirname,
  // It may be served below a prefix: the page's <base> says which.
  base: './',
  plugins: [react(), compressed()],
  resolve: { alias: { '#libs/client': path.join(root, 'libs/client/index.ts') } },
  build: {
    // Chrome 109 is the last on Windows 7.
    target: ['chrome109', 'safari15.4'],
    emptyOutDir: true,
    assetsDir: 'console',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Nothing as a data: URL, which the page's policy would refuse for scripts.
    assetsInlineLimit: 0,
  },
  worker: { format: 'iife' },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
