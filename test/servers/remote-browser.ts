import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.js';

const FIREFOX = '/usr/bin/firefox-esr';
const WEBKIT_DRIVER = '/usr/bin/WebKitWebDriver';
const MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const START_MS = 120_000;
/** How an answer names an element (W3C WebDriver, 12.1). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** The commands that are used, as WebDriver's paths below a session. Marionette has them by their names. */
const COMMANDS = {
  Navigate: ['POST', 'url'],
  FindElement: ['POST', 'element'],
  ElementClick: ['POST', 'element/{id}/click'],
  ElementSendKeys: ['POST', 'element/{id}/value'],
  ExecuteScript: ['POST', 'execute/sync'],
  TakeScreenshot: ['GET', 'screenshot'],
} as const;

type Command = keyof typeof COMMANDS;
type Params = Readonly<Record<string, unknown>>;
type Send = (command: Command, params: Params) => Promise<unknown>;

/** A browser that is not Chromium, as Debian has it, driven by the protocol that it speaks itself. */
export class RemoteBrowser {
  private constructor(
    readonly name: string,
    private readonly send: Send,
    private readonly end: () => Promise<void>,
  ) {}

  static get isInstalled(): boolean {
    return [FIREFOX, WEBKIT_DRIVER, MINI_BROWSER].every((file) => existsSync(file));
  }

