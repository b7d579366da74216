// Made of docs/openapi.json by npm run openapi: do not edit.

export interface paths {
    "/v1/admin/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All keys, without their secrets */
        get: operations["listApiKeys"];
        put?: never;
        /** Makes a key; its secret is in this answer and nowhere else */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a key at once; URLs that were signed for it die within 10 seconds */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/orphans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Searches storage for objects that the database does not know; removes nothing */
        get: operations["listOrphans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/orphans/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes those of the named folders that are orphans still */
        post: operations["removeOrphans"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person */
        get: operations["getPerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Disables or enables a person; their tokens are refused at once, their URLs within 10 seconds */
        patch: operations["updatePerson"];
        trace?: never;
    };
    "/v1/admin/quotas/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Limits, use, and what may still be uploaded; for those whom it binds: name, limit and use alone */
        get: operations["getQuota"];
        /** Replaces all limits; one that is left out or null is inherited from above */
        put: operations["setQuota"];
        post?: never;
        /** Removes the limits: what lies above binds */
        delete: operations["clearQuota"];
        options?: never;
        head?: never;
        /** Changes the limits that are named; null leaves one to the units above */
        patch: operations["updateQuota"];
        trace?: never;
    };
    "/v1/admin/quotas/{account}/recompute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compares the counters with the ledger */
        post: operations["recomputeQuota"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/quotas/people/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Limits, use, and what may still be uploaded; for those whom it binds: name, limit and use alone */
        get: operations["getPersonQuota"];
        /** Sets a person’s limits; an admin may do so before the first visit, with the unit to expect them in */
        put: operations["setPersonQuota"];
        post?: never;
        /** Removes the limits: what lies above binds */
        delete: operations["clearPersonQuota"];
        options?: never;
        head?: never;
        /** Changes the limits that are named; null leaves one to the units above */
        patch: operations["updatePersonQuota"];
        trace?: never;
    };
    "/v1/admin/quotas/people/{account}/recompute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compares the counters with the ledger */
        post: operations["recomputePersonQuota"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/quotas/units/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Limits, use, and what may still be uploaded; for those whom it binds: name, limit and use alone */
        get: operations["getUnitQuota"];
        /** Replaces all limits; one that is left out or null is inherited from above */
        put: operations["setUnitQuota"];
        post?: never;
        /** Removes the limits: what lies above binds */
        delete: operations["clearUnitQuota"];
        options?: never;
        head?: never;
        /** Changes the limits that are named; null leaves one to the units above */
        patch: operations["updateUnitQuota"];
        trace?: never;
    };
    "/v1/admin/quotas/units/{account}/recompute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compares the counters with the ledger */
        post: operations["recomputeUnitQuota"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Unfinished uploads in the caller’s reach and the quota that they hold */
        get: operations["listReservations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/reservations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends the upload and frees its quota at once; its sender is told by 410 */
        delete: operations["endReservation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How full the storage is, and the marks at which it is spared */
        get: operations["getStorage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Units and doctors in the caller’s reach */
        get: operations["listUnits"];
        put?: never;
        /** Creates a unit below another one */
        post: operations["createUnit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/units/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One unit or doctor */
        get: operations["getUnit"];
        put?: never;
        post?: never;
        /** Removes a unit that holds nothing; 409 tells what it holds: units, people, courses, assets, uploads, apiKeys */
        delete: operations["deleteUnit"];
        options?: never;
        head?: never;
        /** Renames a unit, or moves it with everything below */
        patch: operations["updateUnit"];
        trace?: never;
    };
    "/v1/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Assets that the caller may see, newest first; ?q= searches, ?state=trashed lists the trash */
        get: operations["listAssets"];
        put?: never;
        /** Uploads one file by form: the part `file`, with the fields before or behind it */
        post: operations["uploadAsset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One asset, with the progress of each rendition */
        get: operations["getAsset"];
        put?: never;
        post?: never;
        /** Puts the asset into the trash; its signed URLs die within 10 seconds */
        delete: operations["deleteAsset"];
        options?: never;
        head?: never;
        /** Changes title, description or course; signed URLs of those who may not see it any more die within 10 seconds */
        patch: operations["updateAsset"];
        trace?: never;
    };
    "/v1/assets/{id}/download-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Links that have not expired, newest first: all for those who may change the asset, else one’s own */
        get: operations["listDownloadLinks"];
        put?: never;
        /** A signed URL that saves the original under its own name */
        post: operations["createDownloadLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/download-links/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a link; its URL dies within 10 seconds */
        delete: operations["revokeDownloadLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/playback-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sessions that have not expired, newest first: all for those who may change the asset, else one’s own */
        get: operations["listPlaybackSessions"];
        put?: never;
        /** Opens a playback session: one signed URL for HLS, and the pictures */
        post: operations["createPlaybackSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/playback-sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a session; its URLs die within 10 seconds */
        delete: operations["revokePlaybackSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/playback-sessions/{session}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New URLs of a session of the caller’s own, until an hour after its end; they die with the session where that is revoked */
        post: operations["renewPlaybackSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/position": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the caller is, and what they have watched */
        get: operations["getPosition"];
        /**
         * Takes down where the caller is, and what they watched since they said so last
         * @description To be sent every 10 to 30 seconds while a recording plays, and when it stops. Time is the service’s: what a report names counts as far as it could be played (at twice the speed) since the report before, so one that is sent again adds nothing, and neither does one without a playback session.
         */
        put: operations["setPosition"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the asset out of the trash */
        post: operations["restoreAsset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Processes a failed asset once more; five times in 24 hours at most */
        post: operations["retryAsset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/viewers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has watched a recording, by their last reports, newest first; also as CSV. Unit admins see the people of their unit and below */
        get: operations["listAssetViewers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Courses that the caller may see, newest first; ?q= searches */
        get: operations["listCourses"];
        put?: never;
        /** Creates a course */
        post: operations["createCourse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/courses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One course */
        get: operations["getCourse"];
        put?: never;
        post?: never;
        /** Deletes a course; its assets stay, and signed URLs of those who saw them through it die */
        delete: operations["deleteCourse"];
        options?: never;
        head?: never;
        /** Changes a course; signed URLs of those who may not see it any more die within 10 seconds */
        patch: operations["updateCourse"];
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller, their unit, and what they may still upload */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caller has watched, by the last report, newest first; also as CSV */
        get: operations["listHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The unfinished uploads of the caller */
        get: operations["listUploads"];
        put?: never;
        /**
         * Begins an upload: reserves quota and gives its address
         * @description Without Tus-Resumable the body is JSON. With it, what is said of the file stands in headers, and the body, where there is one, is its first bytes.
         */
        post: operations["createUpload"];
        delete?: never;
        /** What of tus is spoken here */
        options: operations["getTusOptions"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An upload as JSON */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        /** Ends an upload: its quota is free; what is an asset already stays one */
        delete: operations["cancelUpload"];
        options?: never;
        /** Where an upload stands; a connection that still holds it is stopped */
        head: operations["getUploadOffset"];
        /**
         * Takes bytes from Upload-Offset on; or, as JSON, the SHA-256 of the file, once it is known
         * @description Bytes come by tus. JSON wants no Tus-Resumable: where the caller may see a file of this sha256 and length in their unit the upload ends at once, as another asset than it was to become (its `asset`, and Upload-Asset), and what had come of it is removed; else its bytes are held to it at the end.
         */
        patch: operations["appendToUpload"];
        trace?: never;
    };
    "/v1/uploads/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the asset of the parts, when all are there; again as often as need be */
        post: operations["completeUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}/parts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which parts of an upload are there, and which are missing */
        get: operations["listUploadParts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}/parts/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Stores one part, from 1 on; again as often as need be */
        put: operations["putUploadPart"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}/parts/{number}/url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the address of one part of a direct upload; again as often as need be */
        post: operations["createUploadPartUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @example {} */
        Accepted: Record<string, never>;
        /**
         * @example {
         *       "id": "key_8h2mz6q0vt4xk1pw9sd5nc",
         *       "subject": "dr-li",
         *       "name": "Dr. Li",
         *       "role": "doctor",
         *       "unit": "surgery",
         *       "label": "recording studio",
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "expiresAt": null,
         *       "revokedAt": null,
         *       "lastUsedAt": null
         *     }
         */
        ApiKey: {
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            id: string;
            label: string;
            lastUsedAt: string | null;
            name: string;
            revokedAt: string | null;
            /** @enum {string} */
            role: "doctor" | "unit-admin" | "admin" | "auditor";
            subject: string;
            unit: string | null;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "key_8h2mz6q0vt4xk1pw9sd5nc",
         *           "subject": "dr-li",
         *           "name": "Dr. Li",
         *           "role": "doctor",
         *           "unit": "surgery",
         *           "label": "recording studio",
         *           "createdAt": "2026-11-30T08:00:00.000Z",
         *           "expiresAt": null,
         *           "revokedAt": null,
         *           "lastUsedAt": null
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        ApiKeyPage: {
            items: components["schemas"]["ApiKey"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "id": "key_8h2mz6q0vt4xk1pw9sd5nc",
         *       "secret": "lk_…",
         *       "expiresAt": null
         *     }
         */
        ApiKeySecret: {
            expiresAt: string | null;
            id: string;
            secret: string;
        };
        /**
         * @example {
         *       "id": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "title": "A lesson",
         *       "description": "",
         *       "fileName": "lesson.mp4",
         *       "kind": "video",
         *       "contentType": "video/mp4",
         *       "charset": null,
         *       "bytes": 734003200,
         *       "derivedBytes": 1482113,
         *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
         *       "state": "playable",
         *       "failure": null,
         *       "durationSeconds": 1834.5,
         *       "width": 1920,
         *       "height": 1080,
         *       "leftOut": [],
         *       "renditions": [
         *         {
         *           "rung": "720p",
         *           "state": "encoding",
         *           "percent": 40,
         *           "width": 1280,
         *           "height": 720,
         *           "bandwidth": 2500000,
         *           "bytes": 0
         *         }
         *       ],
         *       "storyboard": {
         *         "tiles": 184,
         *         "intervalSeconds": 10,
         *         "tileWidth": 160,
         *         "tileHeight": 90
         *       },
         *       "captions": {
         *         "tracks": [
         *           {
         *             "language": "zh",
         *             "label": "中文",
         *             "isDefault": true,
         *             "isForced": false
         *           }
         *         ],
         *         "leftOut": []
         *       },
         *       "courseId": "crs_8h2mz6q0vt4xk1pw9sd5nc",
         *       "owner": "dr-li",
         *       "unit": "surgery",
         *       "version": 1,
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "updatedAt": "2026-11-30T08:00:09.000Z",
         *       "playableAt": "2026-11-30T08:00:09.000Z",
         *       "readyAt": null,
         *       "deletedAt": null,
         *       "purgeAt": null
         *     }
         */
        Asset: {
            /** @description Bytes of the original */
            bytes: number;
            captions: components["schemas"]["Captions"];
            /** @description How the original is encoded where it is text, such as `utf-8` or `gb18030`; `unknown-8bit` where that can not be told */
            charset: string | null;
            /** @description What its bytes are, without parameters */
            contentType: string;
            courseId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description When it was put into the trash; null where it is not there */
            deletedAt: string | null;
            /** @description Bytes of what was made of it: rungs, posters, storyboards, image variants */
            derivedBytes: number;
            description: string;
            /** @description Of a recording: its length as players see it. Never null once it is playable */
            durationSeconds: number | null;
            /** @description Why it failed, in words for a doctor */
            failure: {
                code: string;
                reason: string;
            } | null;
            fileName: string;
            height: number | null;
            id: string;
            /**
             * @description Of a recording, what its container is for until it has been probed, then what is in it
             * @enum {string}
             */
            kind: "video" | "audio" | "image" | "attachment";
            /** @description Pictures and sounds of the original that are not played. A recording whose only sound is here plays without sound */
            leftOut: components["schemas"]["LeftOut"][];
            owner: string;
            playableAt: string | null;
            /** @description When it will be removed from the trash, for good; null where it is not there */
            purgeAt: string | null;
            readyAt: string | null;
            renditions: components["schemas"]["Rendition"][];
            sha256: string;
            /** @enum {string} */
            state: "processing" | "playable" | "ready" | "failed";
            /** @description Small pictures of its course; a playback session has their URL */
            storyboard: components["schemas"]["Storyboard"] | null;
            title: string;
            unit: string;
            /** Format: date-time */
            updatedAt: string;
            version: number;
            width: number | null;
        };
        /**
         * @example {
         *       "title": "A better title",
         *       "description": "Basic life support, step by step"
         *     }
         */
        AssetEdit: {
            courseId?: string | null;
            description?: string;
            title?: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "title": "A lesson",
         *           "description": "",
         *           "fileName": "lesson.mp4",
         *           "kind": "video",
         *           "contentType": "video/mp4",
         *           "charset": null,
         *           "bytes": 734003200,
         *           "derivedBytes": 1482113,
         *           "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
         *           "state": "playable",
         *           "failure": null,
         *           "durationSeconds": 1834.5,
         *           "width": 1920,
         *           "height": 1080,
         *           "leftOut": [],
         *           "renditions": [
         *             {
         *               "rung": "720p",
         *               "state": "encoding",
         *               "percent": 40,
         *               "width": 1280,
         *               "height": 720,
         *               "bandwidth": 2500000,
         *               "bytes": 0
         *             }
         *           ],
         *           "storyboard": {
         *             "tiles": 184,
         *             "intervalSeconds": 10,
         *             "tileWidth": 160,
         *             "tileHeight": 90
         *           },
         *           "captions": {
         *             "tracks": [
         *               {
         *                 "language": "zh",
         *                 "label": "中文",
         *                 "isDefault": true,
         *                 "isForced": false
         *               }
         *             ],
         *             "leftOut": []
         *           },
         *           "courseId": "crs_8h2mz6q0vt4xk1pw9sd5nc",
         *           "owner": "dr-li",
         *           "unit": "surgery",
         *           "version": 1,
         *           "createdAt": "2026-11-30T08:00:00.000Z",
         *           "updatedAt": "2026-11-30T08:00:09.000Z",
         *           "playableAt": "2026-11-30T08:00:09.000Z",
         *           "readyAt": null,
         *           "deletedAt": null,
         *           "purgeAt": null
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        AssetPage: {
            items: components["schemas"]["Asset"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "account": "county-hospital",
         *       "name": "County Hospital",
         *       "limit": 1099511627776,
         *       "used": 734003200
         *     }
         */
        BindingQuota: {
            account: string;
            limit: number | null;
            name: string;
            used: number;
        };
        /**
         * @example {
         *       "tracks": [
         *         {
         *           "language": "zh",
         *           "label": "中文",
         *           "isDefault": true,
         *           "isForced": false
         *         }
         *       ],
         *       "leftOut": [
         *         {
         *           "language": "en",
         *           "codec": "hdmv_pgs_subtitle",
         *           "reason": "picture"
         *         }
         *       ]
         *     }
         */
        Captions: {
            /** @description Text tracks of the recording that no captions were made of; `picture`: they are pictures of text */
            leftOut: {
                codec: string;
                language: string;
                /** @enum {string} */
                reason: "picture" | "not-supported" | "too-many" | "unreadable" | "empty";
            }[];
            tracks: {
                isDefault: boolean;
                /** @description Only what has to be read: signs, speech in a foreign language */
                isForced: boolean;
                label: string;
                /** @description BCP 47; `und` where the recording does not say */
                language: string;
            }[];
        };
        /**
         * @example {
         *       "id": "crs_8h2mz6q0vt4xk1pw9sd5nc",
         *       "title": "心肺复苏",
         *       "description": "Basic life support, step by step",
         *       "unit": "surgery",
         *       "owner": "dr-li",
         *       "tags": [
         *         "急救"
         *       ],
         *       "visibility": "region",
         *       "assetOrder": [
         *         "ast_3kq9zt5m1xw7c2vd8rn4by"
         *       ],
         *       "version": 3,
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "updatedAt": "2026-11-30T08:05:00.000Z"
         *     }
         */
        Course: {
            assetOrder: string[];
            /** Format: date-time */
            createdAt: string;
            description: string;
            id: string;
            owner: string;
            tags: string[];
            title: string;
            unit: string;
            /** Format: date-time */
            updatedAt: string;
            version: number;
            /** @enum {string} */
            visibility: "private" | "unit" | "region" | "all";
        };
        /**
         * @example {
         *       "visibility": "all",
         *       "assetOrder": [
         *         "ast_3kq9zt5m1xw7c2vd8rn4by"
         *       ]
         *     }
         */
        CourseEdit: {
            assetOrder?: string[];
            description?: string;
            tags?: string[];
            title?: string;
            /** @enum {string} */
            visibility?: "private" | "unit" | "region" | "all";
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "crs_8h2mz6q0vt4xk1pw9sd5nc",
         *           "title": "心肺复苏",
         *           "description": "Basic life support, step by step",
         *           "unit": "surgery",
         *           "owner": "dr-li",
         *           "tags": [
         *             "急救"
         *           ],
         *           "visibility": "region",
         *           "assetOrder": [
         *             "ast_3kq9zt5m1xw7c2vd8rn4by"
         *           ],
         *           "version": 3,
         *           "createdAt": "2026-11-30T08:00:00.000Z",
         *           "updatedAt": "2026-11-30T08:05:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        CoursePage: {
            items: components["schemas"]["Course"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "session": "h2mz6q0vt4xk1pw9sd5nc8r3kb",
         *       "url": "https://play.example/v1/3kq9zt5m…/original",
         *       "expiresAt": "2026-11-30T09:00:00.000Z"
         *     }
         */
        DownloadLink: {
            /** Format: date-time */
            expiresAt: string;
            /** @description Names the link, to revoke it */
            session: string;
            url: string;
        };
        /**
         * @example {
         *       "ttl": 600
         *     }
         */
        DownloadWish: {
            /** @description Seconds until the URLs die, within what the settings allow */
            ttl?: number;
        };
        /**
         * @example {
         *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
         *     }
         */
        LateHash: {
            /** @description Of the whole file: other bytes are refused with 460 */
            sha256: string;
        };
        /**
         * @example {
         *       "kind": "sound",
         *       "codec": "dts",
         *       "language": "eng",
         *       "reason": "not-supported"
         *     }
         */
        LeftOut: {
            /** @description As ffmpeg names it, or the tag in the container */
            codec: string;
            /** @enum {string} */
            kind: "picture" | "sound";
            /** @description ISO 639, where the original says it */
            language?: string;
            /**
             * @description `not-supported`: its codec can not be decoded; `protected`: it is encrypted
             * @enum {string}
             */
            reason: "not-supported" | "protected" | "empty" | "another-is-used";
        };
        /**
         * @example {
         *       "viewer": "dr-wang",
         *       "unit": "surgery",
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "title": "心肺复苏",
         *       "seconds": 1834.5,
         *       "durationSeconds": 1834.5,
         *       "watchedSeconds": 1790.2,
         *       "share": 0.9758,
         *       "beganAt": "2026-11-30T08:00:00.000Z",
         *       "reportedAt": "2026-11-30T08:31:00.000Z",
         *       "completedAt": "2026-11-30T08:28:00.000Z"
         *     }
         */
        LessonViewer: {
            /** @description It may be gone, or out of sight, by now */
            asset: string;
            /** Format: date-time */
            beganAt: string;
            /** @description When it counted as watched for the first time */
            completedAt: string | null;
            durationSeconds: number;
            /**
             * Format: date-time
             * @description Of the last report
             */
            reportedAt: string;
            /** @description Where they were then */
            seconds: number;
            share: number;
            /** @description What it was called when they reported last */
            title: string;
            /** @description The viewer’s unit */
            unit: string | null;
            viewer: string;
            watchedSeconds: number;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "viewer": "dr-wang",
         *           "unit": "surgery",
         *           "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "title": "心肺复苏",
         *           "seconds": 1834.5,
         *           "durationSeconds": 1834.5,
         *           "watchedSeconds": 1790.2,
         *           "share": 0.9758,
         *           "beganAt": "2026-11-30T08:00:00.000Z",
         *           "reportedAt": "2026-11-30T08:31:00.000Z",
         *           "completedAt": "2026-11-30T08:28:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        LessonViewerPage: {
            items: components["schemas"]["LessonViewer"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "subject": "dr-li",
         *       "name": "Dr. Li",
         *       "role": "doctor",
         *       "unit": {
         *         "id": "surgery",
         *         "name": "Department of Surgery",
         *         "kind": "department"
         *       },
         *       "quota": {
         *         "account": "surgery",
         *         "limit": 107374182400,
         *         "effective": 106640179200,
         *         "bindingUnit": "surgery",
         *         "bindingUnitName": "Department of Surgery",
         *         "used": 734003200,
         *         "reserved": 0,
         *         "derived": 1482113,
         *         "assets": 1,
         *         "daily": {
         *           "limit": null,
         *           "effective": null,
         *           "bindingUnit": null,
         *           "bindingUnitName": null,
         *           "used": 734003200
         *         },
         *         "fileBytes": {
         *           "limit": null,
         *           "effective": 21474836480,
         *           "bindingUnit": "county-hospital",
         *           "bindingUnitName": "County Hospital"
         *         },
         *         "assetCount": {
         *           "limit": null,
         *           "effective": null,
         *           "bindingUnit": null,
         *           "bindingUnitName": null
         *         },
         *         "unfinished": {
         *           "uploads": 0,
         *           "uploadsLimit": null,
         *           "bytes": 0,
         *           "bytesLimit": null
         *         },
         *         "soft": false,
         *         "softUnit": null
         *       }
         *     }
         */
        Me: {
            name: string;
            /** @description What the caller may still upload; null for callers without a unit */
            quota: components["schemas"]["Quota"] | null;
            /** @enum {string} */
            role: "doctor" | "unit-admin" | "admin" | "auditor";
            subject: string;
            unit: {
                id: string;
                kind: string;
                name: string;
            } | null;
        };
        /**
         * @example {
         *       "subject": "dr-li",
         *       "name": "Dr. Li",
         *       "role": "doctor",
         *       "unit": "surgery",
         *       "label": "recording studio"
         *     }
         */
        NewApiKey: {
            /** Format: date-time */
            expiresAt?: string;
            label: string;
            name: string;
            /** @enum {string} */
            role: "doctor" | "unit-admin" | "admin" | "auditor";
            subject: string;
            unit?: string;
        };
        /**
         * @example {
         *       "title": "心肺复苏",
         *       "tags": [
         *         "急救"
         *       ],
         *       "visibility": "region"
         *     }
         */
        NewCourse: {
            /** @default  */
            description?: string;
            /** @default [] */
            tags?: string[];
            title: string;
            /** @description The unit that it belongs to; the caller’s own unless an admin says otherwise */
            unit?: string;
            /**
             * @default private
             * @enum {string}
             */
            visibility?: "private" | "unit" | "region" | "all";
        };
        /**
         * @example {
         *       "id": "surgery",
         *       "kind": "department",
         *       "name": "Department of Surgery",
         *       "parentId": "county-hospital"
         *     }
         */
        NewUnit: {
            /** @description As the identity provider names it; made when left out. Of a unit admin: `their-unit:name` */
            id?: string;
            /** @enum {string} */
            kind: "region" | "county" | "hospital" | "department";
            name: string;
            parentId?: string;
        };
        /**
         * @example {
         *       "fileName": "lesson.mp4",
         *       "bytes": 734003200,
         *       "title": "A lesson",
         *       "courseId": "crs_8h2mz6q0vt4xk1pw9sd5nc"
         *     }
         */
        NewUpload: {
            bytes: number;
            /** @description The course that the asset is put into; empty counts as left out */
            courseId?: string;
            /** @description The parts go straight to the bucket, where this service allows it; wants partBytes */
            direct?: boolean;
            /** @description At most 255 characters. Folders in front of it, control characters and marks that turn the direction of writing are left out */
            fileName: string;
            /** @description Makes it an upload in numbered parts of this size (but for the last) */
            partBytes?: number;
            /** @description Of the whole file: other bytes are refused with 460; empty counts as left out */
            sha256?: string;
            /** @description The title of the asset; the file’s name without it; empty counts as left out */
            title?: string;
        };
        /**
         * @example {
         *       "session": "h2mz6q0vt4xk1pw9sd5nc8r3kb",
         *       "viewer": "dr-li",
         *       "apiKey": null,
         *       "network": "10.20.0.0/16",
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "expiresAt": "2026-11-30T10:00:00.000Z",
         *       "revokedAt": null
         *     }
         */
        OpenedSession: {
            /** @description The id of the API key that it was opened with; null for a token */
            apiKey: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** @description The only network that may use the URLs */
            network: string | null;
            revokedAt: string | null;
            session: string;
            viewer: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "session": "h2mz6q0vt4xk1pw9sd5nc8r3kb",
         *           "viewer": "dr-li",
         *           "apiKey": null,
         *           "network": "10.20.0.0/16",
         *           "createdAt": "2026-11-30T08:00:00.000Z",
         *           "expiresAt": "2026-11-30T10:00:00.000Z",
         *           "revokedAt": null
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        OpenedSessionPage: {
            items: components["schemas"]["OpenedSession"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "folder": "assets/ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "reason": "asset-unknown",
         *       "objects": 12,
         *       "bytes": 734003200,
         *       "modifiedAt": "2026-11-01T08:00:00.000Z"
         *     }
         */
        Orphan: {
            /** @description null for what was kept for an upload */
            asset: string | null;
            bytes: number;
            folder: string;
            /** Format: date-time */
            modifiedAt: string;
            objects: number;
            /**
             * @description never-finished: pieces, working files and multipart uploads that no upload needs any more
             * @enum {string}
             */
            reason: "asset-unknown" | "rendition-unknown" | "never-finished";
        };
        /**
         * @example {
         *       "folders": [
         *         "assets/ast_3kq9zt5m1xw7c2vd8rn4by"
         *       ]
         *     }
         */
        OrphanRemoval: {
            folders: string[];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "folder": "assets/ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "reason": "asset-unknown",
         *           "objects": 12,
         *           "bytes": 734003200,
         *           "modifiedAt": "2026-11-01T08:00:00.000Z"
         *         }
         *       ],
         *       "complete": true
         *     }
         */
        Orphans: {
            /** @description Whether all of storage was searched */
            complete: boolean;
            items: components["schemas"]["Orphan"][];
        };
        /**
         * @example {
         *       "removed": [
         *         {
         *           "folder": "assets/ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "reason": "asset-unknown",
         *           "objects": 12,
         *           "bytes": 734003200,
         *           "modifiedAt": "2026-11-01T08:00:00.000Z"
         *         }
         *       ],
         *       "kept": []
         *     }
         */
        OrphansRemoved: {
            /** @description What is gone already, or is no orphan (any more) */
            kept: string[];
            removed: components["schemas"]["Orphan"][];
        };
        /**
         * @example {
         *       "url": "https://bucket.example/uploads/5wd1?partNumber=1&X-Amz-Signature=…",
         *       "method": "PUT",
         *       "bytes": 8388608,
         *       "expiresAt": "2026-11-30T09:00:00.000Z"
         *     }
         */
        PartAddress: {
            /** @description Exactly so many bytes the part has; other lengths are refused */
            bytes: number;
            /**
             * Format: date-time
             * @description Ask again when it is over
             */
            expiresAt: string;
            /** @enum {string} */
            method: "PUT";
            /** @description Where to PUT the part, without any token: a secret, like one */
            url: string;
        };
        /**
         * @example {
         *       "id": "dr-li",
         *       "name": "Dr. Li",
         *       "unit": "surgery",
         *       "disabled": false,
         *       "disabledAt": null
         *     }
         */
        Person: {
            disabled: boolean;
            disabledAt: string | null;
            /** @description The subject of their tokens */
            id: string;
            /** @description null for somebody who has not been seen here */
            name: string | null;
            unit: string | null;
        };
        /**
         * @example {
         *       "disabled": true
         *     }
         */
        PersonEdit: {
            /** @description Whether their tokens, keys and signed URLs are refused */
            disabled: boolean;
        };
        /**
         * @example {
         *       "bytes": 107374182400,
         *       "unit": "surgery"
         *     }
         */
        PersonQuotaLimits: {
            assets?: number | null;
            bytes?: number | null;
            dailyBytes?: number | null;
            fileBytes?: number | null;
            softPercent?: number | null;
            /** @description Of a person who has not come yet: the unit in which they are expected */
            unit?: string;
        };
        /**
         * @example {
         *       "ttl": 7200
         *     }
         */
        PlaybackRenewal: {
            /** @description Seconds until the URLs die, within what the settings allow */
            ttl?: number;
        };
        /**
         * @example {
         *       "session": "h2mz6q0vt4xk1pw9sd5nc8r3kb",
         *       "hls": "https://play.example/v1/3kq9zt5m…/master.m3u8",
         *       "sound": "https://play.example/v1/3kq9zt5m…/audio/index.m3u8",
         *       "poster": "https://play.example/v1/3kq9zt5m…/poster-1280.jpg",
         *       "posters": [
         *         {
         *           "width": 1280,
         *           "height": 720,
         *           "format": "jpeg",
         *           "url": "https://play.example/v1/3kq9zt5m…/poster-1280.jpg"
         *         }
         *       ],
         *       "images": [],
         *       "storyboard": "https://play.example/v1/3kq9zt5m…/index.vtt",
         *       "captions": [
         *         {
         *           "language": "zh",
         *           "label": "中文",
         *           "isDefault": true,
         *           "isForced": false,
         *           "url": "https://play.example/v1/3kq9zt5m…/0.vtt"
         *         }
         *       ],
         *       "expiresAt": "2026-11-30T10:00:00.000Z",
         *       "renew": "/v1/assets/ast_3kq9zt5m1xw7c2vd8rn4by/playback-sessions/h2mz6q0vt4xk1pw9sd5nc8r3kb/renew"
         *     }
         */
        PlaybackSession: {
            /** @description Text tracks, which `hls` has as subtitles, too */
            captions: {
                isDefault: boolean;
                /** @description Only what has to be read: signs, speech in a foreign language */
                isForced: boolean;
                label: string;
                /** @description BCP 47; `und` where the recording does not say */
                language: string;
                /** @description WebVTT */
                url: string;
            }[];
            /** Format: date-time */
            expiresAt: string;
            hls: string | null;
            images: {
                format: string;
                height: number;
                url: string;
                width: number;
            }[];
            poster: string | null;
            posters: {
                format: string;
                height: number;
                url: string;
                width: number;
            }[];
            /** @description POST here for new URLs of this session, until an hour after the last of them has died */
            renew: string;
            session: string;
            /** @description HLS of the sound alone, of a recording with a picture: for a line that does not carry that */
            sound: string | null;
            /** @description WebVTT: each cue names a tile of a sheet, relative to this URL, as `sheet-0.jpg#xywh=0,0,160,90` */
            storyboard: string | null;
        };
        /**
         * @example {
         *       "ttl": 7200,
         *       "network": "10.20.0.0/16"
         *     }
         */
        PlaybackWish: {
            /** @description A bandwidth cap for each connection */
            kibPerSecond?: number;
            /** @description The only network that may use the URLs */
            network?: string;
            /** @description Seconds until the URLs die, within what the settings allow */
            ttl?: number;
        };
        /**
         * @example {
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "seconds": 812.4,
         *       "durationSeconds": 1834.5,
         *       "watched": [
         *         {
         *           "from": 0,
         *           "to": 812.4
         *         }
         *       ],
         *       "watchedSeconds": 812.4,
         *       "share": 0.4428,
         *       "completedAt": null,
         *       "reportedAt": "2026-11-30T08:15:00.000Z"
         *     }
         */
        Position: {
            asset: string;
            /** @description When they had watched so much of it that it counts as watched; stays */
            completedAt: string | null;
            durationSeconds: number;
            reportedAt: string | null;
            /** @description Where the caller was by their last report; 0 before the first */
            seconds: number;
            /** @description Of the recording */
            share: number;
            /** @description What they have watched, in order and without overlaps: 200 stretches at most, of more the shortest are forgotten */
            watched: {
                from: number;
                to: number;
            }[];
            /** @description The length of these together */
            watchedSeconds: number;
        };
        /**
         * @example {
         *       "seconds": 812.4,
         *       "watched": [
         *         {
         *           "from": 790.1,
         *           "to": 812.4
         *         }
         *       ]
         *     }
         */
        PositionReport: {
            /** @description Where the viewer is, from the beginning of the recording */
            seconds: number;
            /** @description What was played since the last report, in that order; nothing without it */
            watched?: {
                from: number;
                to: number;
            }[];
        };
        /** @description Why a request was refused (RFC 9457). Facts of its own, such as `limit` and `used`, stand beside these. */
        Problem: {
            /** @description What programs go by: stable, and unique to what is wrong */
            code: string;
            /** @description What is wrong, in a sentence that may be shown to people */
            detail: string;
            /** @description The request, as the logs name it */
            requestId: string;
            /** @description Whether the same request may succeed later */
            retryable: boolean;
            /** @description The status of the answer */
            status: number;
            /** @description The code in words */
            title: string;
            /** @description The URI of its type: `urn:lectern:problem:` and the code, unless others registered one */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "account": "surgery",
         *       "limit": 107374182400,
         *       "effective": 106640179200,
         *       "bindingUnit": "surgery",
         *       "bindingUnitName": "Department of Surgery",
         *       "used": 734003200,
         *       "reserved": 0,
         *       "derived": 1482113,
         *       "assets": 1,
         *       "daily": {
         *         "limit": null,
         *         "effective": null,
         *         "bindingUnit": null,
         *         "bindingUnitName": null,
         *         "used": 734003200
         *       },
         *       "fileBytes": {
         *         "limit": null,
         *         "effective": 21474836480,
         *         "bindingUnit": "county-hospital",
         *         "bindingUnitName": "County Hospital"
         *       },
         *       "assetCount": {
         *         "limit": null,
         *         "effective": null,
         *         "bindingUnit": null,
         *         "bindingUnitName": null
         *       },
         *       "unfinished": {
         *         "uploads": 0,
         *         "uploadsLimit": null,
         *         "bytes": 0,
         *         "bytesLimit": null
         *       },
         *       "soft": false,
         *       "softUnit": null
         *     }
         */
        Quota: {
            /** @description The id of the unit, or of the person */
            account: string;
            assetCount: {
                /** @description The unit, or person, whose limit binds first */
                bindingUnit: string | null;
                bindingUnitName: string | null;
                /** @description What may still come; null: no limit anywhere above */
                effective: number | null;
                /** @description This account’s own limit; null: none of its own */
                limit: number | null;
            };
            assets: number;
            /** @description The unit, or person, whose limit binds first */
            bindingUnit: string | null;
            bindingUnitName: string | null;
            /** @description On this UTC day */
            daily: {
                /** @description The unit, or person, whose limit binds first */
                bindingUnit: string | null;
                bindingUnitName: string | null;
                /** @description What may still come; null: no limit anywhere above */
                effective: number | null;
                /** @description This account’s own limit; null: none of its own */
                limit: number | null;
                used: number;
            };
            /** @description Bytes of what was made of the originals: counted, and bound by no limit */
            derived: number;
            /** @description What may still come; null: no limit anywhere above */
            effective: number | null;
            /** @description For one file */
            fileBytes: {
                /** @description The unit, or person, whose limit binds first */
                bindingUnit: string | null;
                bindingUnitName: string | null;
                /** @description What may still come; null: no limit anywhere above */
                effective: number | null;
                /** @description This account’s own limit; null: none of its own */
                limit: number | null;
            };
            /** @description This account’s own limit; null: none of its own */
            limit: number | null;
            /** @description Held by unfinished uploads */
            reserved: number;
            /** @description Whether the mark from which on to warn has been passed */
            soft: boolean;
            softUnit: string | null;
            /** @description What uploads that are not finished hold; the limits are those of one person, null of a unit */
            unfinished: {
                bytes: number;
                bytesLimit: number | null;
                uploads: number;
                uploadsLimit: number | null;
            };
            /** @description Bytes of originals */
            used: number;
        };
        /**
         * @example {
         *       "drift": 0,
         *       "accounts": [],
         *       "corrected": false
         *     }
         */
        QuotaDrift: {
            accounts: {
                account: string;
                counter: number;
                field: string;
                ledger: number;
            }[];
            corrected: boolean;
            drift: number;
        };
        /**
         * @example {
         *       "bytes": 107374182400,
         *       "softPercent": 80
         *     }
         */
        QuotaLimits: {
            assets?: number | null;
            bytes?: number | null;
            dailyBytes?: number | null;
            fileBytes?: number | null;
            softPercent?: number | null;
        };
        /**
         * @example {
         *       "rung": "720p",
         *       "state": "encoding",
         *       "percent": 40,
         *       "width": 1280,
         *       "height": 720,
         *       "bandwidth": 2500000,
         *       "bytes": 0
         *     }
         */
        Rendition: {
            bandwidth: number | null;
            bytes: number;
            height: number | null;
            percent: number;
            rung: string;
            /** @enum {string} */
            state: "queued" | "encoding" | "done" | "failed";
            width: number | null;
        };
        /**
         * @example {
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "seconds": 812.4,
         *       "durationSeconds": 1834.5,
         *       "watched": [
         *         {
         *           "from": 0,
         *           "to": 812.4
         *         }
         *       ],
         *       "watchedSeconds": 812.4,
         *       "share": 0.4428,
         *       "completedAt": null,
         *       "reportedAt": "2026-11-30T08:15:00.000Z",
         *       "creditedSeconds": 22.3
         *     }
         */
        ReportedPosition: {
            asset: string;
            /** @description When they had watched so much of it that it counts as watched; stays */
            completedAt: string | null;
            /** @description How much this report has added: of what is new, what could be played in the time since the last report, or since the playback session was opened */
            creditedSeconds: number;
            durationSeconds: number;
            reportedAt: string | null;
            /** @description Where the caller was by their last report; 0 before the first */
            seconds: number;
            /** @description Of the recording */
            share: number;
            /** @description What they have watched, in order and without overlaps: 200 stretches at most, of more the shortest are forgotten */
            watched: {
                from: number;
                to: number;
            }[];
            /** @description The length of these together */
            watchedSeconds: number;
        };
        /**
         * @example {
         *       "id": "upl_5wd1r8kz3mq7tx0vb6ny2c",
         *       "person": "dr-li",
         *       "personName": "Dr. Li",
         *       "unit": "surgery",
         *       "fileName": "lesson.mp4",
         *       "reservedBytes": 734003200,
         *       "receivedBytes": 67108864,
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "lastActiveAt": "2026-11-30T08:01:00.000Z",
         *       "expiresAt": "2026-12-01T08:01:00.000Z"
         *     }
         */
        Reservation: {
            /**
             * Format: date-time
             * @description When the upload began
             */
            createdAt: string;
            /** @description When it ends by itself if nothing more comes */
            expiresAt: string | null;
            /** @description null where the upload ended this moment */
            fileName: string | null;
            /** @description The id of the upload that holds the quota */
            id: string;
            /** @description When something last came for it */
            lastActiveAt: string | null;
            person: string;
            personName: string;
            /** @description null where the parts go straight to the bucket */
            receivedBytes: number | null;
            reservedBytes: number;
            /** @description Of the person */
            unit: string | null;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "upl_5wd1r8kz3mq7tx0vb6ny2c",
         *           "person": "dr-li",
         *           "personName": "Dr. Li",
         *           "unit": "surgery",
         *           "fileName": "lesson.mp4",
         *           "reservedBytes": 734003200,
         *           "receivedBytes": 67108864,
         *           "createdAt": "2026-11-30T08:00:00.000Z",
         *           "lastActiveAt": "2026-11-30T08:01:00.000Z",
         *           "expiresAt": "2026-12-01T08:01:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        ReservationPage: {
            items: components["schemas"]["Reservation"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "account": "surgery",
         *       "limit": 107374182400,
         *       "effective": 106640179200,
         *       "bindingUnit": "surgery",
         *       "bindingUnitName": "Department of Surgery",
         *       "used": 734003200,
         *       "reserved": 0,
         *       "derived": 1482113,
         *       "assets": 1,
         *       "daily": {
         *         "limit": null,
         *         "effective": null,
         *         "bindingUnit": null,
         *         "bindingUnitName": null,
         *         "used": 734003200
         *       },
         *       "fileBytes": {
         *         "limit": null,
         *         "effective": 21474836480,
         *         "bindingUnit": "county-hospital",
         *         "bindingUnitName": "County Hospital"
         *       },
         *       "assetCount": {
         *         "limit": null,
         *         "effective": null,
         *         "bindingUnit": null,
         *         "bindingUnitName": null
         *       },
         *       "unfinished": {
         *         "uploads": 0,
         *         "uploadsLimit": null,
         *         "bytes": 0,
         *         "bytesLimit": null
         *       },
         *       "soft": false,
         *       "softUnit": null
         *     }
         */
        SeenQuota: components["schemas"]["Quota"] | components["schemas"]["BindingQuota"];
        /**
         * @example {
         *       "backend": "nfs",
         *       "bytes": 10995116277760,
         *       "freeBytes": 5497558138880,
         *       "usedPercent": 50,
         *       "encodePercent": 85,
         *       "uploadPercent": 95,
         *       "encoding": "going-on",
         *       "uploads": "taken"
         *     }
         */
        StorageState: {
            /** @enum {string} */
            backend: "nfs" | "s3";
            /** @description What storage holds in all; null where it knows no bound */
            bytes: number | null;
            /** @description From here on encoding waits */
            encodePercent: number;
            /** @enum {string} */
            encoding: "going-on" | "waiting";
            freeBytes: number | null;
            /** @description From here on new uploads get 507 */
            uploadPercent: number;
            /** @enum {string} */
            uploads: "taken" | "refused";
            usedPercent: number | null;
        };
        /**
         * @example {
         *       "tiles": 184,
         *       "intervalSeconds": 10,
         *       "tileWidth": 160,
         *       "tileHeight": 90
         *     }
         */
        Storyboard: {
            /** @description Each tile is of the beginning of so many seconds */
            intervalSeconds: number;
            tileHeight: number;
            tiles: number;
            tileWidth: number;
        };
        /**
         * @example {
         *       "id": "surgery",
         *       "kind": "department",
         *       "name": "Department of Surgery",
         *       "parentId": "county-hospital",
         *       "path": [
         *         "county-hospital",
         *         "surgery"
         *       ],
         *       "usedBytes": 734003200,
         *       "derivedBytes": 1482113,
         *       "reservedBytes": 0,
         *       "assets": 1,
         *       "version": 2
         *     }
         */
        Unit: {
            assets: number;
            derivedBytes: number;
            id: string;
            /** @enum {string} */
            kind: "region" | "county" | "hospital" | "department" | "doctor";
            name: string;
            parentId: string | null;
            path: string[];
            reservedBytes: number;
            usedBytes: number;
            version: number;
        };
        /**
         * @example {
         *       "name": "Department of General Surgery"
         *     }
         */
        UnitEdit: {
            name?: string;
            parentId?: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "surgery",
         *           "kind": "department",
         *           "name": "Department of Surgery",
         *           "parentId": "county-hospital",
         *           "path": [
         *             "county-hospital",
         *             "surgery"
         *           ],
         *           "usedBytes": 734003200,
         *           "derivedBytes": 1482113,
         *           "reservedBytes": 0,
         *           "assets": 1,
         *           "version": 2
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        UnitPage: {
            items: components["schemas"]["Unit"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "id": "upl_5wd1r8kz3mq7tx0vb6ny2c",
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "fileName": "lesson.mp4",
         *       "bytes": 734003200,
         *       "offset": 67108864,
         *       "state": "open",
         *       "reservedBytes": 734003200,
         *       "partBytes": null,
         *       "direct": false,
         *       "concat": null,
         *       "expiresAt": "2026-12-01T08:00:00.000Z",
         *       "createdAt": "2026-11-30T08:00:00.000Z"
         *     }
         */
        Upload: {
            asset: string;
            bytes: number | null;
            /** @description A piece of another upload, or one that is made of such pieces */
            concat: ("partial" | "final") | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Its parts go straight to the bucket */
            direct: boolean;
            /** Format: date-time */
            expiresAt: string;
            fileName: string;
            id: string;
            offset: number;
            /** @description The size of its numbered parts; null where it has none */
            partBytes: number | null;
            /** @description Quota that it holds now; 0 once it has ended */
            reservedBytes: number;
            /** @enum {string} */
            state: "open" | "finishing" | "completed" | "abandoned" | "expired";
        };
        UploadForm: {
            /** @description The course that the asset is put into; empty counts as left out */
            courseId?: string;
            /** Format: binary */
            file: Blob;
            /** @description Of the whole file: other bytes are refused with 460; empty counts as left out */
            sha256?: string;
            /** @description The title of the asset; the file’s name without it; empty counts as left out */
            title?: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "upl_5wd1r8kz3mq7tx0vb6ny2c",
         *           "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "fileName": "lesson.mp4",
         *           "bytes": 734003200,
         *           "offset": 67108864,
         *           "state": "open",
         *           "reservedBytes": 734003200,
         *           "partBytes": null,
         *           "direct": false,
         *           "concat": null,
         *           "expiresAt": "2026-12-01T08:00:00.000Z",
         *           "createdAt": "2026-11-30T08:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        UploadPage: {
            items: components["schemas"]["Upload"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "number": 1,
         *       "bytes": 8388608,
         *       "sha256": null
         *     }
         */
        UploadPart: {
            bytes: number;
            number: number;
            /** @description null of a part that was written straight into the file and came without Content-Digest, or that went straight to the bucket */
            sha256: string | null;
        };
        /**
         * @example {
         *       "bytes": 20000000,
         *       "partBytes": 8388608,
         *       "count": 3,
         *       "stored": [
         *         {
         *           "number": 1,
         *           "bytes": 8388608,
         *           "sha256": null
         *         }
         *       ],
         *       "missing": [
         *         2,
         *         3
         *       ],
         *       "expiresAt": "2026-12-01T08:00:00.000Z"
         *     }
         */
        UploadParts: {
            /** @description Of the whole file */
            bytes: number;
            count: number;
            /** Format: date-time */
            expiresAt: string;
            /** @description The numbers of the parts that have not come yet */
            missing: number[];
            /** @description Of every part but the last */
            partBytes: number;
            stored: components["schemas"]["UploadPart"][];
        };
        /**
         * @example {
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "title": "心肺复苏",
         *       "seconds": 1834.5,
         *       "durationSeconds": 1834.5,
         *       "watchedSeconds": 1790.2,
         *       "share": 0.9758,
         *       "beganAt": "2026-11-30T08:00:00.000Z",
         *       "reportedAt": "2026-11-30T08:31:00.000Z",
         *       "completedAt": "2026-11-30T08:28:00.000Z"
         *     }
         */
        WatchedLesson: {
            /** @description It may be gone, or out of sight, by now */
            asset: string;
            /** Format: date-time */
            beganAt: string;
            /** @description When it counted as watched for the first time */
            completedAt: string | null;
            durationSeconds: number;
            /**
             * Format: date-time
             * @description Of the last report
             */
            reportedAt: string;
            /** @description Where they were then */
            seconds: number;
            share: number;
            /** @description What it was called when they reported last */
            title: string;
            watchedSeconds: number;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "title": "心肺复苏",
         *           "seconds": 1834.5,
         *           "durationSeconds": 1834.5,
         *           "watchedSeconds": 1790.2,
         *           "share": 0.9758,
         *           "beganAt": "2026-11-30T08:00:00.000Z",
         *           "reportedAt": "2026-11-30T08:31:00.000Z",
         *           "completedAt": "2026-11-30T08:28:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        WatchedLessonPage: {
            items: components["schemas"]["WatchedLesson"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
    };
    responses: {
        /**
         * @description `asset-not-found`: There is no such asset.
         *     `not-found`: There is nothing here.
         */
        AssetNotFoundOrRouteNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `body-too-large`: The body is larger than this resource takes. */
        BodyTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `request-timeout`: The body came too slowly: send it again, all of it within `seconds`. */
        BodyTooSlow: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported-media-type`: The Content-Type is not one that this resource takes: `takes` names those. */
        ContentTypeNotTaken: {
            headers: {
                Accept: components["headers"]["Accept"];
                "Accept-Patch": components["headers"]["Accept-Patch"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `course-not-found`: There is no such course.
         *     `not-found`: There is nothing here.
         */
        CourseNotFoundOrRouteNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `sha256-mismatch`: The bytes that came do not have the SHA-256 that was declared; the upload has been discarded. */
        DigestMismatch: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `export-too-long`: There are more than 10000 rows: ask for them in several tables, by since and until. */
        ExportTooLong: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `idempotency-key-reused`: This Idempotency-Key was used for a different request. */
        IdempotencyKeyReused: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal`: Something went wrong on our side. */
        Internal: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not-playable`: The recording is still being prepared. */
        NotPlayable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description Anything else that is no success. `not-found`: There is nothing here.
         *     `method-not-allowed`: This resource has no such method: `allow` names those that it has.
         *     `request-timeout`: The body came too slowly: send it again, all of it within `seconds`.
         *     `too-many-connections`: The service is busy: try again in a moment.
         *     `database-busy`: As many requests wait for the database as may: try again in a moment.
         *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
         *     `too-many-requests`: Too many requests
         *     `headers-too-large`: Headers too large
         */
        Other: {
            headers: {
                Allow: components["headers"]["Allow"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `person-disabled`: Your account has been disabled: ask an administrator of your unit. */
        PersonDisabled: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
         *     `forbidden`: Your role does not allow this.
         */
        PersonDisabledOrForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `person-not-found`: There is no such person.
         *     `not-found`: There is nothing here.
         */
        PersonNotFoundOrRouteNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `too-many-sessions`: You have as many playback sessions and download links as one person may have: try again when the first of them has expired.
         *     `too-many-requests`: Too many requests
         */
        TooManySessionsOrTooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `tus-version-unsupported`: Send Tus-Resumable: 1.0.0, the version of the protocol that is spoken here. */
        TusVersionUnsupported: {
            headers: {
                "Tus-Resumable": components["headers"]["Tus-Resumable"];
                "Tus-Version": components["headers"]["Tus-Version"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `unauthenticated`: Send an access token or an API key as a Bearer token.
         *     `unauthenticated`: The access token is not valid.
         */
        UnauthenticatedOrInvalidToken: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `unit-not-found`: There is no such unit.
         *     `not-found`: There is nothing here.
         */
        UnitNotFoundOrRouteNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `unsupported-media-type`: The content of this file is not a video, a recording, an image or a document that Lectern takes.
         *     `unsupported-media-type`: The Content-Type is not one that this resource takes: `takes` names those.
         */
        UnsupportedMediaOrContentTypeNotTaken: {
            headers: {
                Accept: components["headers"]["Accept"];
                "Accept-Patch": components["headers"]["Accept-Patch"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `upload-locked`: The upload is being written to. */
        UploadLocked: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `upload-not-found`: There is no such upload.
         *     `not-found`: There is nothing here.
         */
        UploadNotFoundOrRouteNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `version-conflict`: It has been changed meanwhile: read it again first. */
        VersionConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Any name of this request, such as a UUID: the request that is sent again with it, within a day, is done once and gets the same answer
         * @example 3f1c2b8e-6a8d-4d0f-9d7e-2b6f3a1c5e90
         */
        "Idempotency-Key": string;
        /**
         * @description The ETag that the change is made to: where it is another one by now, nothing is changed
         * @example "3-47DEQpj8HBSa-_TImW-5JC"
         */
        "If-Match": string;
        /**
         * @description The ETag of the answer that is known already: where it is that still, 304 says so without a body
         * @example "3-47DEQpj8HBSa-_TImW-5JC"
         */
        "If-None-Match": string;
        /**
         * @description sha1, sha256, crc32 or crc32c of this body, in base64; 64 MiB at most: all of the body counts, or nothing
         * @example sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
         */
        "Upload-Checksum": string;
        /**
         * @description Bytes of the whole file, where they are known by now
         * @example 734003200
         */
        "Upload-Length": number;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The media types of bodies that are taken here (RFC 9110 section 15.5.16)
         * @example application/json
         */
        Accept: string;
        /**
         * @description The media types that PATCH takes
         * @example application/partial-upload
         */
        "Accept-Patch": string;
        /**
         * @description The methods that this resource takes
         * @example GET, PATCH, DELETE
         */
        Allow: string;
        /**
         * @description The SHA-256 of what is stored (RFC 9530), where it is known
         * @example sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:
         */
        "Content-Digest": string;
        /**
         * @description The name of the file that the answer is to be saved as (RFC 6266), where it is one
         * @example attachment; filename="history.csv"
         */
        "Content-Disposition": string;
        /**
         * @description The version of what the answer holds, and a digest of the answer: If-Match and If-None-Match take it
         * @example "3-47DEQpj8HBSa-_TImW-5JC"
         */
        ETag: string;
        /**
         * @description That this is the answer to an earlier request with the same Idempotency-Key
         * @example true
         */
        "Idempotency-Replayed": "true";
        /**
         * @description Where what was made is found: an absolute address, or a path of this service
         * @example /v1/courses/01jqyz5w2m8k4c
         */
        Location: string;
        /**
         * @description Seconds after which the same request may succeed
         * @example 5
         */
        "Retry-After": number;
        /**
         * @description The algorithms that Upload-Checksum takes
         * @example sha1,sha256,crc32,crc32c
         */
        "Tus-Checksum-Algorithm": string;
        /**
         * @description The extensions of tus that are spoken, with commas between
         * @example creation,expiration,checksum
         */
        "Tus-Extension": string;
        /**
         * @description The most bytes that one file may have
         * @example 53687091200
         */
        "Tus-Max-Size": number;
        /**
         * @description The version of tus that is spoken
         * @example 1.0.0
         */
        "Tus-Resumable": string;
        /**
         * @description The versions of tus that are spoken
         * @example 1.0.0
         */
        "Tus-Version": string;
        /**
         * @description The id of the asset that the upload has become
         * @example ast_01jqyz5w2m8k4c
         */
        "Upload-Asset": string;
        /**
         * @description That the upload is a piece of another, or of which pieces it is made
         * @example partial
         */
        "Upload-Concat": string;
        /**
         * @description 1 while the length of the file is not known
         * @example 1
         */
        "Upload-Defer-Length": "1";
        /**
         * @description Until when the upload can be gone on with (RFC 9110 date)
         * @example Tue, 01 Dec 2026 08:00:00 GMT
         */
        "Upload-Expires": string;
        /**
         * @description Bytes of the whole file
         * @example 734003200
         */
        "Upload-Length": number;
        /**
         * @description What was said of the file when the upload began: keys, each with its value in base64
         * @example filename bGVzc29uLm1wNA==
         */
        "Upload-Metadata": string;
        /**
         * @description How many bytes of the upload are durable: go on from here
         * @example 67108864
         */
        "Upload-Offset": number;
        /**
         * @description How to say who calls (RFC 6750)
         * @example Bearer
         */
        "WWW-Authenticate": string;
        /**
         * @description The request, as the logs name it: its own X-Request-Id where it sent one that fits
         * @example 7d2f0c1e9b6a4f35
         */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listApiKeys: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `invalid-cursor`: The cursor is not one that this list gave out.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description The key and its secret */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeySecret"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the API key */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody is let in by it any more */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            /**
             * @description `api-key-not-found`: There is no such API key.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `revocation-not-in-force`: What you asked for is recorded, but the revocation list can’t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listOrphans: {
        parameters: {
            query?: {
                /** @description The search ends with so many */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Orphans"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            500: components["responses"]["Internal"];
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    removeOrphans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrphanRemoval"];
            };
        };
        responses: {
            /** @description What was removed, and what was kept */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrphansRemoved"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    getPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the person */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["PersonNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    updatePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the person */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonEdit"];
            };
        };
        responses: {
            /** @description The person as they are now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            /**
             * @description `disabled-by-administrator`: An administrator has disabled this person: only an administrator can enable them.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["PersonNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `revocation-not-in-force`: What you asked for is recorded, but the revocation list can’t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    getQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of the answer that is known already: where it is that still, 304 says so without a body
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The account of the quota */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quota */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeenQuota"];
                };
            };
            /** @description It is what If-None-Match names */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    setQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The account of the quota */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaLimits"];
            };
        };
        responses: {
            /** @description The quota as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    clearQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The account of the quota */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No limit of its own is left */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    updateQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The account of the quota */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaLimits"];
            };
        };
        responses: {
            /** @description The quota as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    recomputeQuota: {
        parameters: {
            query?: {
                /** @description Correct the counters, instead of only reporting */
                correct?: string;
            };
            header?: never;
            path: {
                /** @description The account of the quota */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What differs */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaDrift"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    getPersonQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of the answer that is known already: where it is that still, 304 says so without a body
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The account of the person */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quota */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeenQuota"];
                };
            };
            /** @description It is what If-None-Match names */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    setPersonQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The account of the person */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonQuotaLimits"];
            };
        };
        responses: {
            /** @description The quota as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            /**
             * @description `unit-misplaced`: A unit stands below a larger one: region, county, hospital, department, doctor.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    clearPersonQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The account of the person */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No limit of its own is left */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    updatePersonQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The account of the person */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaLimits"];
            };
        };
        responses: {
            /** @description The quota as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    recomputePersonQuota: {
        parameters: {
            query?: {
                /** @description Correct the counters, instead of only reporting */
                correct?: string;
            };
            header?: never;
            path: {
                /** @description The account of the person */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What differs */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaDrift"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    getUnitQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of the answer that is known already: where it is that still, 304 says so without a body
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The account of the unit */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quota */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeenQuota"];
                };
            };
            /** @description It is what If-None-Match names */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    setUnitQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The account of the unit */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaLimits"];
            };
        };
        responses: {
            /** @description The quota as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    clearUnitQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The account of the unit */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No limit of its own is left */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    updateUnitQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The account of the unit */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaLimits"];
            };
        };
        responses: {
            /** @description The quota as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    recomputeUnitQuota: {
        parameters: {
            query?: {
                /** @description Correct the counters, instead of only reporting */
                correct?: string;
            };
            header?: never;
            path: {
                /** @description The account of the unit */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What differs */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaDrift"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listReservations: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description The id of whoever began the upload */
                person?: string;
                /** @description With everything below it */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of reservations */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReservationPage"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `invalid-cursor`: The cursor is not one that this list gave out.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    endReservation: {
        parameters: {
            query?: {
                /** @description For the audit trail; name no patient */
                reason?: string;
            };
            header?: never;
            path: {
                /** @description The id of the reservation */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The upload has ended; what had come of it is removed */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            /**
             * @description `reservation-not-found`: There is no such reservation: its upload has ended, or there is none.
             *     `unit-not-found`: There is no such unit.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    getStorage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The storage */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorageState"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            500: components["responses"]["Internal"];
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listUnits: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only what stands below this unit */
                under?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of units and doctors */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitPage"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `invalid-cursor`: The cursor is not one that this list gave out.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    createUnit: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Any name of this request, such as a UUID: the request that is sent again with it, within a day, is done once and gets the same answer
                 * @example 3f1c2b8e-6a8d-4d0f-9d7e-2b6f3a1c5e90
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUnit"];
            };
        };
        responses: {
            /** @description The unit */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            /**
             * @description `unit-misplaced`: A unit stands below a larger one: region, county, hospital, department, doctor.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `unit-exists`: There is a unit with this id already.
             *     `idempotent-request-running`: A request with this Idempotency-Key is still running.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    getUnit: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of the answer that is known already: where it is that still, 304 says so without a body
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The id of the unit */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The unit */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            /** @description It is what If-None-Match names */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    deleteUnit: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the unit */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description `unit-not-empty`: The unit is not empty: move or remove what it holds first. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    updateUnit: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the unit */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnitEdit"];
            };
        };
        responses: {
            /** @description The unit as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            /**
             * @description `unit-misplaced`: A unit stands below a larger one: region, county, hospital, department, doctor.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `revocation-not-in-force`: What you asked for is recorded, but the revocation list can’t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listAssets: {
        parameters: {
            query?: {
                /** @description Only those of this course */
                courseId?: string;
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description Only those of this kind */
                kind?: "video" | "audio" | "image" | "attachment";
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only those that this person uploaded */
                owner?: string;
                /** @description Words to find in title, description, file name and captions, the first ten of them */
                q?: string;
                /** @description Only those in this state; `trashed`: those in the trash that the caller may restore, which no other list shows */
                state?: "processing" | "playable" | "ready" | "failed" | "trashed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of assets */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetPage"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `invalid-cursor`: The cursor is not one that this list gave out.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    uploadAsset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadForm"];
            };
        };
        responses: {
            /** @description The asset */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            /**
             * @description `empty-file`: The file is empty.
             *     `invalid-file-name`: The file name must have 1 to 255 characters that can be shown. Folders in front of it, control characters and marks of direction are left out.
             *     `empty-file`: The file is empty.
             *     `connection-lost`: The connection ended before all bytes had come.
             *     `file-missing`: The form must carry exactly one part called `file` with a file name.
             *     `malformed-form`: The form ended before it was whole, or is not well-formed.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            /**
             * @description `forbidden`: Your role does not allow this.
             *     `caller-without-unit`: Uploads are charged to a unit, and your account belongs to none.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `course-not-found`: There is no such course.
             *     `unit-not-found`: There is no such unit.
             *     `upload-not-found`: There is no such upload.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `upload-not-open`: The upload takes no more bytes.
             *     `upload-taken-over`: Another connection goes on with this upload.
             *     `offset-mismatch`: The upload stands at another offset: ask for it with HEAD and go on from there.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-expired`: The upload has expired, since nothing came for too long: begin a new one.
             *     `upload-ended`: An administrator ended this upload, and what had come of it is gone. Ask them before you send it again.
             *     `upload-terminated`: The upload was ended by its client after it had become an asset. The asset stays.
             *     `unfinished-object-lost`: What was stored of the unfinished upload is gone: begin it again.
             */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `file-too-large`: The file is larger than this service takes.
             *     `file-too-large`: The file is larger than the limit for one file.
             *     `file-too-large`: The file is larger than this service takes.
             *     `file-too-large`: The file is larger than the limit for one file.
             *     `upload-length-exceeded`: More bytes came than the upload declared.
             */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: components["responses"]["UnsupportedMediaOrContentTypeNotTaken"];
            423: components["responses"]["UploadLocked"];
            /**
             * @description `too-many-open-uploads`: You have as many unfinished uploads as one person may: finish some, or give them up.
             *     `too-many-bytes-reserved`: Your unfinished uploads would hold more bytes than those of one person may: finish some, or give them up.
             *     `too-many-open-uploads`: You have as many unfinished uploads as one person may: finish some, or give them up.
             *     `too-many-bytes-reserved`: Your unfinished uploads would hold more bytes than those of one person may: finish some, or give them up.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            460: components["responses"]["DigestMismatch"];
            500: components["responses"]["Internal"];
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `storage-unavailable`: The storage is not available at the moment.
             *     `storage-unavailable`: The storage is not available at the moment.
             *     `sender-too-slow`: Too few bytes came for too long; what came is kept, go on from the offset.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `quota-exceeded`: The storage quota is used up.
             *     `daily-quota-exceeded`: The quota for uploads of one day is used up.
             *     `asset-quota-exceeded`: The number of assets is at its limit.
             *     `storage-full`: The storage is full.
             *     `storage-full`: The storage is full.
             *     `quota-exceeded`: The storage quota is used up.
             *     `daily-quota-exceeded`: The quota for uploads of one day is used up.
             *     `asset-quota-exceeded`: The number of assets is at its limit.
             *     `storage-full`: The storage is full.
             */
            507: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    getAsset: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of the answer that is known already: where it is that still, 304 says so without a body
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The asset */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            /** @description It is what If-None-Match names */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    deleteAsset: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is in the trash */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `revocation-not-in-force`: What you asked for is recorded, but the revocation list can’t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    updateAsset: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssetEdit"];
            };
        };
        responses: {
            /** @description The asset as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            /**
             * @description `forbidden`: Only who may change a course may put assets into it.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `asset-not-found`: There is no such asset.
             *     `course-not-found`: There is no such course.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `revocation-not-in-force`: What you asked for is recorded, but the revocation list can’t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listDownloadLinks: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of links */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedSessionPage"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `invalid-cursor`: The cursor is not one that this list gave out.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    createDownloadLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DownloadWish"];
            };
        };
        responses: {
            /** @description The link */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            /**
             * @description `ttl-out-of-bounds`: A session or link lives for 60 to 86400 seconds: ask for a ttl within that, or for none.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManySessionsOrTooManyRequests"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    revokeDownloadLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
                /** @description The session of the download link */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            /**
             * @description `asset-not-found`: There is no such asset.
             *     `session-not-found`: There is no such playback session or download link.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `revocation-not-in-force`: What you asked for is recorded, but the revocation list can’t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listPlaybackSessions: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedSessionPage"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `invalid-cursor`: The cursor is not one that this list gave out.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    createPlaybackSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PlaybackWish"];
            };
        };
        responses: {
            /** @description The session */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybackSession"];
                };
            };
            /**
             * @description `ttl-out-of-bounds`: A session or link lives for 60 to 86400 seconds: ask for a ttl within that, or for none.
             *     `unsignable-request`: The URL can't be signed: network is not a CIDR block.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["NotPlayable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManySessionsOrTooManyRequests"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    revokePlaybackSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
                /** @description The session of the playback session */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            /**
             * @description `asset-not-found`: There is no such asset.
             *     `session-not-found`: There is no such playback session or download link.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `revocation-not-in-force`: What you asked for is recorded, but the revocation list can’t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    renewPlaybackSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
                /** @description The session of the playback session */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PlaybackRenewal"];
            };
        };
        responses: {
            /** @description The session */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybackSession"];
                };
            };
            /**
             * @description `ttl-out-of-bounds`: A session or link lives for 60 to 86400 seconds: ask for a ttl within that, or for none.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            /**
             * @description `asset-not-found`: There is no such asset.
             *     `session-not-found`: There is no such playback session or download link.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["NotPlayable"];
            /** @description `session-over`: The playback session was revoked, or has been over for more than an hour: open a new one. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    getPosition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Position"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            409: components["responses"]["NotPlayable"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    setPosition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PositionReport"];
            };
        };
        responses: {
            /** @description What is known by now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportedPosition"];
                };
            };
            /**
             * @description `position-beyond-end`: The recording ends before that: positions are in seconds from its beginning.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["NotPlayable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    restoreAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The asset */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    retryAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The asset, about to be processed */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description `asset-not-failed`: Only an asset whose processing failed can be tried again. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            /**
             * @description `retries-spent`: An asset can be tried again 5 times in 24 hours. Upload the recording anew, exported another way, or try later.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listAssetViewers: {
        parameters: {
            query?: {
                /** @description Only what counts as watched, or only what does not */
                completed?: string;
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description By Accept without it. CSV has no pages: all rows, 10000 at most, for spreadsheets (UTF-8 with its mark) */
                format?: "json" | "csv";
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only what was last reported at this moment or later */
                since?: string;
                /** @description Only what was last reported before this moment */
                until?: string;
            };
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of viewers, or all of them as a table */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonViewerPage"];
                    "text/csv": string;
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `invalid-cursor`: The cursor is not one that this list gave out.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            422: components["responses"]["ExportTooLong"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listCourses: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Words to find in title, description and tags */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of courses */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoursePage"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `invalid-cursor`: The cursor is not one that this list gave out.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    createCourse: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Any name of this request, such as a UUID: the request that is sent again with it, within a day, is done once and gets the same answer
                 * @example 3f1c2b8e-6a8d-4d0f-9d7e-2b6f3a1c5e90
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCourse"];
            };
        };
        responses: {
            /** @description The course */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Course"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabledOrForbidden"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description `idempotent-request-running`: A request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    getCourse: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of the answer that is known already: where it is that still, 304 says so without a body
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The id of the course */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The course */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Course"];
                };
            };
            /** @description It is what If-None-Match names */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["CourseNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    deleteCourse: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the course */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["CourseNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `revocation-not-in-force`: What you asked for is recorded, but the revocation list can’t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    updateCourse: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the course */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CourseEdit"];
            };
        };
        responses: {
            /** @description The course as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Course"];
                };
            };
            /**
             * @description `invalid-asset-order`: The order must name assets of this course, each of them once.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["CourseNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            500: components["responses"]["Internal"];
            /**
             * @description `revocation-not-in-force`: What you asked for is recorded, but the revocation list can’t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /**
             * @description `unit-misplaced`: A unit stands below a larger one: region, county, hospital, department, doctor.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listHistory: {
        parameters: {
            query?: {
                /** @description Only what counts as watched, or only what does not */
                completed?: string;
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description By Accept without it. CSV has no pages: all rows, 10000 at most, for spreadsheets (UTF-8 with its mark) */
                format?: "json" | "csv";
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only what was last reported at this moment or later */
                since?: string;
                /** @description Only what was last reported before this moment */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of recordings, or all of them as a table */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchedLessonPage"];
                    "text/csv": string;
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `invalid-cursor`: The cursor is not one that this list gave out.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            422: components["responses"]["ExportTooLong"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listUploads: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of uploads */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadPage"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `invalid-cursor`: The cursor is not one that this list gave out.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    createUpload: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Any name of this request, such as a UUID: the request that is sent again with it, within a day, is done once and gets the same answer
                 * @example 3f1c2b8e-6a8d-4d0f-9d7e-2b6f3a1c5e90
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The version of tus that the client speaks */
                "Tus-Resumable"?: "1.0.0";
                /**
                 * @description sha1, sha256, crc32 or crc32c of this body, in base64; 64 MiB at most: all of the body counts, or nothing
                 * @example sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
                 */
                "Upload-Checksum"?: components["parameters"]["Upload-Checksum"];
                /** @description partial, or final; and the addresses of the pieces (tus) */
                "Upload-Concat"?: string;
                /** @description 1 where the length is said later (tus) */
                "Upload-Defer-Length"?: "1";
                /**
                 * @description Bytes of the whole file, where they are known by now
                 * @example 734003200
                 */
                "Upload-Length"?: components["parameters"]["Upload-Length"];
                /** @description filename, title, courseId, sha256, each with its value in base64 (tus) */
                "Upload-Metadata"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUpload"];
                "application/offset+octet-stream": Blob;
            };
        };
        responses: {
            /** @description The caller may see a file of this sha256 and length in their unit: Upload-Asset is there at once */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Asset": components["headers"]["Upload-Asset"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description The upload and its reservation */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Asset": components["headers"]["Upload-Asset"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /**
             * @description `empty-file`: The file is empty.
             *     `invalid-file-name`: The file name must have 1 to 255 characters that can be shown. Folders in front of it, control characters and marks of direction are left out.
             *     `empty-file`: The file is empty.
             *     `connection-lost`: The connection ended before all bytes had come.
             *     `invalid-tus-header`: The header Upload-Length is missing or malformed.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `unauthenticated`: Send an access token or an API key as a Bearer token.
             *     `unauthenticated`: The access token is not valid.
             */
            401: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: Your role does not allow this.
             *     `caller-without-unit`: Uploads are charged to a unit, and your account belongs to none.
             *     `upload-takes-pieces`: This upload is put together from pieces and takes no bytes by itself.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             */
            403: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `course-not-found`: There is no such course.
             *     `unit-not-found`: There is no such unit.
             *     `upload-not-found`: There is no such upload.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The body came too slowly: send it again, all of it within `seconds`. */
            408: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-not-open`: The upload takes no more bytes.
             *     `upload-taken-over`: Another connection goes on with this upload.
             *     `offset-mismatch`: The upload stands at another offset: ask for it with HEAD and go on from there.
             *     `partial-uploads-not-ready`: One of the partial uploads is not complete yet, or is part of another upload already.
             *     `idempotent-request-running`: A request with this Idempotency-Key is still running.
             */
            409: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-expired`: The upload has expired, since nothing came for too long: begin a new one.
             *     `upload-ended`: An administrator ended this upload, and what had come of it is gone. Ask them before you send it again.
             *     `upload-terminated`: The upload was ended by its client after it had become an asset. The asset stays.
             *     `unfinished-object-lost`: What was stored of the unfinished upload is gone: begin it again.
             */
            410: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tus-version-unsupported`: Send Tus-Resumable: 1.0.0, the version of the protocol that is spoken here. */
            412: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `file-too-large`: The file is larger than this service takes.
             *     `file-too-large`: The file is larger than the limit for one file.
             *     `file-too-large`: The file is larger than this service takes.
             *     `file-too-large`: The file is larger than the limit for one file.
             *     `upload-length-exceeded`: More bytes came than the upload declared.
             *     `checksummed-body-too-long`: A request with a checksum takes fewer bytes: send several.
             *     `body-too-large`: The body is larger than this resource takes.
             */
            413: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `unsupported-media-type`: The content of this file is not a video, a recording, an image or a document that Lectern takes.
             *     `unsupported-media-type`: The Content-Type is not one that this resource takes: `takes` names those.
             */
            415: {
                headers: {
                    Accept: components["headers"]["Accept"];
                    "Accept-Patch": components["headers"]["Accept-Patch"];
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `direct-uploads-off`: This service takes no direct uploads: leave `direct` out, and send the parts here.
             *     `direct-part-size`: The storage does not take parts of this size, or so many: choose another partBytes.
             *     `idempotency-key-reused`: This Idempotency-Key was used for a different request.
             */
            422: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `upload-locked`: The upload is being written to. */
            423: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-open-uploads`: You have as many unfinished uploads as one person may: finish some, or give them up.
             *     `too-many-bytes-reserved`: Your unfinished uploads would hold more bytes than those of one person may: finish some, or give them up.
             *     `too-many-open-uploads`: You have as many unfinished uploads as one person may: finish some, or give them up.
             *     `too-many-bytes-reserved`: Your unfinished uploads would hold more bytes than those of one person may: finish some, or give them up.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `sha256-mismatch`: The bytes that came do not have the SHA-256 that was declared; the upload has been discarded.
             *     `checksum-mismatch`: The bytes that came do not have the checksum that was sent with them; none of them was kept.
             */
            460: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong on our side. */
            500: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `storage-unavailable`: The storage is not available at the moment.
             *     `storage-unavailable`: The storage is not available at the moment.
             *     `sender-too-slow`: Too few bytes came for too long; what came is kept, go on from the offset.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `quota-exceeded`: The storage quota is used up.
             *     `daily-quota-exceeded`: The quota for uploads of one day is used up.
             *     `asset-quota-exceeded`: The number of assets is at its limit.
             *     `storage-full`: The storage is full.
             *     `storage-full`: The storage is full.
             *     `quota-exceeded`: The storage quota is used up.
             *     `daily-quota-exceeded`: The quota for uploads of one day is used up.
             *     `asset-quota-exceeded`: The number of assets is at its limit.
             *     `storage-full`: The storage is full.
             */
            507: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Anything else that is no success. `not-found`: There is nothing here.
             *     `method-not-allowed`: This resource has no such method: `allow` names those that it has.
             *     `request-timeout`: The body came too slowly: send it again, all of it within `seconds`.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             *     `too-many-requests`: Too many requests
             *     `headers-too-large`: Headers too large
             */
            default: {
                headers: {
                    Allow: components["headers"]["Allow"];
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTusOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version of tus, its extensions, and the most bytes of one file */
            204: {
                headers: {
                    "Tus-Checksum-Algorithm": components["headers"]["Tus-Checksum-Algorithm"];
                    "Tus-Extension": components["headers"]["Tus-Extension"];
                    "Tus-Max-Size": components["headers"]["Tus-Max-Size"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The Content-Type is not one that this resource takes: `takes` names those. */
            415: {
                headers: {
                    Accept: components["headers"]["Accept"];
                    "Accept-Patch": components["headers"]["Accept-Patch"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong on our side. */
            500: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Anything else that is no success. `not-found`: There is nothing here.
             *     `method-not-allowed`: This resource has no such method: `allow` names those that it has.
             *     `request-timeout`: The body came too slowly: send it again, all of it within `seconds`.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             *     `too-many-requests`: Too many requests
             *     `headers-too-large`: Headers too large
             */
            default: {
                headers: {
                    Allow: components["headers"]["Allow"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the upload */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The upload */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["UploadNotFoundOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    cancelUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of tus that the client speaks */
                "Tus-Resumable": "1.0.0";
            };
            path: {
                /** @description The id of the upload */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone: what is asked of it later is answered with 410 */
            204: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `unauthenticated`: Send an access token or an API key as a Bearer token.
             *     `unauthenticated`: The access token is not valid.
             */
            401: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `person-disabled`: Your account has been disabled: ask an administrator of your unit. */
            403: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-not-found`: There is no such upload.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The body came too slowly: send it again, all of it within `seconds`. */
            408: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `upload-not-open`: The upload takes no more bytes. */
            409: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-expired`: The upload has expired, since nothing came for too long: begin a new one.
             *     `upload-ended`: An administrator ended this upload, and what had come of it is gone. Ask them before you send it again.
             *     `upload-terminated`: The upload was ended by its client after it had become an asset. The asset stays.
             */
            410: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["TusVersionUnsupported"];
            /** @description `body-too-large`: The body is larger than this resource takes. */
            413: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The Content-Type is not one that this resource takes: `takes` names those. */
            415: {
                headers: {
                    Accept: components["headers"]["Accept"];
                    "Accept-Patch": components["headers"]["Accept-Patch"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `upload-locked`: The upload is being written to. */
            423: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong on our side. */
            500: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Anything else that is no success. `not-found`: There is nothing here.
             *     `method-not-allowed`: This resource has no such method: `allow` names those that it has.
             *     `request-timeout`: The body came too slowly: send it again, all of it within `seconds`.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             *     `too-many-requests`: Too many requests
             *     `headers-too-large`: Headers too large
             */
            default: {
                headers: {
                    Allow: components["headers"]["Allow"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUploadOffset: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of tus that the client speaks */
                "Tus-Resumable": "1.0.0";
            };
            path: {
                /** @description The id of the upload */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Asset": components["headers"]["Upload-Asset"];
                    "Upload-Concat": components["headers"]["Upload-Concat"];
                    "Upload-Defer-Length": components["headers"]["Upload-Defer-Length"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "Upload-Length": components["headers"]["Upload-Length"];
                    "Upload-Metadata": components["headers"]["Upload-Metadata"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `unauthenticated`: Send an access token or an API key as a Bearer token.
             *     `unauthenticated`: The access token is not valid.
             */
            401: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `person-disabled`: Your account has been disabled: ask an administrator of your unit. */
            403: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `upload-not-found`: There is no such upload.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `upload-expired`: The upload has expired, since nothing came for too long: begin a new one.
             *     `upload-ended`: An administrator ended this upload, and what had come of it is gone. Ask them before you send it again.
             *     `upload-terminated`: The upload was ended by its client after it had become an asset. The asset stays.
             */
            410: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `tus-version-unsupported`: Send Tus-Resumable: 1.0.0, the version of the protocol that is spoken here. */
            412: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `upload-locked`: The upload is being written to. */
            423: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: Something went wrong on our side. */
            500: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description Anything else that is no success. `not-found`: There is nothing here.
             *     `method-not-allowed`: This resource has no such method: `allow` names those that it has.
             *     `request-timeout`: The body came too slowly: send it again, all of it within `seconds`.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             *     `too-many-requests`: Too many requests
             *     `headers-too-large`: Headers too large
             */
            default: {
                headers: {
                    Allow: components["headers"]["Allow"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    appendToUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version of tus that the client speaks */
                "Tus-Resumable"?: "1.0.0";
                /**
                 * @description sha1, sha256, crc32 or crc32c of this body, in base64; 64 MiB at most: all of the body counts, or nothing
                 * @example sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
                 */
                "Upload-Checksum"?: components["parameters"]["Upload-Checksum"];
                /**
                 * @description Bytes of the whole file, where they are known by now
                 * @example 734003200
                 */
                "Upload-Length"?: components["parameters"]["Upload-Length"];
                /** @description From which byte of the file on this body goes: the offset that the upload stands at (tus) */
                "Upload-Offset"?: number;
            };
            path: {
                /** @description The id of the upload */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LateHash"];
                "application/offset+octet-stream": Blob;
            };
        };
        responses: {
            /** @description The sha256 is taken: the upload as it stands, which may be completed by it */
            200: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Asset": components["headers"]["Upload-Asset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description Upload-Offset says how far the bytes are durable */
            204: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "Upload-Asset": components["headers"]["Upload-Asset"];
                    "Upload-Expires": components["headers"]["Upload-Expires"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `empty-file`: The file is empty.
             *     `connection-lost`: The connection ended before all bytes had come.
             *     `upload-length-known`: The upload has a length already, or more bytes than this.
             *     `invalid-tus-header`: The header Upload-Offset is missing or malformed.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `unauthenticated`: Send an access token or an API key as a Bearer token.
             *     `unauthenticated`: The access token is not valid.
             */
            401: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-takes-pieces`: This upload is put together from pieces and takes no bytes by itself.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             */
            403: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-not-found`: There is no such upload.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request-timeout`: The body came too slowly: send it again, all of it within `seconds`. */
            408: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-not-open`: The upload takes no more bytes.
             *     `upload-taken-over`: Another connection goes on with this upload.
             *     `offset-mismatch`: The upload stands at another offset: ask for it with HEAD and go on from there.
             *     `sha256-declared`: Another SHA-256 was declared for this upload: end it, and begin another one for other bytes.
             *     `piece-without-sha256`: This upload is a piece of another one: declare the SHA-256 of the file with the upload that is made of the pieces.
             */
            409: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-expired`: The upload has expired, since nothing came for too long: begin a new one.
             *     `upload-ended`: An administrator ended this upload, and what had come of it is gone. Ask them before you send it again.
             *     `upload-terminated`: The upload was ended by its client after it had become an asset. The asset stays.
             *     `unfinished-object-lost`: What was stored of the unfinished upload is gone: begin it again.
             */
            410: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["TusVersionUnsupported"];
            /**
             * @description `file-too-large`: The file is larger than this service takes.
             *     `file-too-large`: The file is larger than the limit for one file.
             *     `upload-length-exceeded`: More bytes came than the upload declared.
             *     `checksummed-body-too-long`: A request with a checksum takes fewer bytes: send several.
             *     `body-too-large`: The body is larger than this resource takes.
             */
            413: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `unsupported-media-type`: The content of this file is not a video, a recording, an image or a document that Lectern takes.
             *     `unsupported-media-type`: A PATCH must have Content-Type: application/offset+octet-stream.
             */
            415: {
                headers: {
                    Accept: components["headers"]["Accept"];
                    "Accept-Patch": components["headers"]["Accept-Patch"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `upload-locked`: The upload is being written to. */
            423: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `too-many-open-uploads`: You have as many unfinished uploads as one person may: finish some, or give them up.
             *     `too-many-bytes-reserved`: Your unfinished uploads would hold more bytes than those of one person may: finish some, or give them up.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `sha256-mismatch`: The bytes that came do not have the SHA-256 that was declared; the upload has been discarded.
             *     `checksum-mismatch`: The bytes that came do not have the checksum that was sent with them; none of them was kept.
             */
            460: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong on our side. */
            500: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `storage-unavailable`: The storage is not available at the moment.
             *     `sender-too-slow`: Too few bytes came for too long; what came is kept, go on from the offset.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `storage-full`: The storage is full.
             *     `quota-exceeded`: The storage quota is used up.
             *     `daily-quota-exceeded`: The quota for uploads of one day is used up.
             *     `asset-quota-exceeded`: The number of assets is at its limit.
             *     `storage-full`: The storage is full.
             */
            507: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description Anything else that is no success. `not-found`: There is nothing here.
             *     `method-not-allowed`: This resource has no such method: `allow` names those that it has.
             *     `request-timeout`: The body came too slowly: send it again, all of it within `seconds`.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             *     `too-many-requests`: Too many requests
             *     `headers-too-large`: Headers too large
             */
            default: {
                headers: {
                    Allow: components["headers"]["Allow"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the upload */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The asset is there */
            200: {
                headers: {
                    "Upload-Asset": components["headers"]["Upload-Asset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description All is there; ask again for the outcome */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["UploadNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `upload-not-open`: The upload takes no more bytes.
             *     `upload-taken-over`: Another connection goes on with this upload.
             *     `parts-missing`: Some parts have not come yet.
             *     `upload-without-parts`: This upload was begun without partBytes, so it takes no numbered parts.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-expired`: The upload has expired, since nothing came for too long: begin a new one.
             *     `upload-ended`: An administrator ended this upload, and what had come of it is gone. Ask them before you send it again.
             *     `upload-terminated`: The upload was ended by its client after it had become an asset. The asset stays.
             *     `unfinished-object-lost`: What was stored of the unfinished upload is gone: begin it again.
             */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaOrContentTypeNotTaken"];
            423: components["responses"]["UploadLocked"];
            460: components["responses"]["DigestMismatch"];
            500: components["responses"]["Internal"];
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage-full`: The storage is full. */
            507: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    listUploadParts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the upload */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The parts */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadParts"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            404: components["responses"]["UploadNotFoundOrRouteNotFound"];
            /** @description `upload-without-parts`: This upload was begun without partBytes, so it takes no numbered parts. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    putUploadPart: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 9530, sha-256 or sha-512: verified, and a part that is there already is not sent twice */
                "Content-Digest"?: string;
            };
            path: {
                /** @description The id of the upload */
                id: string;
                /** @description The number of the part */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": Blob;
            };
        };
        responses: {
            /** @description Durable; Content-Digest, where it is known, says what is stored */
            204: {
                headers: {
                    "Content-Digest": components["headers"]["Content-Digest"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `empty-file`: The file is empty.
             *     `connection-lost`: The connection ended before all bytes had come.
             *     `invalid-content-digest`: Content-Digest must be as RFC 9530 has it, with sha-256 or sha-512.
             *     `part-length-mismatch`: The part does not have the number of bytes that it must have.
             *     `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            /**
             * @description `upload-not-found`: There is no such upload.
             *     `no-such-part`: The upload has no part of this number.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-not-open`: The upload takes no more bytes.
             *     `upload-taken-over`: Another connection goes on with this upload.
             *     `offset-mismatch`: The upload stands at another offset: ask for it with HEAD and go on from there.
             *     `part-already-written`: Other bytes of this part have been written into the file already; it takes a new upload to change them.
             *     `upload-is-direct`: The parts of this upload go straight to the storage: ask for the address of each.
             *     `upload-without-parts`: This upload was begun without partBytes, so it takes no numbered parts.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-expired`: The upload has expired, since nothing came for too long: begin a new one.
             *     `upload-ended`: An administrator ended this upload, and what had come of it is gone. Ask them before you send it again.
             *     `upload-terminated`: The upload was ended by its client after it had become an asset. The asset stays.
             *     `unfinished-object-lost`: What was stored of the unfinished upload is gone: begin it again.
             */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `file-too-large`: The file is larger than this service takes.
             *     `file-too-large`: The file is larger than the limit for one file.
             *     `upload-length-exceeded`: More bytes came than the upload declared.
             */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content of this file is not a video, a recording, an image or a document that Lectern takes. */
            415: {
                headers: {
                    Accept: components["headers"]["Accept"];
                    "Accept-Patch": components["headers"]["Accept-Patch"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            423: components["responses"]["UploadLocked"];
            /**
             * @description `too-many-open-uploads`: You have as many unfinished uploads as one person may: finish some, or give them up.
             *     `too-many-bytes-reserved`: Your unfinished uploads would hold more bytes than those of one person may: finish some, or give them up.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `sha256-mismatch`: The bytes that came do not have the SHA-256 that was declared; the upload has been discarded.
             *     `checksum-mismatch`: The bytes that came do not have the checksum that was sent with them; none of them was kept.
             */
            460: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `storage-unavailable`: The storage is not available at the moment.
             *     `sender-too-slow`: Too few bytes came for too long; what came is kept, go on from the offset.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `storage-full`: The storage is full.
             *     `quota-exceeded`: The storage quota is used up.
             *     `daily-quota-exceeded`: The quota for uploads of one day is used up.
             *     `asset-quota-exceeded`: The number of assets is at its limit.
             *     `storage-full`: The storage is full.
             */
            507: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
    createUploadPartUrl: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the upload */
                id: string;
                /** @description The number of the part */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartAddress"];
                };
            };
            /**
             * @description `invalid-request`: The request does not fit what this resource takes.
             *     `unknown-parameter`: There is no query parameter “limits” here: did you mean “limit”?
             *     `unstorable-text`: A text in the request has a character that no text here may have.
             *     `unknown-field`: There is no field “titel” here: did you mean “title”?
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["UnauthenticatedOrInvalidToken"];
            403: components["responses"]["PersonDisabled"];
            /**
             * @description `upload-not-found`: There is no such upload.
             *     `no-such-part`: The upload has no part of this number.
             *     `not-found`: There is nothing here.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `upload-not-direct`: The parts of this upload are sent here: only direct uploads have addresses for their parts.
             *     `upload-not-open`: The upload takes no more bytes.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `upload-expired`: The upload has expired, since nothing came for too long: begin a new one.
             *     `upload-ended`: An administrator ended this upload, and what had come of it is gone. Ask them before you send it again.
             *     `upload-terminated`: The upload was ended by its client after it had become an asset. The asset stays.
             */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            /** @description `direct-uploads-off`: This service takes no direct uploads: leave `direct` out, and send the parts here. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            /**
             * @description `storage-unavailable`: The storage is not available at the moment.
             *     `database-unavailable`: The database is not available at the moment.
             *     `too-many-connections`: The service is busy: try again in a moment.
             *     `database-busy`: As many requests wait for the database as may: try again in a moment.
             *     `too-many-requests-ahead`: Too many requests came on this connection before their answers: wait for those.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["Other"];
        };
    };
}
