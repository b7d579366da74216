import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { launchChromium } from '../../servers/chromium.js';
import type { UploadOutcome, UploadTask } from './file.js';
import type { UploadPage } from './page.js';

/** The page with the real clients, on an origin of its own, which is another one than the API's. */
export class ClientsSite {
  private constructor(
    private readonly folder: string,
    private readonly server: Server,
  ) {}

  static async start(): Promise<ClientsSite> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lectern-clients-'));
    await build({
      configFile: false,
      logLevel: 'error',
      root: path.resolve('test/rigs/clients'),
      build: {
        outDir: folder,
        emptyOutDir: true,
        minify: false,
        lib: { entry: path.resolve('test/rigs/clients/page.ts'), formats: ['es'], fileName: () => 'page.js' },
      },
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    const script = await readFile(path.join(folder, 'page.js'));
    const server = createServer((request, response) => {
      if (request.url === '/page.js') response.setHeader('content-type', 'text/javascript').end(script);
      else
        response
          .setHeader('content-type', 'text/html')
          .end('<!doctype html><title>Uploads</title><script type="module" src="/page.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ClientsSite(folder, server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Clients in pages of a real Chromium. */
export class BrowserClients {
  private constructor(
    private readonly browser: Browser,
    private readonly origin: string,
  ) {}

  static async start(site: ClientsSite): Promise<BrowserClients> {
    return new BrowserClients(await launchChromium(), site.origin);
  }

  run(task: UploadTask): Promise<UploadOutcome> {
    return this.onPage((page) => runOn(page, task));
  }

  /** Reloads the page in the middle of the upload; the new page finds it in localStorage and goes on. */
  runAndComeBack(task: UploadTask): Promise<UploadOutcome> {
    return this.onPage(async (page) => {
      await page.evaluate(
        (todo) => (globalThis as unknown as { uploadPage: UploadPage }).uploadPage.runToMiddle(todo),
        task,
      );
      await page.reload();
      return runOn(page, { ...task, resumes: true });
    });
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  private async onPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
    const page = await this.browser.newPage();
    try {
      await page.goto(this.origin);
      return await use(page);
    } finally {
      await page.close();
    }
  }
}

async function runOn(page: Page, task: UploadTask): Promise<UploadOutcome> {
  return page.evaluate(
    (todo) => (globalThis as unknown as { uploadPage: UploadPage }).uploadPage.run(todo),
    task,
  );
}
