import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Client } from '../acceptance/client.js';
import { Visitor } from './console-visitor.js';

/** What a file chooser gives: a path, or a name with bytes. */
export type Chosen = string | { name: string; mimeType: string; buffer: Buffer };

const DEADLINE_MS = 45_000;

/** The console's page of uploads as its person sees it. */
export class UploadPage {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly visitor: Visitor,
  ) {}

  /** In a browser of this doctor's own. */
  static async open(
    browser: Browser,
    origin: string,
    { key }: Client,
    options: BrowserContextOptions = {},
  ): Promise<UploadPage> {
    const visitor = await Visitor.come(browser, origin, { key, ...options });
    visitor.context.setDefaultTimeout(DEADLINE_MS);
    return UploadPage.#at(visitor, visitor.page);
  }

  /** Another tab of the same browser. */
  async another(): Promise<UploadPage> {
    return UploadPage.#at(this.visitor, await this.context.newPage());
  }

  static async #at(visitor: Visitor, page: Page): Promise<UploadPage> {
    await page.goto(`${visitor.address}/upload`);
    await page.getByRole('heading', { level: 1, name: '上传' }).waitFor();
    return new UploadPage(visitor.context, page, visitor);
  }

  async choose(...files: readonly Chosen[]): Promise<void> {
    await this.page.locator('.drop input[type=file]').setInputFiles(files as string[]);
  }

  /** Files and folders as the system's file manager drops them, beside the frame, too. */
  async drop(...files: readonly string[]): Promise<void> {
    const session = await this.context.newCDPSession(this.page);
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 195, y: 40, data });
  }

  /** The row of one file. */
  row(name: string): Locator {
    const heading = this.page.getByRole('heading', { level: 3, name, exact: true });
    return this.page.getByRole('listitem').filter({ has: heading });
  }

  async shows(name: string, text: string | RegExp): Promise<void> {
    try {
      await this.row(name).getByText(text).first().waitFor();
    } catch {
      const seen = await this.page.locator('body').innerText();
      throw new Error(`'${name}' never showed ${String(text)}. The page says:\n${seen.slice(0, 2000)}`);
    }
  }

  press(name: string, button: string): Promise<void> {
    return this.row(name).getByRole('button', { name: button }).first().click();
  }

  /** Until some of the file was acknowledged. */
  sends(name: string): Promise<void> {
    return this.shows(name, /^已上传 [1-9]\d?%$/);
  }

  /** The asset that it became. */
  async done(name: string, waiting: { readonly timeout?: number } = {}): Promise<string> {
    const link = this.row(name).getByRole('link', { name: '观看' });
    await link.waitFor(waiting);
    return /ast_[\w-]+$/.exec((await link.getAttribute('href')) ?? '')?.[0] ?? '';
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
