import {
  MediaCaptionsButton,
  MediaControlBar,
  MediaController,
  MediaFullscreenButton,
  MediaLoadingIndicator,
  MediaMuteButton,
  MediaPipButton,
  MediaPlayButton,
  MediaSeekBackwardButton,
  MediaSeekForwardButton,
  MediaTimeDisplay,
  MediaTimeRange,
  MediaVolumeRange,
} from 'media-chrome/react';
import {
  MediaCaptionsMenu,
  MediaPlaybackRateMenu,
  MediaRenditionMenu,
  MediaSettingsMenu,
  MediaSettingsMenuButton,
  MediaSettingsMenuItem,
} from 'media-chrome/react/menu';
import 'media-chrome/dist/lang/zh-CN.js';
import { setLanguage } from 'media-chrome/dist/utils/i18n.js';
import { type ComponentRef, useEffect, useRef, useState } from 'react';
import { canRemember, remember, remembered } from '../../parts/remembered.js';
import { useLanguage, useWords } from '../../words/language.js';
import type { Engine, LinkState } from './engine.js';
import { Renditions } from './renditions.js';
import { startEngine } from './start-engine.js';
import type { PlaybackSession } from './use-playback.js';
import { WORDS } from './words.js';
import './player.css';

interface PlayerProps {
  readonly title: string;
  readonly session: PlaybackSession;
  /** The second to begin with. */
  readonly at: number;
  readonly isSoundAlone: boolean;
  readonly refused: () => void;
  readonly tell: (state: LinkState | 'reloaded') => void;
  /** Gets the element once it is there, and null when it goes. */
  readonly element: (video: HTMLVideoElement | null) => void;
}

type Controller = ComponentRef<typeof MediaController>;
type WithRenditions = HTMLVideoElement & { videoRenditions?: Renditions };

/** How far the arrows jump, in seconds. */
const ARROWS = { keyboardbackwardseekoffset: 5, keyboardforwardseekoffset: 5 };
const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** Plays a recording from a playback session, whose addresses may change meanwhile. */
export default function Player(props: PlayerProps) {
  const { session, title, isSoundAlone } = props;
  const words = useWords(WORDS);
  const { language } = useLanguage();
  // Its parts read it when they are made.
  setLanguage(language);
  const controller = useRef<Controller>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  usePlaying(video, controller, props);
  useKeys(controller);
  const hasPicture = session.sound !== null || session.storyboard !== null;
  return (
    <MediaController
      key={language}
      ref={controller}
      lang={language}
      className="player"
      defaultStreamType="on-demand"
      noSubtitlesLangPref={!canRemember()}
      {...ARROWS}
      aria-label={title}
    >
      <video
        ref={setVideo}
        slot="media"
        playsInline
        crossOrigin="anonymous"
        preload="auto"
        {...(session.poster !== null && { poster: session.poster })}
      >
        {session.chapters !== null && <track kind="chapters" default src={session.chapters} />}
        {session.storyboard !== null && (
          <track kind="metadata" label="thumbnails" default src={session.storyboard} />
        )}
      </video>
      {isSoundAlone && hasPicture && (
        <div className="player-sound" slot="poster">
          {session.poster !== null && <img src={session.poster} alt="" />}
          <span>{words.soundAlone}</span>
        </div>
      )}
      <MediaLoadingIndicator slot="centered-chrome" noAutohide />
      <MediaSettingsMenu hidden anchor="auto">
        <MediaSettingsMenuItem>
          {words.speed}
          <MediaPlaybackRateMenu slot="submenu" hidden rates={RATES}>
            <span slot="title">{words.speed}</span>
          </MediaPlaybackRateMenu>
        </MediaSettingsMenuItem>
        <MediaSettingsMenuItem>
          {words.quality}
          <MediaRenditionMenu slot="submenu" hidden>
            <span slot="title">{words.quality}</span>
          </MediaRenditionMenu>
        </MediaSettingsMenuItem>
        <MediaSettingsMenuItem>
          {words.captions}
          <MediaCaptionsMenu slot="submenu" hidden>
            <span slot="title">{words.captions}</span>
          </MediaCaptionsMenu>
        </MediaSettingsMenuItem>
      </MediaSettingsMenu>
      <MediaControlBar className="player-time">
        <MediaTimeRange />
      </MediaControlBar>
      <MediaControlBar>
        <MediaPlayButton />
        <MediaSeekBackwardButton seekOffset={10} className="player-wide" />
        <MediaSeekForwardButton seekOffset={10} className="player-wide" />
        <MediaMuteButton />
        <MediaVolumeRange className="player-wide" />
        <MediaTimeDisplay showDuration noToggle />
        <span className="player-gap" />
        <MediaCaptionsButton />
        <MediaSettingsMenuButton />
        <MediaPipButton className="player-wide" />
        <MediaFullscreenButton />
      </MediaControlBar>
    </MediaController>
  );
}

function usePlaying(
  video: HTMLVideoElement | null,
  controller: { readonly current: Controller | null },
  { session, at, isSoundAlone, refused, tell, element }: PlayerProps,
): void {
  const engine = useRef<Engine>(undefined);
  // What the engine calls is what was handed over last.
  const latest = useRef({ refused, tell });
  latest.current = { refused, tell };

  useEffect(() => {
    if (video === null) return;
    const renditions = new Renditions();
    (video as WithRenditions).videoRenditions = renditions;
    // Its state is told as a switch's, and its role as a button's, which has none.
    controller.current?.querySelector('media-captions-button')?.setAttribute('role', 'switch');
    // Only now does the element have what its menu of qualities is made of.
    const store = controller.current?.mediaStore;
    store?.dispatch({ type: 'mediaelementchangerequest', detail: undefined });
    store?.dispatch({ type: 'mediaelementchangerequest', detail: video });
    const started = startEngine(video, renditions, at, {
      link: (state) => latest.current.tell(state),
      refused: () => latest.current.refused(),
      reloaded: () => latest.current.tell('reloaded'),
    });
    engine.current = started;
    const rate = Number(remembered('rate') ?? 1);
    video.defaultPlaybackRate = RATES.includes(rate) ? rate : 1;
    video.playbackRate = video.defaultPlaybackRate;
    const keepRate = () => {
      video.defaultPlaybackRate = video.playbackRate;
      remember('rate', String(video.playbackRate));
    };
    video.addEventListener('ratechange', keepRate);
    element(video);
    return () => {
      element(null);
      video.removeEventListener('ratechange', keepRate);
      started.destroy();
      engine.current = undefined;
    };
  }, [video]);

  const address = isSoundAlone && session.sound !== null ? session.sound : session.hls;
  const begun = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video === null || address === null) return;
    engine.current?.show(address, address === session.sound);
    if (begun.current === video) return;
    begun.current = video;
    // Whoever came here by pressing something wants to see it; browsers refuse it to others. Not before it has a source,
    // whose load pauses it again.
    if (navigator.userActivation?.hasBeenActive) video.play().catch(() => undefined);
  }, [video, address]);
}

/** The player's keys work wherever nothing else is asked. */
function useKeys(controller: { readonly current: Controller | null }): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.altKey || event.ctrlKey || event.metaKey || !(target instanceof HTMLElement)) return;
      if (target !== document.body && target.id !== 'content') return;
      if (!KEYS.has(key)) return;
      event.preventDefault();
      controller.current?.keyboardShortcutHandler(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [controller]);
}

const KEYS = new Set([' ', 'k', 'j', 'l', 'm', 'f', 'c', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);
