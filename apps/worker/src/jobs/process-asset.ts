import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AssetEdited } from '#libs/catalog';
import { DatabaseUnavailable, type PutTracks } from '#libs/database';
import { firstRung, ladder, type Rung } from '#libs/hls';
import { randomToken } from '#libs/kernel';
import { type Container, headOf, recogniseContainer } from '#libs/media-type';
import {
  attemptAt,
  captionsFolder,
  ObjectNotFound,
  type OpenObject,
  openIfThere,
  pictureFolder,
  type Storage,
  StorageFault,
  type StorageKey,
  storyboardFolder,
  underAsset,
} from '#libs/storage';
import { MediaFailure, mediaFailure } from '../failure.js';
import { Ffmpeg, type MediaInput } from '../ffmpeg/ffmpeg.js';
import { type AdoptedPicture, ImageMaker, type ImageVariant } from '../pictures/images.js';
import { type MadeStoryboard, StoryboardMaker } from '../pictures/storyboard.js';
import { CaptionMaker, type MadeCaptions } from '../captions/captions.js';
import { type CompletedTracks, completeTracks } from '../captions/put-tracks.js';
import { tracksShown } from '../captions/tracks-shown.js';
import { gather, JailedProgramFailed } from '../ffmpeg/jail.js';
import type { MediaSettings } from '../media-settings.js';
import { type MediaFacts, probe } from '../ffmpeg/probe.js';
import { isMuxed, isSound, LIGHT_ENOUGH, type Rendition, SOUND } from '../renditions/rendition.js';
import { type Onlooker, type Recording, RenditionMaker } from '../renditions/rendition-maker.js';
import { RenditionStore } from '../renditions/rendition-store.js';
import { type MovieSample, weighFragmentsOf } from '../renditions/movie-thread.js';
import { decodes } from '../renditions/sampled-decode.js';
import { type PackagedSource, SourceRung } from '../renditions/source-rung.js';
import { soundOutput } from '../sound/encode-sound.js';
import { ladderOutputs, steadyRate } from '../video/encode-ladder.js';

export interface AssetJob {
  readonly asset: string;
  readonly kind: 'recording' | 'image';
  readonly source: StorageKey;
  /** Of which revision of the asset the source is; null, and left out, of the first. */
  readonly revision?: string | null;
  /** What an earlier attempt published already: it is kept and not made again. */
  readonly published?: readonly Rendition[];
  /** Whether an earlier attempt made the poster. */
  readonly hasPoster?: boolean;
  /** Whether an earlier attempt made the image's variants. */
  readonly hasImages?: boolean;
  /** The storyboard that an earlier attempt made. */
  readonly storyboard?: StoredStoryboard | undefined;
  /** The text tracks that its master playlist names already. */
  readonly captions?: StoredCaptions | undefined;
  /** Asked before each master playlist; nobody put anything where it is left out. */
  readonly put?: () => Promise<PutByPeople>;
  /** Another asset with the same bytes, of which as much is taken over as there is. */
  readonly twin?: TwinOutput | undefined;
  /**
   * Asked when a first rung plays and others are missing: whether this attempt may go on with them at once, or others
   * wait for theirs; true unless told.
   */
  readonly mayGoOn?: () => Promise<boolean>;
  /** Whether this attempt may encode; true unless told. Without, it ends where encoding would begin. */
  readonly encoding?: boolean;
}

/** What people put beside a recording, and of which version and master playlist of the asset that is. */
export interface PutByPeople {
  readonly version: number;
  /** Its path below the asset; null before there is one. */
  readonly master: string | null;
  readonly tracks: PutTracks | null;
}

export type StoredCaptions = Pick<MadeCaptions, 'tracks' | 'leftOut'>;
export type StoredStoryboard = Omit<MadeStoryboard, 'bytes'>;

