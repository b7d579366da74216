/** Nothing of the upload but picture and sound: no names, places, chapters, subtitles or data (F51). */
export const NOTHING_ELSE = ['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'];

/** Of an input: without the packet in whose middle a file was cut off. */
export const WHOLE_PACKETS = ['-fflags', '+discardcorrupt'];

/** A keyframe that is later than this is not waited for. */
const PICTURE_FRAGMENT_SECONDS = 5;
/** Sound can be cut anywhere: a fragment is a segment. */
const SOUND_FRAGMENT_SECONDS = 6;

/**
 * One track as fragmented MP4 to a pipe: a fragment at each keyframe. ffmpeg can't write one to a pipe whose index is
 * larger than its buffer of 32 KiB, which is a minute or two of picture (the size it writes is 0 then).
 */
export function fragmentsTo(pipe: number, of: 'picture' | 'sound'): string[] {
  const flags = 'frag_keyframe+delay_moov+default_base_moof+skip_trailer';
  const seconds = of === 'sound' ? SOUND_FRAGMENT_SECONDS : PICTURE_FRAGMENT_SECONDS;
  return ['-f', 'mp4', '-movflags', flags, '-frag_duration', `${seconds * 1e6}`, `pipe:${pipe}`];
}
