import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Assets, PutTracksOfAssets } from '#libs/catalog';
import { Database, JobQueue } from '#libs/database';
import { Quotas } from '#libs/quotas';
import { CLOCK, STORAGE } from '../ground.module.js';
import { provide } from '../provide.js';
import { Reach } from '../rest/reach.js';
import { RestModule } from '../rest/rest.module.js';
import { CaptionsController } from './captions.controller.js';
import { ChapterList } from './chapter-list.js';
import { ChaptersController } from './chapters.controller.js';
import { PosterController } from './poster.controller.js';
import { Posters } from './posters.js';
import { PutCaptions } from './put-captions.js';
import { TrackEditor } from './track-editor.js';

/** What people put beside a recording: captions, chapters, and a poster. */
@Module({
  imports: [RestModule],
  controllers: [CaptionsController, ChaptersController, PosterController],
  providers: [
    PutTracksOfAssets,
    provide(
      TrackEditor,
      {
        database: Database,
        storage: STORAGE,
        assets: Assets,
        putTracks: PutTracksOfAssets,
        quotas: Quotas,
        audit: Audit,
        reach: Reach,
      },
      (parts) => new TrackEditor(parts),
    ),
    provide(
      PutCaptions,
      { editor: TrackEditor, storage: STORAGE, clock: CLOCK },
      ({ editor, storage, clock }) => new PutCaptions(editor, storage, clock),
    ),
    provide(
      Posters,
      {
        database: Database,
        queue: JobQueue,
        storage: STORAGE,
        assets: Assets,
        putTracks: PutTracksOfAssets,
        quotas: Quotas,
        audit: Audit,
        editor: TrackEditor,
      },
      (parts) => new Posters(parts),
    ),
    provide(ChapterList, { editor: TrackEditor }, ({ editor }) => new ChapterList(editor)),
  ],
})
export class TracksModule {}
