import type { AssetView, Client } from '../acceptance/client.js';
import { checkHls, type HlsReport, type Read, type Rendition } from './hls/check-hls.js';
import type { Failed, Kept, Outcome, Played, Refused } from './inputs/input.js';
import type { Sent } from './send.js';
import { checkSync } from './sync.js';

/** What became of an input, as far as the API and the media themselves tell. */
export interface Become {
  readonly sent: Sent;
  readonly asset?: AssetView;
  /** Whether it had a length as soon as it was playable. */
  readonly lengthAtPlayable?: number | null;
  readonly images?: number;
  readonly hls?: string;
  readonly report?: HlsReport;
}

const LENGTH_SECONDS = 0.1;

/** Reads what a ready recording is served as. */
export async function lookAt(
  by: Client,
  asset: AssetView,
): Promise<Pick<Become, 'images' | 'hls' | 'report'>> {
  if (asset.state !== 'ready' || asset.kind === 'attachment') return {};
  const { hls, images } = await by.session(asset.id);
  if (asset.kind === 'image') return { images: images.length };
  return { hls, report: await checkHls(hls, readHttp, { decode: true }) };
}

const readHttp: Read = async (uri) => {
  const response = await fetch(uri);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.status !== 200)
    throw new Error(`${response.status} for ${new URL(uri).pathname.split('/').slice(-2).join('/')}`);
  return bytes;
};

/** What is wrong: nothing where one of the outcomes holds, otherwise what is wrong with the nearest. */
export async function judge(become: Become, outcomes: readonly Outcome[]): Promise<readonly string[]> {
  let nearest: readonly string[] | undefined;
  for (const outcome of outcomes) {
    const faults = await faultsOf(become, outcome);
    if (faults.length === 0) return [];
    const isNearer =
      nearest === undefined || (outcome.state === become.asset?.state && faults.length < nearest.length);
    if (isNearer) nearest = faults;
  }
  return nearest ?? ['nothing is expected of it'];
}

/** What no recording may be, where nothing more is known of it: it plays as it must, or was refused. */
export function judgeUnknown({ sent, asset, report }: Become): readonly string[] {
  if ('status' in sent)
    return sent.status === 415 || sent.status === 400 ? [] : [`refused with ${sent.status}`];
  if (asset?.state !== 'ready') return [stateOf(asset)];
  if (report === undefined) return [];
  return [...report.faults, ...lengthFaults(asset, report)];
}

/** For the table. */
export function shownOutcome({ sent, asset }: Become): string {
  if ('status' in sent) return `refused ${sent.status} ${sent.code}`;
  if (asset === undefined) return 'lost';
  if (asset.state !== 'ready') return stateOf(asset);
  if (asset.kind === 'attachment') return `attachment ${asset.contentType}`;
  const length = asset['durationSeconds'];
  return `${asset.kind}${typeof length === 'number' ? ` of ${length.toFixed(2)} s` : ''}`;
}

function stateOf(asset: AssetView | undefined): string {
  return `${asset?.state} ${asset?.failure?.code ?? ''}`.trim();
}

async function faultsOf(become: Become, outcome: Outcome): Promise<string[]> {
  if (outcome.state === 'refused') return refusalFaults(become, outcome);
  if ('status' in become.sent) return [`refused with ${become.sent.status} ${become.sent.code}`];
  if (outcome.state === 'failed') return failureFaults(become, outcome);
  if (become.asset?.state !== 'ready') return [stateOf(become.asset)];
  if (become.asset.kind !== outcome.kind)
    return [`it is of the kind ${become.asset.kind}, not ${outcome.kind}`];
  return 'seconds' in outcome ? playedFaults(become, outcome) : keptFaults(become, outcome);
}

function refusalFaults({ sent, asset }: Become, { status }: Refused): string[] {
  if (!('status' in sent)) return [`taken, and then ${stateOf(asset)}`];
  return sent.status === status ? [] : [`refused with ${sent.status} and not ${status}`];
}

