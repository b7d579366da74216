import { decodes } from './decode.js';
import { readInit, readSegment, unitsOf } from './movie.js';
import { type Attributes, type Master, parseMaster, parseMedia, valueOf, type Variant } from './playlist.js';
import {
  bytesOf,
  checkRendition,
  checkTags,
  filesOf,
  ratesOf,
  type Read,
  type Rendition,
} from './rendition.js';

/** More than a fragment holds behind its first picture. */
const REST_BYTES = 4 * 2 ** 20;

export type { Read, Rendition } from './rendition.js';

interface HlsOptions {
  /** Whether ffmpeg decodes every rendition from its beginning to its end, and keyframes by themselves. */
  readonly decode?: boolean;
}

/** What a master playlist turned out to name. */
export interface HlsReport {
  /** Empty where all is as it must be; each names the playlist that it is about. */
  readonly faults: readonly string[];
  /** How long it plays. */
  readonly seconds: number;
  /** The variants, in the order of the master playlist. */
  readonly variants: readonly Rendition[];
  readonly sounds: readonly Rendition[];
  readonly subtitles: number;
}

/**
 * Checks a recording as HLS, from its master playlist down to its samples, against RFC 8216, Apple's authoring rules and
 * what hls.js, Safari and Shaka need to play and to seek. Knows nothing of who made it. Every file is read whole.
 */
export async function checkHls(
  master: string,
  read: Read,
  { decode = false }: HlsOptions = {},
): Promise<HlsReport> {
  return new Checker(master, read, decode).run();
}

class Checker {
  private readonly faults: string[] = [];

  constructor(
    private readonly uri: string,
    private readonly read: Read,
    private readonly decode: boolean,
  ) {}

  async run(): Promise<HlsReport> {
    const { faults } = this;
    const nothing = { faults, seconds: 0, variants: [], sounds: [], subtitles: 0 };
    const master = await this.guarded('master', async () =>
      parseMaster(new TextDecoder().decode(await this.read(this.uri))),
    );
    if (master === undefined) return nothing;
    const tell = (fault: string) => this.tell('master', fault);
    if (!(Number(valueOf(master.tags, 'EXT-X-VERSION')) >= 6)) tell('EXT-X-VERSION is below 6');
    if (master.variants.length === 0) tell('it has no variants');
    const uris = master.variants.map(({ uri }) => uri);
    if (new Set(uris).size !== uris.length) tell('two variants have the same URI');
    const sounds = await this.sounds(master);
    const variants: Rendition[] = [];
    for (const variant of master.variants) {
      const rendition = await this.rendition(variant.uri);
      if (rendition === undefined) continue;
      variants.push(rendition);
      this.checkVariant(variant, rendition, sounds, master);
    }
    const ends = [...variants, ...sounds.values()].map(({ end }) => end);
    const seconds = Math.max(...ends, 0);
    this.checkEnds([...variants, ...sounds.values()]);
    await this.iframes(master, variants);
    const subtitles = await this.subtitles(master, seconds);
    return { faults, seconds, variants, sounds: [...sounds.values()], subtitles };
  }

  private tell(where: string, fault: string): void {
    this.faults.push(`${where}: ${fault}`);
  }