/** What another asset with the same bytes has. */
export interface TwinOutput {
  readonly renditions: readonly Rendition[];
  readonly poster: readonly AdoptedPicture[];
  readonly images: readonly AdoptedPicture[];
  readonly storyboard?: StoredStoryboard | undefined;
  readonly captions?: StoredCaptions | undefined;
  /** Whether that is all that is to be made. */
  readonly isDone: boolean;
}

/**
 * Whom the work is told to, in this order: probed, then masterPublished for each set of renditions (the
 * first makes the asset playable), pictures at any time, and at last ready or failed. Everything
 * named has been stored durably before. When a method throws, the work stops, and what it was told of and
 * did not take is removed again, but that masterPublished is called anew after AssetEdited, also after that of ready: people
 * put something else in the meantime. After DatabaseUnavailable nobody knows whether it took it: it stays, an orphan
 * at worst, since what the database names must be there.
 */
export interface AssetProgress {
  probed(facts: MediaFacts): Promise<void>;
  /** Often, and not awaited. */
  progress(rung: string, percent: number): void;
  /** New renditions, and the master playlist that names them and all the earlier ones. */
  masterPublished(master: Master): Promise<void>;
  pictures(purpose: 'poster' | 'images', variants: readonly ImageVariant[]): Promise<void>;
  storyboard(made: MadeStoryboard): Promise<void>;
  ready(): Promise<void>;
  failed(reason: { readonly code: string; readonly message: string }): Promise<void>;
}

/** A part of the work, when it is done. */
export interface Step {
  readonly step:
    | 'probe'
    | 'remux'
    | 'encode'
    | 'poster'
    | 'storyboard'
    | 'captions'
    | 'images'
    | 'adopt'
    | 'publish';
  readonly ms: number;
  /** What it made. */
  readonly rungs?: readonly string[] | undefined;
}

export interface Master {
  readonly key: StorageKey;
  readonly bytes: number;
  readonly added: readonly Rendition[];
  /** What it does not name any more; it stays in storage for the sessions that still do. */
  readonly withdrawn?: readonly Rendition[];
  /** Text tracks that it names and earlier ones did not. */
  readonly captions?: MadeCaptions | undefined;
  /** What people put, as it names that, and how many bytes more there are of it than before. */
  readonly put?: (PutByPeople & { readonly bytes: number }) | undefined;
  /** Of the master playlist whose place it takes: that one stays for those who play by it, and counts no more. */
  readonly replacedBytes: number;
  readonly all: readonly Rendition[];
}

