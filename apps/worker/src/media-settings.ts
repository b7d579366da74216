import type { JailMode } from '#libs/jail';

/** What processing may use. The defaults fit a machine with two cores and 4 GiB for the worker. */
export interface MediaSettings {
  /** Of the programs that read uploads. */
  readonly jail: JailMode;
  readonly ffmpeg: string;
  readonly ffprobe: string;
  /** Threads of one decoder or encoder. */
  readonly threads: number;
  readonly memoryBytes: number;
  /** The largest frame of a recording that is decoded. */
  readonly pixels: number;
  /** The largest image that is made smaller. */
  readonly imagePixels: number;
  readonly recordingSeconds: number;
  /**
   * A run of a program may take this many times the recording's length by the clock and ten minutes more, 23 hours at
   * most; of each thread's time as many times and a minute and a half.
   */
  readonly slowness: number;
  /** The largest upload that is copied into scratch, where storage has no local files. */
  readonly scratchBytes: number;
}

export const defaultMediaSettings: MediaSettings = {
  jail: 'auto',
  ffmpeg: 'ffmpeg',
  ffprobe: 'ffprobe',
  threads: 2,
  memoryBytes: 3 * 2 ** 30,
  pixels: 36_000_000,
  imagePixels: 120_000_000,
  recordingSeconds: 24 * 3600,
  slowness: 20,
  scratchBytes: 64 * 2 ** 30,
};
