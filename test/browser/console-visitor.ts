import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** More than any page that is gone through by the keyboard has. */
const MOST_CONTROLS = 60;

/** Somebody at the console in a browser of their own, who takes down what the browser complains of. */
export class Visitor {
  /** Errors of the page, and what its policy forbade. */
  readonly complaints: string[] = [];

  private constructor(
    readonly address: string,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      const text = message.text();
      // Refusals by the API are told by the page itself.
      if (message.type() === 'error' && !text.startsWith('Failed to load resource'))
        this.complaints.push(text);
    });
  }

  /** @param key with which they sign in; nobody is, without */
  static async come(
    browser: Browser,
    address: string,
    { key, ...options }: BrowserContextOptions & { readonly key?: string } = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    if (key !== undefined) {
      const answer = await context.request.post(`${address}/v1/session`, {
        headers: { authorization: `Bearer ${key}` },
      });
      if (answer.status() !== 201) throw new Error(`no session: ${answer.status()} ${await answer.text()}`);
    }
    return new Visitor(address, context, await context.newPage());
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.address}${path}`);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  /** What is told of the focused control to those who can't see it; also inside the player's parts. */
  focused(): Promise<string> {
    return this.page.evaluate(`(() => {
      let at = document.activeElement;
      while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).trim();
    })()`);
  }

  /** Goes from control to control, as somebody without a mouse does. */
  async tabTo(name: string | RegExp): Promise<void> {
    const seen: string[] = [];
    while (seen.length < MOST_CONTROLS) {
      const at = await this.focused();
      if (typeof name === 'string' ? at === name : name.test(at)) return;
      seen.push(at);
      await this.page.keyboard.press('Tab');
    }
    throw new Error(
      `'${String(name)}' can't be reached by the keyboard, only ${[...new Set(seen)].join(', ')}`,
    );
  }

  /** Whether the page is wider than the screen, so that all of it has to be moved sideways. */
  async isTooWide(): Promise<boolean> {
    return (await this.page.evaluate('document.documentElement.scrollWidth > innerWidth')) === true;
  }

  /** What axe finds on the page as it is now (WCAG 2.2 A and AA), a line each. */
  async findings(): Promise<string[]> {
    await this.page.evaluate(await readFile(AXE, 'utf8'));
    return this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run: (where: unknown, options: object) => Promise<{ violations: Violation[] }> };
      };
      interface Violation {
        readonly id: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
      }
      const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const { violations } = await axe.run((globalThis as never as { document: unknown }).document, {
        runOnly,
      });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
      );
    });
  }
}