  /** Firefox, by Marionette. */
  static async firefox(): Promise<RemoteBrowser> {
    const profile = await mkdtemp(path.join(tmpdir(), 'lectern-firefox-'));
    const preferences = {
      'marionette.port': 0,
      'intl.accept_languages': 'zh-CN',
      'media.autoplay.default': 0,
      'app.update.enabled': false,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    };
    const lines = Object.entries(preferences).map(
      ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`,
    );
    await writeFile(path.join(profile, 'user.js'), lines.join('\n'));
    const args = ['--headless', '--marionette', '--remote-allow-system-access', '--profile', profile];
    const firefox = start(FIREFOX, [...args, '--no-remote'], { HOME: profile });
    const end = async () => {
      await stop(firefox);
      await rm(profile, { recursive: true, force: true });
    };
    try {
      const port = await eventually(() =>
        Number(readFileSync(path.join(profile, 'MarionetteActivePort'), 'utf8')),
      );
      const marionette = await Marionette.connect(port);
      await marionette.send('WebDriver:NewSession', {});
      const send: Send = (command, params) => marionette.send(`WebDriver:${command}`, params);
      return new RemoteBrowser('Firefox', send, end);
    } catch (error) {
      await end();
      throw error;
    }
  }

  /** WebKit's GTK port, by its WebDriver, on a screen that nobody sees. */
  static async webkit(): Promise<RemoteBrowser> {
    const home = await mkdtemp(path.join(tmpdir(), 'lectern-webkit-'));
    const port = await freePort();
    const display = `:${port % 10_000}`;
    const screen = start('Xvfb', [display, '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {});
    const driver = start(WEBKIT_DRIVER, [`--port=${port}`], {
      DISPLAY: display,
      HOME: home,
      LANGUAGE: 'zh_CN',
      LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    });
    const end = async () => {
      await Promise.all([stop(driver), stop(screen)]);
      await rm(home, { recursive: true, force: true });
    };
    const request = async (method: string, below: string, params: Params): Promise<unknown> => {
      const body = method === 'GET' ? {} : { body: JSON.stringify(params) };
      const response = await fetch(`http://127.0.0.1:${port}/session${below}`, { method, ...body });
      const { value } = (await response.json()) as { value: unknown };
      if (!response.ok) throw new Error(JSON.stringify(value).slice(0, 400));
      return value;
    };
    try {
      const options = { binary: MINI_BROWSER, args: ['--automation'] };
      const alwaysMatch = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options };
      const { sessionId } = (await eventually(() =>
        request('POST', '', { capabilities: { alwaysMatch } }),
      )) as { sessionId: string };
      const send: Send = (command, { id, ...params }) => {
        const [method, below] = COMMANDS[command];
        return request(method, `/${sessionId}/${below.replace('{id}', String(id))}`, params);
      };
      return new RemoteBrowser('WebKit', send, async () => {
        await request('DELETE', `/${sessionId}`, {}).catch(() => undefined);
        await end();
      });
    } catch (error) {
      await end();
      throw error;
    }
  }

  open(url: string): Promise<unknown> {
    return this.send('Navigate', { url });
  }

  /** What a script's `return` gives. */
  run<Value>(script: string, ...args: readonly unknown[]): Promise<Value> {
    return this.send('ExecuteScript', { script, args }) as Promise<Value>;
  }

  /** Presses the first element that an XPath finds, once it is there and takes it. */
  async press(xpath: string): Promise<void> {
    await eventually(async () => this.send('ElementClick', { id: await this.#find(xpath) }));
  }

  /** Types into an element; the name of a file, into one that chooses files. */
  async type(xpath: string, text: string): Promise<void> {
    const id = await this.see(xpath);
    await this.send('ElementSendKeys', { id, text });
  }

  /** Waits until an XPath finds something. @returns which */
  see(xpath: string): Promise<string> {
    return eventually(() => this.#find(xpath));
  }

  /** Waits until a script returns what is true. */
  async until(script: string): Promise<void> {
    await eventually(async () => {
      if (!(await this.run<boolean>(script))) throw new Error(`not so: ${script}`);
    });
  }

  async picture(): Promise<Buffer> {
    return Buffer.from(String(await this.send('TakeScreenshot', { full: false })), 'base64');
  }

  close(): Promise<void> {
    return this.end();
  }

  async #find(xpath: string): Promise<string> {
    const found = (await this.send('FindElement', { using: 'xpath', value: xpath })) as Record<
      string,
      string
    >;
    return found[ELEMENT] ?? '';
  }
}

/** Firefox's own protocol: `length:[0, id, command, params]` there, `length:[1, id, error, result]` back. */
class Marionette {
  #id = 0;
  #rest = Buffer.alloc(0);
  readonly #waiting = new Map<number, (error: { message: string } | null, result: unknown) => void>();

  private constructor(private readonly socket: Socket) {
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('close', () => {
      for (const answer of this.#waiting.values()) answer({ message: 'Firefox has gone' }, undefined);
    });
  }

  static async connect(port: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Marionette(socket);
  }

  send(command: string, params: Params): Promise<unknown> {
    this.#id += 1;
    const message = JSON.stringify([0, this.#id, command, params]);
    const answer = new Promise((resolve, reject) =>
      this.#waiting.set(this.#id, (error, result) => {
        if (error !== null) return reject(new Error(error.message));
        const isWrapped = typeof result === 'object' && result !== null && 'value' in result;
        resolve(isWrapped ? result.value : result);
      }),
    );
    this.socket.write(`${Buffer.byteLength(message)}:${message}`);
    return answer;
  }

  #take(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const colon = this.#rest.indexOf(':');
      if (colon === -1) return;
      const end = colon + 1 + Number(this.#rest.subarray(0, colon).toString());
      if (this.#rest.length < end) return;
      const message: unknown = JSON.parse(this.#rest.subarray(colon + 1, end).toString());
      this.#rest = this.#rest.subarray(end);
      // The first one says only who it is.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message as [1, number, { message: string } | null, unknown];
      this.#waiting.get(id)?.(error, result);
      this.#waiting.delete(id);
    }
  }
}

function start(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(program, args, { stdio: 'ignore', detached: true, env: { ...process.env, ...env } });
}

/** With all that it started. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}

/** What something gives once it no longer throws. @throws its last error */
async function eventually<Value>(act: () => Promise<Value> | Value): Promise<Value> {
  for (const deadline = Date.now() + START_MS; ; ) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(100);
  }
}