function failureFaults({ asset }: Become, { code }: Failed): string[] {
  if (asset?.state !== 'failed') return [`it is ${stateOf(asset)}`];
  return code.test(asset.failure?.code ?? '')
    ? []
    : [`it failed with ${asset.failure?.code}, not ${code.source}`];
}

function keptFaults({ asset, images }: Become, { kind, contentType, charset }: Kept): string[] {
  const faults: string[] = [];
  if (!contentType.test(asset?.contentType ?? '')) faults.push(`its type is ${asset?.contentType}`);
  if (charset !== undefined && !charset.test(`${String(asset?.['charset'])} ${asset?.contentType}`))
    faults.push('its charset is not told');
  if (kind === 'image' && !(Number(images) > 0)) faults.push('it has no image');
  return faults;
}

async function playedFaults(
  { asset, report, lengthAtPlayable }: Become,
  expected: Played,
): Promise<string[]> {
  if (asset === undefined || report === undefined) return ['nothing was served'];
  const faults = [...report.faults, ...lengthFaults(asset, report)];
  if (lengthAtPlayable === null) faults.push('it was playable without a length');
  const [least, most] =
    typeof expected.seconds === 'number' ? [expected.seconds, expected.seconds] : expected.seconds;
  if (report.seconds < least - LENGTH_SECONDS || report.seconds > most + LENGTH_SECONDS)
    faults.push(
      `it plays for ${report.seconds.toFixed(3)} s, not ${least === most ? least : `${least} to ${most}`}`,
    );
  const pictures = report.variants.filter((variant) => has(variant, 'picture'));
  const sounds = [...report.sounds, ...report.variants].filter((one) => has(one, 'sound'));
  faults.push(...sizeFaults(asset, pictures, expected.picture));
  if (expected.sound !== sounds.length > 0)
    faults.push(expected.sound ? 'its sound is gone' : 'it has sound');
  if ((expected.subtitles ?? 0) !== report.subtitles)
    faults.push(`${report.subtitles} text tracks are served, not ${expected.subtitles ?? 0}`);
  const [picture] = pictures.toSorted((a, b) => widthOf(b) - widthOf(a));
  const [sound] = sounds;
  if (expected.sync === true && picture !== undefined && sound !== undefined)
    faults.push(...(await checkSync(picture.movie, sound.movie)));
  return faults;
}

function lengthFaults(asset: AssetView, report: HlsReport): string[] {
  const length = asset['durationSeconds'];
  if (typeof length !== 'number') return ['the asset tells no length'];
  return Math.abs(length - report.seconds) > LENGTH_SECONDS
    ? [`the asset tells ${length} s, it plays for ${report.seconds.toFixed(3)}`]
    : [];
}

function sizeFaults(
  asset: AssetView,
  pictures: readonly Rendition[],
  expected: readonly [number, number] | undefined,
): string[] {
  if (expected === undefined) return pictures.length > 0 ? ['it has a picture'] : [];
  if (pictures.length === 0) return ['its picture is gone'];
  const [width, height] = expected;
  const faults: string[] = [];
  if (Math.abs(Number(asset['width']) - width) > 2 || Math.abs(Number(asset['height']) - height) > 2)
    faults.push(
      `the asset is called ${String(asset['width'])}x${String(asset['height'])}, not ${width}x${height}`,
    );
  for (const { tracks } of pictures) {
    const track = tracks.find(({ kind }) => kind === 'picture');
    if (track === undefined) continue;
    // As far as whole, even numbers of pixels allow.
    const room = Math.max(width, height) * (2 / Math.min(track.width, track.height));
    if (Math.abs((track.width / track.height) * height - width) > Math.max(room, width * 0.03))
      faults.push(`it is shown as ${track.width}x${track.height}, not in the shape of ${width}x${height}`);
  }
  return faults;
}

function has({ tracks }: Rendition, kind: 'picture' | 'sound'): boolean {
  return tracks.some((track) => track.kind === kind);
}

function widthOf({ tracks }: Rendition): number {
  return tracks.find(({ kind }) => kind === 'picture')?.width ?? 0;
}