export interface AssetWorkshop {
  readonly storage: Storage;
  /** A folder on this machine; each attempt works in one of its own below it and removes it. */
  readonly scratch: string;
  readonly settings: MediaSettings;
  readonly progress: AssetProgress;
  /** Told of each step that came to its end, in the order of their ends. */
  readonly onStep?: ((step: Step) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * `ended`: ready or failed was told; `to-encode`: what is missing takes an attempt that may encode; `to-wait`: somebody
 * else is making it of the same bytes.
 */
export type Outcome = 'ended' | 'to-encode' | 'to-wait';

export const ATTEMPT_FOLDER = 'asset-';

/** Whether a name in the scratch folder is that of an attempt's folder (mkdtemp adds six characters). */
export function isAttemptFolder(name: string): boolean {
  return new RegExp(`^${ATTEMPT_FOLDER}[A-Za-z0-9]{6}$`).test(name);
}

/**
 * Makes an upload playable. Ends with `ready` or `failed`; what may pass (storage away, no room, a stop) is
 * thrown instead, for another attempt. An attempt leaves nothing behind that it did not tell of.
 *
 * @throws MediaFailure with code `internal`, or the signal's reason
 */
export async function processAsset(job: AssetJob, workshop: AssetWorkshop): Promise<Outcome> {
  const { storage, scratch, progress, signal } = workshop;
  const own = await mkdtemp(join(scratch, ATTEMPT_FOLDER));
  try {
    const source = await storage.open(job.source, { signal });
    try {
      return await new AssetAttempt(job, workshop, source, own).run();
    } finally {
      await source.close();
    }
  } catch (error) {
    signal?.throwIfAborted();
    const failure = mediaFailure(error);
    if (failure.retryable) throw failure;
    await progress.failed({ code: failure.code, message: failure.message });
    return 'ended';
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

class AssetAttempt {
  private readonly token: string;
  private readonly ffmpeg: Ffmpeg;
  private readonly store: RenditionStore;
  private readonly maker: RenditionMaker;
  private readonly sourceRung: SourceRung;
  private readonly images: ImageMaker;
  private readonly storyboards: StoryboardMaker;
  private readonly captionMaker: CaptionMaker;
  private readonly onlooker: Onlooker;
  private published: readonly Rendition[];
  /** What is stored and not yet told of: it goes with the attempt. */
  private held: Rendition[] = [];
  private storyboard: StoredStoryboard | undefined;
  private captions: StoredCaptions | undefined;
  /** The pictures that there are. */
  private readonly shown = new Set<'poster' | 'images'>();

  constructor(
    private readonly job: AssetJob,
    private readonly workshop: AssetWorkshop,
    private readonly source: OpenObject,
    private readonly scratch: string,
  ) {
    const { storage, settings, progress, signal } = workshop;
    this.token = attemptAt(job.revision ?? null, randomToken(10));
    this.onlooker = { tell: (rung, percent) => progress.progress(rung, percent), signal };
    this.ffmpeg = new Ffmpeg(settings);
    this.store = new RenditionStore(storage, job.asset, this.token);
    this.maker = new RenditionMaker(this.ffmpeg, this.store);
    this.sourceRung = new SourceRung(this.store, this.maker, this.ffmpeg);
    this.images = new ImageMaker(storage, settings);
    this.storyboards = new StoryboardMaker(this.ffmpeg, storage);
    this.captionMaker = new CaptionMaker(this.ffmpeg, storage);
    if (job.hasPoster === true) this.shown.add('poster');
    if (job.hasImages === true) this.shown.add('images');
    this.storyboard = job.storyboard;
    this.captions = job.captions;
    // Without sound of its own nothing plays beside what has: it is made again.
    this.published = (job.published ?? []).filter((rendition) => !isMuxed(rendition));
  }

  async run(): Promise<Outcome> {
    try {
      return await this.attempt();
    } finally {
      for (const rendition of this.held) await this.store.remove(rendition).catch(() => undefined);
    }
  }

  private async attempt(): Promise<Outcome> {
    if (this.source.bytes === 0) throw new MediaFailure('file-empty');
    const { twin, encoding } = this.job;
    if (twin !== undefined && (await this.timed('adopt', () => this.takeOver(twin)))) {
      if (twin.isDone) {
        await this.ready();
        return 'ended';
      }
      if (encoding !== false) return 'to-wait';
    }
    const head = await headOf(this.source.bytes, (range) => gather(this.source.read(range)));
    const container = recogniseContainer(head);
    if (container?.kind !== this.job.kind) throw new MediaFailure('not-media');
    if (container.kind === 'image') await this.image(container);
    else if (!(await this.recording(container))) return 'to-encode';
    await this.ready();
    return 'ended';
  }

  /** @returns false where the twin is gone meanwhile, or storage can't clone: then all is made here */
  private async takeOver(twin: TwinOutput): Promise<boolean> {
    const { renditions, poster, images, storyboard, captions, isDone } = twin;
    const { asset } = this.job;
    if (!isDone && renditions.some(isMuxed)) return false;
    try {
      for (const other of renditions) {
        if (!this.has(other.rung)) this.held.push(await this.store.adopt(other));
      }
      const texts =
        captions !== undefined && this.captions === undefined
          ? await this.captionMaker.adopt(captions, captionsFolder(asset, this.token))
          : undefined;
      await this.publish({ captions: texts });
      for (const [purpose, pictures] of [
        ['poster', poster],
        ['images', images],
      ] as const) {
        if (pictures.length === 0 || this.shown.has(purpose)) continue;
        const folder = pictureFolder(asset, purpose, this.token);
        await this.hand(await this.images.adopt(pictures, folder), purpose);
      }
      if (storyboard !== undefined && this.storyboard === undefined) {
        const folder = storyboardFolder(asset, this.token);
        await this.handStoryboard(await this.storyboards.adopt(storyboard, folder));
      }
      return true;
    } catch (error) {
      if (!(error instanceof ObjectNotFound || error instanceof StorageFault)) throw error;
      for (const rendition of this.held.splice(0)) await this.store.remove(rendition).catch(() => undefined);
      return false;
    }
  }

  private async image(container: Container): Promise<void> {
    if (this.shown.has('images')) return;
    const input = await this.input(container, this.workshop.signal);
    const folder = pictureFolder(this.job.asset, 'images', this.token);
    const { signal } = this.workshop;
    const variants = await this.timed('images', () =>
      this.images.variants(input, folder, this.scratch, { signal }),
    );
    await this.hand(variants, 'images');
  }

  /** @returns whether everything is there */
  private async recording(container: Container): Promise<boolean> {
    const { mayRemux, ...recording } = await this.timed('probe', () => this.firstLook(container));
    const { facts } = recording;
    await this.workshop.progress.probed(facts);
    if (this.published.length === 0 && mayRemux && !this.ofUploadIsDamaged) await this.remux(recording);
    await this.publishWhole(facts);
    if (facts.video !== undefined) return this.rungs(recording);
    if (!this.has(SOUND.whole)) {
      if (this.job.encoding === false) return false;
      await this.encode(recording, [], { sound: SOUND.whole });
    }
    await this.texts(recording);
    return true;
  }

  /** Takes what is missing out of the container, unless this attempt would have to leave it for an encoding. */
  private async remux(recording: Recording): Promise<void> {
    const { facts } = recording;
    const can = this.sourceRung.remuxable(facts);
    const picture = facts.video !== undefined && !this.hasPicture();
    const sound = facts.audio !== undefined && !this.has(SOUND.whole);
    const all = (can.picture || !picture) && (can.sound || !sound);
    const tracks = { picture: picture && can.picture, sound: sound && can.sound };
    if (!(tracks.picture || tracks.sound) || (this.job.encoding === false && !all)) return;
    this.held.push(
      ...(await this.timed('remux', () => this.sourceRung.remux(recording, tracks, this.onlooker))),
    );
  }

  /**
   * Reads the upload's facts and packages it at the same time. Both have to agree that it is a recording;
   * a package of one that is refused is removed again. ffprobe, which believes what a file says, sees it only once it
   * has been weighed.
   */
  private async firstLook(container: Container): Promise<Recording & { readonly mayRemux: boolean }> {
    const stop = new AbortController();
    const { signal } = this.workshop;
    const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    const weighing = Promise.withResolvers<{ readonly fragmented: boolean }>();
    const packaging = this.packaged(container, weighing.resolve, both);
    const looking = this.input(container, both).then(async (input) => {
      const weighed = await Promise.race([weighing.promise, packaging.then(() => undefined)]);
      const fragmented = weighed?.fragmented === true;
      if (fragmented) await weighFragmentsOf(input.path, both);
      return { input, facts: await probe(this.ffmpeg, input, { fragmented, signal: both }) };
    });
    for (const part of [looking, packaging]) part.catch((error: unknown) => stop.abort(error));
    const [looked, made] = await Promise.allSettled([looking, packaging]);
    if (made.status === 'fulfilled') this.held.push(...made.value.renditions);
    if (looked.status === 'fulfilled' && made.status === 'fulfilled')
      return { ...looked.value, mayRemux: made.value.mayRemux };
    signal?.throwIfAborted();
    throw stop.signal.reason;
  }

  private async packaged(
    container: Container,
    onWeighed: (weighed: { readonly fragmented: boolean }) => void,
    signal: AbortSignal,
  ): Promise<PackagedSource> {
    if (container.name !== 'mp4') return { renditions: [], mayRemux: true };
    if (this.published.length > 0 || this.ofUploadIsDamaged) return { renditions: [], mayRemux: false };
    const path = this.workshop.storage.localFiles?.path(this.job.source);
    const sampled = ({ rung, bytes }: MovieSample, until: AbortSignal) =>
      decodes(this.ffmpeg, bytes, join(this.scratch, `${rung}.sample`), until);
    const { scratch } = this;
    return this.sourceRung.package(this.source, onWeighed, sampled, { path, scratch, signal });
  }

  /** The ladder. Where nothing plays yet, a middle rung comes first, and the poster as soon as something does. */
  private async rungs(recording: Recording): Promise<boolean> {
    const { facts } = recording;
    const mayEncode = this.job.encoding !== false;
    const missing = this.missingRungs(facts);
    const first = this.hasPicture() ? undefined : firstRung(missing);
    const sound = facts.audio === undefined || this.has(SOUND.whole) ? undefined : SOUND.whole;
    const isFirst = first !== undefined || sound !== undefined;
    if (isFirst) {
      if (!mayEncode) return false;
      await this.encode(recording, first === undefined ? [] : [first], { sound });
    }
    if (!this.shown.has('poster')) await this.poster(recording);
    let rungs = missing.filter((rung) => rung !== first);
    if (rungs.length === 0 && this.storyboard !== undefined) return true;
    if (!mayEncode) return false;
    // What plays for one doctor comes before what plays better for another.
    if (isFirst && rungs.length > 0 && (await this.job.mayGoOn?.()) === false) return false;
    await this.texts(recording);
    const withdrawn = (await this.isDamaged(recording)) ? [...this.ofUpload] : [];
    if (withdrawn.length > 0) rungs = this.missingRungs(facts, withdrawn);
    if (rungs.length === 0) return true;
    try {
      await this.encode(recording, rungs, { sound: this.lighterSound(), withdrawn });
    } catch (error) {
      // What plays already stays; only what may pass is worth another attempt.
      this.workshop.signal?.throwIfAborted();
      if (mediaFailure(error).retryable) throw error;
    }
    return true;
  }

  /** Where the sound that plays already is too heavy for narrow lines. */
  private lighterSound(): string | undefined {
    const own = this.published.find(({ rung }) => rung === SOUND.whole);
    const isHeavy = own !== undefined && own.averageBandwidth > LIGHT_ENOUGH;
    return isHeavy && !this.has(SOUND.light) ? SOUND.light : undefined;
  }

  /** Makes rungs of the picture, and the sound if it is named, in one run, and publishes them. */
  private async encode(
    recording: Recording,
    rungs: readonly Rung[],
    { sound, withdrawn = [] }: { sound?: string | undefined; withdrawn?: readonly Rendition[] },
  ): Promise<void> {
    const { settings, signal } = this.workshop;
    const own = rungs.length === 0 ? undefined : this.ofUpload[0];
    const cuts = own === undefined ? undefined : await this.store.cutsOf(own, signal);
    const ladder = ladderOutputs(recording.facts, rungs, settings.threads, cuts);
    const { facts } = recording;
    const heard =
      sound === undefined || facts.audio === undefined ? [] : [soundOutput(facts, facts.audio, sound)];
    const outputs = [...ladder.outputs, ...heard];
    const made = await this.timed(
      'encode',
      () => this.maker.make(recording, outputs, this.onlooker, ladder),
      outputs.map(({ rung }) => rung),
    );
    this.held.push(...made.map(({ rendition }) => rendition));
    await this.publish({ withdrawn });
  }

  private present(): Rendition[] {
    return [...this.published, ...this.held];
  }

  private has(rung: string): boolean {
    return this.present().some((rendition) => rendition.rung === rung);
  }

  private hasPicture(): boolean {
    return this.present().some((rendition) => !isSound(rendition));
  }

  /** Renditions of the picture that are the upload's own bytes, or taken out of it as they are. */
  private get ofUpload(): readonly Rendition[] {
    return this.present().filter(({ rung }) => rung === 'source');
  }

  private get ofUploadIsDamaged(): boolean {
    return this.storyboard?.damagedAt !== undefined;
  }

  private missingRungs(facts: MediaFacts, withdrawn: readonly Rendition[] = []): Rung[] {
    const { video } = facts;
    if (video === undefined) return [];
    const served = this.ofUpload.length > withdrawn.length;
    const frameRate = steadyRate(video.frameRate);
    const { width, height } = video;
    const rungs = ladder({ width, height, frameRate, bitrate: facts.bitrate, served });
    return rungs.filter(({ name }) => !this.has(name));
  }

  private async poster({ input, facts }: Recording): Promise<void> {
    const { signal } = this.workshop;
    try {
      const made = await this.timed('poster', () =>
        this.images.poster({
          ffmpeg: this.ffmpeg,
          input,
          facts,
          folder: pictureFolder(this.job.asset, 'poster', this.token),
          scratch: this.scratch,
          signal,
        }),
      );
      await this.hand(made, 'poster');
    } catch (error) {
      // A recording without a poster still plays.
      signal?.throwIfAborted();
      if (!(error instanceof MediaFailure || error instanceof JailedProgramFailed)) throw error;
    }
  }

  /** Publishes what is held if a player can do with it: the picture, where there is one, with its sound. */
  private async publishWhole({ video, audio }: MediaFacts): Promise<void> {
    const isPicture = video === undefined || this.hasPicture();
    const isHeard = audio === undefined || this.has(SOUND.whole);
    if (isPicture && isHeard) await this.publish();
  }

  /** Makes captions of the text tracks, unless that has been done, and publishes them. */
  private async texts({ input, facts }: Recording): Promise<void> {
    const { signal } = this.workshop;
    if (this.captions !== undefined) return;
    const folder = captionsFolder(this.job.asset, this.token);
    const request = { input, durationSeconds: facts.durationSeconds, folder, signal };
    try {
      const captions = await this.timed('captions', () => this.captionMaker.make(request));
      if (captions !== undefined) await this.publish({ captions });
    } catch (error) {
      // A recording without captions still plays.
      signal?.throwIfAborted();
      if (!(error instanceof MediaFailure || error instanceof JailedProgramFailed)) throw error;
    }
  }

  /**
   * Makes the storyboard, unless there is one. @returns whether pictures that are played as they were uploaded are
   * known to be damaged
   */
  private async isDamaged({ input, facts }: Recording): Promise<boolean> {
    const { signal } = this.workshop;
    const { video, durationSeconds } = facts;
    if (this.storyboard === undefined && video !== undefined) {
      const folder = storyboardFolder(this.job.asset, this.token);
      const examine = this.ofUpload.length > 0;
      try {
        const request = { input, video, durationSeconds, folder, examine, signal };
        await this.handStoryboard(await this.timed('storyboard', () => this.storyboards.make(request)));
      } catch (error) {
        // A recording without a storyboard still plays.
        signal?.throwIfAborted();
        if (!(error instanceof MediaFailure)) throw error;
      }
    }
    return this.ofUploadIsDamaged && this.ofUpload.length > 0;
  }

  /** Where people put something else meanwhile, what replaces another recording names that first. */
  private async ready(): Promise<void> {
    const { progress, signal } = this.workshop;
    for (;;) {
      try {
        return await progress.ready();
      } catch (error) {
        if (!(error instanceof AssetEdited)) throw error;
        signal?.throwIfAborted();
        await this.publish({ anew: true });
      }
    }
  }

  /** Stores a master playlist with what is held and without what is withdrawn, and tells of it. */
  private async publish(
    change: Pick<Master, 'withdrawn' | 'captions'> & { readonly anew?: boolean } = {},
  ): Promise<void> {
    const { withdrawn = [], captions, anew = false } = change;
    const { signal } = this.workshop;
    const added = this.held;
    if (added.length === 0 && captions === undefined && !anew) return;
    const all = this.present().filter((rendition) => !withdrawn.includes(rendition));
    const began = performance.now();
    try {
      while (!(await this.publishOnce({ added, withdrawn, captions, all }))) signal?.throwIfAborted();
    } catch (error) {
      if (error instanceof DatabaseUnavailable) this.held = [];
      else if (captions !== undefined) await this.captionMaker.remove(captions);
      throw error;
    }
    this.published = all;
    this.captions = captions ?? this.captions;
    this.held = [];
    this.tell(
      'publish',
      began,
      added.map(({ rung }) => rung),
    );
  }

  /** @returns false where people put something else in the meantime: nothing has been published then */
  private async publishOnce(
    change: Omit<Master, 'key' | 'bytes' | 'put' | 'replacedBytes'>,
  ): Promise<boolean> {
    const { progress, storage } = this.workshop;
    const { asset } = this.job;
    const seconds = Math.max(...change.all.map(({ durationSeconds }) => durationSeconds));
    const people = await this.job.put?.();
    let completed: CompletedTracks | undefined;
    let key: StorageKey | undefined;
    try {
      const late = (this.job.revision ?? null) === null ? 'cut' : 'kept';
      completed = await completeTracks(storage, asset, people?.tracks ?? null, { seconds, late });
      const tracks = completed?.tracks ?? people?.tracks ?? null;
      const own = (change.captions ?? this.captions)?.tracks ?? [];
      const master = await this.store.putMaster(change.all, tracksShown(own, tracks));
      key = master.key;
      const put = people && { ...people, tracks, bytes: completed?.bytes ?? 0 };
      const replacedBytes = await this.bytesAt(people?.master ?? null);
      await progress.masterPublished({ ...master, ...change, put, replacedBytes });
      return true;
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable))
        for (const stored of [...(key === undefined ? [] : [key]), ...(completed?.stored ?? [])])
          await storage.remove(stored).catch(() => undefined);
      if (error instanceof AssetEdited) return false;
      throw error;
    }
  }

  /** 0 where there is nothing. */
  private async bytesAt(path: string | null): Promise<number> {
    if (path === null) return 0;
    const object = await openIfThere(this.workshop.storage, underAsset(this.job.asset, path));
    await object?.close();
    return object?.bytes ?? 0;
  }

  private async hand(variants: readonly ImageVariant[], purpose: 'poster' | 'images'): Promise<void> {
    try {
      await this.workshop.progress.pictures(purpose, variants);
      this.shown.add(purpose);
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      for (const { key } of variants) await this.workshop.storage.remove(key).catch(() => undefined);
      throw error;
    }
  }

  private async handStoryboard(made: MadeStoryboard): Promise<void> {
    try {
      await this.workshop.progress.storyboard(made);
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) await this.storyboards.remove(made);
      throw error;
    }
    this.storyboard = made;
  }

  private async timed<T>(step: Step['step'], work: () => Promise<T>, rungs?: readonly string[]): Promise<T> {
    const began = performance.now();
    const made = await work();
    this.tell(step, began, rungs);
    return made;
  }

  private tell(step: Step['step'], began: number, rungs?: readonly string[]): void {
    this.workshop.onStep?.({ step, ms: Math.round(performance.now() - began), rungs });
  }

  /** The upload as a file: where it lies, or copied into scratch. */
  private async input(container: Container, signal: AbortSignal | undefined): Promise<MediaInput> {
    const { storage, settings } = this.workshop;
    const { bytes } = this.source;
    const local = storage.localFiles?.path(this.job.source);
    if (local !== undefined) return { path: local, container, bytes };
    if (bytes > settings.scratchBytes) throw new MediaFailure('too-complex');
    const path = join(this.scratch, 'original');
    const options = { signal };
    await pipeline(this.source.read(undefined, options), createWriteStream(path), options);
    return { path, container, bytes };
  }
}
