/**
 * The codecs of picture and sound that may be decoded, as ffmpeg names them in reports; behind a colon their decoders,
 * where those have other names.
 */
const DECODABLE = `
  h264 hevc vp8:vp8,libvpx vp9:vp9,libvpx-vp9 av1:av1,libdav1d mpeg4 mpeg2video mpeg1video mjpeg msmpeg4v2
  msmpeg4v3:msmpeg4 wmv1 wmv2 wmv3 vc1 h263 flv1:flv theora prores dvvideo
  aac aac_latm mp3:mp3,mp3float mp2:mp2,mp2float ac3 eac3 flac opus:opus,libopus vorbis alac amr_nb:amrnb
  amr_wb:amrwb wmav1 wmav2 wmapro pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le pcm_f32le pcm_u8 pcm_s8 pcm_alaw
  pcm_mulaw pcm_bluray pcm_dvd pcm_s32be pcm_f32be pcm_f64le pcm_f64be adpcm_ms adpcm_ima_wav adpcm_ima_qt
  adpcm_sbpro_2 adpcm_sbpro_3 adpcm_sbpro_4 adpcm_g726:g726 gsm gsm_ms qcelp ape wavpack dsd_lsbf dsd_msbf dsd_lsbf_planar
  dsd_msbf_planar wmalossless wmavoice speex nellymoser`;

const DECODERS_OF: ReadonlyMap<string, string> = new Map(
  DECODABLE.trim()
    .split(/\s+/)
    .map((entry) => entry.split(':'))
    .map(([codec = '', decoders = codec]) => [codec, decoders] as const),
);

/** The decoders that may see an upload; the rest of ffmpeg's two hundred stay out of reach. */
export const DECODERS = [...DECODERS_OF.values()].join(',');

export function isDecodable(codec: string): boolean {
  return DECODERS_OF.has(codec);
}

/** What cameras, phones and studios write and nobody here decodes, by ffmpeg's name or by the container's tag. */
const TITLES: Readonly<Record<string, string>> = {
  'ac-4': 'Dolby AC-4',
  ac4: 'Dolby AC-4',
  aprh: 'ProRes RAW',
  aprn: 'ProRes RAW',
  prores_raw: 'ProRes RAW',
  apv1: 'APV',
  bw10: 'Blackmagic RAW',
  brxq: 'Blackmagic RAW',
  cfhd: 'CineForm',
  dnxhd: 'DNxHD',
  dts: 'DTS',
  dvh1: 'Dolby Vision',
  dvhe: 'Dolby Vision',
  ffv1: 'FFV1',
  mha1: 'MPEG-H 3D Audio',
  mhm1: 'MPEG-H 3D Audio',
  mpegh_3d_audio: 'MPEG-H 3D Audio',
  mlp: 'MLP',
  rawvideo: 'uncompressed video',
  truehd: 'Dolby TrueHD',
  usac: 'xHE-AAC',
  vvc: 'VVC (H.266)',
  vvc1: 'VVC (H.266)',
  vvi1: 'VVC (H.266)',
};

/** A codec in words, for people. */
export function codecTitle(codec: string): string {
  return TITLES[codec.toLowerCase()] ?? codec.toUpperCase().replaceAll('_', ' ');
}
