/** Nothing of the upload but picture and sound: no names, places, chapters, subtitles or data (F51). */
export const NOTHING_ELSE = ['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'];

/** Where there is no picture, and so no keyframe to cut at. */
export const SOUND_FRAGMENT_SECONDS = 2;

/**
 * Fragmented MP4 to a pipe: a fragment at each keyframe, and at the latest after five seconds. ffmpeg can't write one
 * to a pipe whose index is larger than its buffer of 32 KiB, which is a minute or two of picture and sound (the size
 * it writes is 0 then).
 */
export function fragmentsTo(pipe: number, seconds = 5): string[] {
  const flags = 'frag_keyframe+delay_moov+default_base_moof+skip_trailer';
  return ['-f', 'mp4', '-movflags', flags, '-frag_duration', `${seconds * 1e6}`, `pipe:${pipe}`];
}
