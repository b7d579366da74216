import { Random } from '../../model/random.js';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { Clients, NODE_SCENES, SCENES } from './clients.js';
import { hasChromium } from '../../servers/chromium.js';

/**
 * npm run rig -- clients: tus-js-client and Uppy, in Node and in Chromium, upload through a proxy that breaks the
 * link every few megabytes. Every file must arrive whole, what is given up must be gone, and nothing may be
 * left over. A cycle plays every scene once in each place.
 */
const { cycles, seed, only, maxMib } = readOptions('clients', RIGS.clients);
const MIB = 1024 * 1024;
const SCENE_DEADLINE_MS = 90_000;
const random = new Random(seed);
const browser = hasChromium() && only !== 'node';
if (!hasChromium()) console.log('Chromium is not installed: the scenes are played in Node only.');

const clients = await Clients.start({ seed, browser });
let ending: Promise<void> | undefined;
const end = (): Promise<void> => (ending ??= clients.dispose());
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void end().finally(() => process.exit(130)));
/** Whoever was told to stop starts nothing more; the process ends by itself when all is cleared away. */
const unlessEnding = (): Promise<void> =>
  ending === undefined ? Promise.resolve() : new Promise(() => undefined);

const places = [
  ...(only === 'chromium' ? [] : NODE_SCENES.map((scene) => ({ scene, where: 'node' as const }))),
  ...(browser ? SCENES.map((scene) => ({ scene, where: 'chromium' as const })) : []),
];
let passed = 0;
let failed = 0;
console.log(`${cycles} cycles of ${places.length} uploads, seed ${seed}`);
for (let cycle = 1; cycle <= cycles; cycle++) {
  for (const { scene, where } of places) {
    await unlessEnding();
    const bytes = random.whole(6 * MIB, maxMib * MIB);
    const label = `cycle ${cycle}, ${where}: ${scene.name}, ${bytes} bytes`;
    const late = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('it came to no end')), SCENE_DEADLINE_MS).unref(),
    );
    try {
      const { requests } = await Promise.race([clients.play(scene, where, bytes), late]);
      const counts = Object.entries(requests).map(([method, count]) => `${count} ${method}`);
      console.log(`${label}: ${counts.join(', ')}`);
      passed += 1;
    } catch (error) {
      await unlessEnding();
      failed += 1;
      console.error(`FAILED ${label}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
for (const [kind, count] of clients.proxy.breaks) console.log(`${count} times the link broke by ${kind}`);
await unlessEnding();
const { wrong, unanswered } = await clients.aftermath().catch(async (error: unknown) => {
  await unlessEnding();
  return { wrong: [String(error)], unanswered: 0 };
});
console.log(`${unanswered} uploads had begun whose client never got to know`);
for (const fault of wrong) {
  failed += 1;
  console.error(`FAILED afterwards: ${fault}`);
}
if (failed > 0) console.error(clients.logged.slice(-4000));
await end();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
