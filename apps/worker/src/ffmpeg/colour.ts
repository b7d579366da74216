import type { ColourFacts, PictureFacts } from './probe.js';

/**
 * Filters that make a picture what every screen shows: 8 bits of BT.709 in limited range, which says so; HDR is
 * tone-mapped. What the file leaves out or says wrongly is taken to be what cameras mean by it, and told to the filters,
 * since they refuse to guess.
 *
 * @param size the options of `scale` that say how large it becomes
 */
export function toScreen(video: PictureFacts, size: string): string[] {
  return [...converted(video, size), 'format=yuv420p', says('tv', 'bt709', 'bt709', 'bt709')];
}

const TO_BT709 = 'p=bt709:t=bt709:m=bt709:r=limited';

function converted(video: PictureFacts, size: string): string[] {
  const { colour, pixelFormat } = video;
  const isRgb = /^(gbr|rgb|bgr|argb|abgr|0rgb|0bgr|pal8)/.test(pixelFormat);
  const range = isRgb || pixelFormat.startsWith('yuvj') || colour.range === 'pc' ? 'pc' : 'tv';
  if (video.highDynamicRange) {
    const matrix = isRgb ? 'gbr' : hdrMatrix(colour);
    const told = says(range, gamutOf(colour) ?? 'bt2020', colour.transfer, matrix);
    const linear = ['zscale=t=linear:npl=100', 'format=gbrpf32le', 'zscale=p=bt709'];
    return [`scale=${size}`, told, ...linear, 'tonemap=hable:desat=0', `zscale=${TO_BT709}`];
  }
  const matrix = isRgb ? '' : `in_color_matrix=${matrixOf(video)}:`;
  const plain = `scale=${size}:${matrix}in_range=${range}:out_color_matrix=bt709:out_range=tv`;
  const gamut = gamutOf(colour);
  if (gamut === undefined) return [plain];
  return [plain, 'format=yuv420p', says('tv', gamut, 'bt709', 'bt709'), `zscale=${TO_BT709}`];
}

function says(range: string, primaries: string, transfer: string, matrix: string): string {
  return `setparams=range=${range}:color_primaries=${primaries}:color_trc=${transfer}:colorspace=${matrix}`;
}

/** Primaries that are wider than those of BT.709. */
function gamutOf({ primaries }: ColourFacts): string | undefined {
  return ['bt2020', 'smpte431', 'smpte432'].includes(primaries) ? primaries : undefined;
}

/** HDR is of BT.2020 whatever an encoder that was not told says; Dolby's own form alone is another. */
function hdrMatrix({ matrix }: ColourFacts): string {
  if (matrix === 'ictcp') return 'ictcp';
  return matrix === 'bt2020c' ? 'bt2020c' : 'bt2020nc';
}

const MATRICES: Readonly<Record<string, string>> = {
  bt709: 'bt709',
  bt470bg: 'bt601',
  smpte170m: 'bt601',
  smpte240m: 'smpte240m',
  fcc: 'fcc',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
};

/** As told; else by the size, as players guess: BT.601 up to the size of a DVD. */
function matrixOf({ colour, width, height }: PictureFacts): string {
  const isSmall = Math.max(width, height) < 1280 && Math.min(width, height) <= 576;
  return MATRICES[colour.matrix] ?? (isSmall ? 'bt601' : 'bt709');
}