  private async guarded<T>(where: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.tell(where, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  private rendition(uri: string): Promise<Rendition | undefined> {
    return this.guarded(uri, async () => {
      const rendition = await checkRendition(new URL(uri, this.uri).href, this.read, (fault) =>
        this.tell(uri, fault),
      );
      if (this.decode && rendition !== undefined)
        for (const fault of await decodes(rendition.movie)) this.tell(uri, fault);
      return rendition;
    });
  }

  /** By their URIs. */
  private async sounds({ media }: Master): Promise<Map<string, Rendition>> {
    const sounds = new Map<string, Rendition>();
    const groups = new Map<string, Attributes[]>();
    for (const attributes of media) {
      const [type, group, name] = ['TYPE', 'GROUP-ID', 'NAME'].map((attribute) => attributes.get(attribute));
      if (group === undefined || group === '' || name === undefined || name === '')
        this.tell('master', `EXT-X-MEDIA without GROUP-ID or NAME`);
      if (attributes.get('DEFAULT') === 'YES' && attributes.get('AUTOSELECT') !== 'YES')
        this.tell('master', `${name} is DEFAULT and not AUTOSELECT`);
      const key = `${type} ${group}`;
      const others = groups.get(key) ?? [];
      if (others.some((other) => other.get('NAME') === name))
        this.tell('master', `the group ${group} has two named ${name}`);
      groups.set(key, [...others, attributes]);
    }
    for (const [key, members] of groups) {
      if (members.filter((member) => member.get('DEFAULT') === 'YES').length > 1)
        this.tell('master', `${key} has several DEFAULT`);
      if (!key.startsWith('AUDIO ')) continue;
      if (!members.some((member) => member.get('DEFAULT') === 'YES'))
        this.tell('master', `${key} has no DEFAULT`);
      for (const member of members) {
        const uri = member.get('URI');
        if (uri === undefined) {
          this.tell('master', `${key} has a member without URI`);
          continue;
        }
        if (!/^\d+(\/|$)/.test(member.get('CHANNELS') ?? ''))
          this.tell('master', `the CHANNELS of ${uri} are ${member.get('CHANNELS')}`);
        const rendition = sounds.get(uri) ?? (await this.rendition(uri));
        if (rendition === undefined) continue;
        if (rendition.tracks.some(({ kind }) => kind !== 'sound'))
          this.tell(uri, 'a rendition of sound has other tracks');
        sounds.set(uri, rendition);
      }
    }
    return sounds;
  }

  private checkVariant(
    { uri, attributes }: Variant,
    own: Rendition,
    sounds: ReadonlyMap<string, Rendition>,
    master: Master,
  ): void {
    const tell = (fault: string) => this.tell(uri, fault);
    const group = attributes.get('AUDIO');
    const members = master.media.filter(
      (media) => media.get('TYPE') === 'AUDIO' && media.get('GROUP-ID') === group,
    );
    if (group !== undefined && members.length === 0) tell(`there is no group ${group} of sounds`);
    const beside = members.flatMap((member) => sounds.get(member.get('URI') ?? '') ?? []);
    if (beside.length > 0 && own.tracks.some(({ kind }) => kind === 'sound'))
      tell('it has sound in itself and a group of sounds');
    const subtitles = attributes.get('SUBTITLES');
    const texts = master.media.filter((media) => media.get('TYPE') === 'SUBTITLES');
    if (
      subtitles === undefined ? texts.length > 0 : !texts.some((media) => media.get('GROUP-ID') === subtitles)
    )
      tell(`its SUBTITLES are ${subtitles}`);
    const picture = own.tracks.find(({ kind }) => kind === 'picture');
    if (picture !== undefined && attributes.get('CLOSED-CAPTIONS') !== 'NONE')
      tell('it has no CLOSED-CAPTIONS=NONE');

    const truth = codecsOf([own, ...beside]);
    const told = new Set(
      (attributes.get('CODECS') ?? '').split(',').map((codec) => codec.trim().toLowerCase()),
    );
    if (told.size !== truth.size || [...truth].some((codec) => !told.has(codec)))
      tell(`CODECS are ${[...told].join(',')}, in truth ${[...truth].join(',')}`);

    const besidePeak = Math.max(...beside.map(({ peak }) => peak), 0);
    const besideAverage = Math.max(...beside.map(({ average }) => average), 0);
    const bandwidth = Number(attributes.get('BANDWIDTH'));
    if (!(bandwidth >= Math.floor(own.peak + besidePeak)))
      tell(`BANDWIDTH is ${bandwidth}, the peak ${Math.ceil(own.peak + besidePeak)}`);
    const average = Number(attributes.get('AVERAGE-BANDWIDTH'));
    const trueAverage = own.average + besideAverage;
    if (!(Math.abs(average - trueAverage) <= trueAverage * 0.05 + 1000))
      tell(`AVERAGE-BANDWIDTH is ${average}, in truth ${Math.round(trueAverage)}`);

    if (picture === undefined) {
      if (attributes.has('RESOLUTION')) tell('it has no picture, and a RESOLUTION');
      return;
    }
    const [across = 0, down = 0] = (attributes.get('RESOLUTION') ?? '').split('x').map(Number);
    if (Math.abs(across - picture.width) > 1 || Math.abs(down - picture.height) > 1)
      tell(`RESOLUTION is ${attributes.get('RESOLUTION')}, it shows ${picture.width}x${picture.height}`);
    const rate = Number(attributes.get('FRAME-RATE'));
    const [least, most] = own.rates ?? [0, 0];
    if (!(rate >= least - 0.01 && rate <= most + 0.01))
      tell(`FRAME-RATE is ${attributes.get('FRAME-RATE')}, in truth ${rateText(least, most)}`);
    const isIndependent =
      valueOf(master.tags, 'EXT-X-INDEPENDENT-SEGMENTS') !== undefined || own.hasIndependentSegments;
    if (!isIndependent) tell('EXT-X-INDEPENDENT-SEGMENTS is neither in the master playlist nor here');
  }

  private checkEnds(renditions: readonly Rendition[]): void {
    const [first] = renditions.toSorted((a, b) => b.end - a.end);
    if (first === undefined) return;
    for (const { uri, end, frame } of renditions) {
      // A track of the upload's own may end so much before the other: players wait for no more at the end.
      const room = Math.max(frame, first.frame, 0.25) + 0.001;
      if (first.end - end > room)
        this.tell(
          nameOf(uri),
          `it ends at ${end.toFixed(3)} s, ${nameOf(first.uri)} at ${first.end.toFixed(3)} s`,
        );
    }
  }

  private async iframes(master: Master, variants: readonly Rendition[]): Promise<void> {
    const pictures = variants.filter(({ tracks }) => tracks.some(({ kind }) => kind === 'picture'));
    if (pictures.length !== master.iframes.length)
      this.tell(
        'master',
        `${master.iframes.length} EXT-X-I-FRAME-STREAM-INF for ${pictures.length} pictures`,
      );
    for (const { uri, attributes } of master.iframes)
      await this.guarded(uri, () =>
        this.iframe(uri, attributes, Math.max(...pictures.map(({ end }) => end), 0)),
      );
  }

  private async iframe(uri: string, attributes: Attributes, ends: number): Promise<void> {
    const tell = (fault: string) => this.tell(uri, fault);
    const playlistUri = new URL(uri, this.uri).href;
    const playlist = parseMedia(new TextDecoder().decode(await this.read(playlistUri)));
    checkTags(playlist, tell);
    if (valueOf(playlist.tags, 'EXT-X-I-FRAMES-ONLY') === undefined) tell('it has no EXT-X-I-FRAMES-ONLY');
    const [map] = playlist.maps;
    if (map === undefined) return tell('it has no EXT-X-MAP');
    const files = await filesOf(playlistUri, playlist, map, this.read);
    const init = bytesOf(files, map);
    const tracks = readInit(init);
    const picture = tracks.find(({ kind }) => kind === 'picture');
    if (picture === undefined) return tell('it has no picture');
    if ((attributes.get('CODECS') ?? '').toLowerCase() !== picture.codec.toLowerCase())
      tell(`CODECS are ${attributes.get('CODECS')}, in truth ${picture.codec}`);
    if (attributes.get('RESOLUTION') !== `${picture.width}x${picture.height}`)
      tell(`RESOLUTION is ${attributes.get('RESOLUTION')}, it shows ${picture.width}x${picture.height}`);
    const parts = playlist.segments.map((segment) => bytesOf(files, segment));
    const { peak } = ratesOf(
      playlist,
      parts.map(({ length }) => length * 8),
    );
    if (!(Number(attributes.get('BANDWIDTH')) >= Math.floor(peak)))
      tell(`BANDWIDTH is ${attributes.get('BANDWIDTH')}, the peak ${Math.ceil(peak)}`);
    let at = 0;
    for (const [i, part] of parts.entries()) {
      const sample = readSegment(part, tracks, 'first sample').find(({ track }) => track === picture.id)
        ?.samples[0];
      if (sample === undefined) {
        tell(`entry ${i} has no picture`);
        continue;
      }
      const shown = sample.shown / picture.timescale;
      if (Math.abs(shown - at) > 0.101)
        tell(`entry ${i} is of ${shown.toFixed(3)} s, by EXTINF of ${at.toFixed(3)} s`);
      at += playlist.segments[i]?.seconds ?? 0;
      const isHevc = /^h[ev][cv]1/.test(picture.codec);
      const types = unitsOf(sample.data, picture.lengthBytes).map(([head = 0]) =>
        isHevc ? (head >> 1) & 63 : head & 31,
      );
      if (!types.some((type) => (isHevc ? type >= 16 && type <= 21 : type === 5)))
        tell(`entry ${i} is no keyframe`);
    }
    if (Math.abs(at - ends) > 0.101) tell(`its entries take ${at.toFixed(3)} s of ${ends.toFixed(3)}`);
    if (!this.decode) return;
    for (const i of new Set([0, parts.length >> 1, parts.length - 1])) {
      const part = parts[i];
      if (part !== undefined)
        // ffmpeg finds no movie in one whose last box is cut off; what stands for the rest is not decoded.
        for (const fault of await decodes(Buffer.concat([init, part, Buffer.alloc(REST_BYTES)]), 1))
          tell(`entry ${i}: ${fault}`);
    }
  }

  private async subtitles(master: Master, seconds: number): Promise<number> {
    const texts = master.media.filter((media) => media.get('TYPE') === 'SUBTITLES');
    for (const media of texts) {
      const uri = media.get('URI') ?? '';
      await this.guarded(uri, () => this.text(uri, seconds));
    }
    return texts.length;
  }

  private async text(uri: string, seconds: number): Promise<void> {
    const playlistUri = new URL(uri, this.uri).href;
    const playlist = parseMedia(new TextDecoder().decode(await this.read(playlistUri)));
    checkTags(playlist, (fault) => this.tell(uri, fault));
    const total = playlist.segments.reduce((sum, segment) => sum + segment.seconds, 0);
    if (Math.abs(total - seconds) > 0.101)
      this.tell(uri, `its segments take ${total.toFixed(3)} s of ${seconds.toFixed(3)}`);
    for (const segment of playlist.segments) {
      const bytes = await this.read(new URL(segment.uri, playlistUri).href);
      const content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      if (!/^WEBVTT[ \t\r\n]/.test(content) && content !== 'WEBVTT')
        this.tell(uri, `${segment.uri} is no WebVTT`);
    }
  }
}

function codecsOf(renditions: readonly Rendition[]): Set<string> {
  return new Set(renditions.flatMap(({ tracks }) => tracks.map(({ codec }) => codec.toLowerCase())));
}

function nameOf(uri: string): string {
  return uri.split('/').slice(-2).join('/');
}

function rateText(least: number, most: number): string {
  return most - least < 0.01 ? least.toFixed(3) : `${least.toFixed(3)} to ${most.toFixed(3)}`;
}
