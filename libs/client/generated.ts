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
    "/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit trail, newest first: of the caller’s unit and what lies below it, or all of it */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/audit/acknowledgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that what the trail has lost is known to be lost, and why, as after a restore: the verdict names it as acknowledged from then on, and for ever */
        post: operations["acknowledgeAuditLoss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads the whole trail, and compares it with its hashes and with the anchors in storage */
        post: operations["verifyAuditTrail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Legal holds in the caller’s reach, newest first */
        get: operations["listHolds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/holds/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Holds an asset, also one in the trash, or changes the reason */
        put: operations["holdAsset"];
        post?: never;
        /** Lifts the hold on an asset */
        delete: operations["releaseAsset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/holds/courses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Holds all assets of a course, and keeps them in it */
        put: operations["holdCourse"];
        post?: never;
        /** Lifts the hold on a course */
        delete: operations["releaseCourse"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/holds/units/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Holds all assets of a unit and of what lies below it */
        put: operations["holdUnit"];
        post?: never;
        /** Lifts the hold on a unit */
        delete: operations["releaseUnit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open invitations of people in the caller’s reach, newest first, without their links */
        get: operations["listInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs of assets in the caller’s reach, those of the newest assets first; failures with their reason */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/jobs/{asset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The job of one asset */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Says whether a job that waits comes before or after others */
        patch: operations["updateJob"];
        trace?: never;
    };
    "/v1/admin/jobs/{asset}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a job; its asset has failed then, plays as far as it did, and can be retried */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/jobs/{asset}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries again now what has failed, or waits for another try; a failed one five times in 24 hours at most */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/jobs/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many jobs there are in each state, and how old the oldest is that waits */
        get: operations["getJobQueues"];
        put?: never;
        post?: never;
        delete?: never;
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
    "/v1/admin/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People in the caller’s reach who have come or are expected, newest first; ?q= searches */
        get: operations["listPeople"];
        put?: never;
        post?: never;
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
        /** Sets name, role, unit, externalId or e-mail address, disables or enables: tokens and keys are judged by it at once, and URLs of whoever is disabled, moved or of another role die within 10 seconds */
        patch: operations["updatePerson"];
        trace?: never;
    };
    "/v1/admin/people/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erases a person: what is known of them goes for good, and what they did is a pseudonym’s from then on; whoever signs in with the same id is somebody new */
        post: operations["erasePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/people/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The open invitation of a person, without its link */
        get: operations["getInvitation"];
        put?: never;
        /**
         * Makes a link by which a person sets a password, once and within a week
         * @description The link before it ends, and this one too when the person is disabled or another role or unit is assigned to them. With `reset` their password, sessions and signed URLs end at once.
         */
        post: operations["invitePerson"];
        /** Ends the open invitation of a person */
        delete: operations["endInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/people/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives all assets and courses of a person to another, with the quota that they take; URLs of those who may not see them any more die within 10 seconds */
        post: operations["transferLessons"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/people/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a list of people in CSV, all lines or none: columns id, name, role, unit, externalId; UTF-8 or GB18030; 5,000 lines and 2 MiB at most */
        post: operations["importPeople"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
    "/v1/admin/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lessons in the caller’s reach that wait to be released, or were released or refused, oldest first */
        get: operations["listReleases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/releases/{assetId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one lesson stands that is to be released, or was */
        get: operations["getRelease"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/releases/{assetId}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a lesson within its unit, also one that was released: signed URLs of those who may not see it any more die within 10 seconds */
        post: operations["refuseLesson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/releases/{assetId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Releases a lesson to all to whom its course shows it, also one that was refused */
        post: operations["releaseLesson"];
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
    "/v1/admin/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules of retention in the caller’s reach, newest first */
        get: operations["listRetentionRules"];
        put?: never;
        /** Makes a rule, which is in force at once: see the dry run first */
        post: operations["createRetentionRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/retention/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rule of retention */
        get: operations["getRetentionRule"];
        put?: never;
        post?: never;
        /** Removes a rule */
        delete: operations["deleteRetentionRule"];
        options?: never;
        head?: never;
        /** Changes what a rule says */
        patch: operations["updateRetentionRule"];
        trace?: never;
    };
    "/v1/admin/retention/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the rules would do to which assets, now or later; what is held says so, and would stay */
        get: operations["rehearseRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was revoked with a reason in the caller’s reach, newest first; kept for a year */
        get: operations["listRevocations"];
        put?: never;
        /** Ends all URLs of an asset, or of a person, within 10 seconds; new ones can be opened at once */
        post: operations["createRevocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of the ring in force, without their secrets */
        get: operations["listSigningKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/signing-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins to change the signing key: a new one signs after a minute, the old one verifies until its last URL is dead */
        post: operations["rotateSigningKey"];
        delete?: never;
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
        /** Removes a unit that holds nothing; 409 tells what it holds: units, people, courses, assets, uploads, apiKeys, webhooks */
        delete: operations["deleteUnit"];
        options?: never;
        head?: never;
        /** Renames a unit, says how its lessons are released, or moves it with everything below */
        patch: operations["updateUnit"];
        trace?: never;
    };
    "/v1/admin/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was stored, sent, watched and encoded, by unit, person or asset, day or month */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/usage.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as a table (RFC 4180), with a row for each of them and each period; 50000 at most */
        get: operations["getUsageTable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks in the caller’s reach, without secrets */
        get: operations["listWebhooks"];
        put?: never;
        /** Makes a webhook; its secret is in this answer and nowhere else */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook, without its secret */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Removes a webhook with its deliveries; nothing more is sent */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Changes what a webhook is told and where, or disables or enables it */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/v1/admin/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a webhook was told, newest first: until 14 days after its end */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks/{id}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery with its body and its attempts */
        get: operations["getWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks/{id}/deliveries/{delivery}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a delivery that waits at once; sends one that has ended once more, as a new one */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new secret, shown once; for a day what is sent is signed by the old one as well */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends an event of type `webhook.test`, which means nothing */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
    "/v1/assets/{id}/captions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The captions of a recording, in all languages */
        get: operations["listCaptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/captions/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The captions of one language, as WebVTT */
        get: operations["getCaptions"];
        /** Puts captions in the place of all that there are of the language: SRT or WebVTT of at most 2 MiB, in UTF-8, UTF-16 or GB18030 */
        put: operations["putCaptions"];
        post?: never;
        /** Takes away what somebody put: the recording’s own are shown again; where nobody did, it hides those */
        delete: operations["deleteCaptions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/chapters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chapters of a recording */
        get: operations["getChapters"];
        /** Says what a recording consists of; one with its title comes first where none begins with it */
        put: operations["putChapters"];
        post?: never;
        /** Takes the chapters of a recording away */
        delete: operations["deleteChapters"];
        options?: never;
        head?: never;
        patch?: never;
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
    "/v1/assets/{id}/embed-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A ticket by which a page of an allowed origin shows the lesson in a frame, once, within a minute
         * @description The lesson is played, and its position kept, in the caller’s name: call it with the token of whoever watches. It ends with the API key that it was made with.
         */
        post: operations["createEmbedTicket"];
        delete?: never;
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
    "/v1/assets/{id}/poster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Leads to the poster, for lists: no playback session is opened
         * @description An `<img>` may have this address, where the browser is signed in. Of an image it leads to the image itself. What it leads to opens that one picture for at most five minutes; a revocation of the asset’s URLs ends it within ten seconds. AVIF and WebP come to those whose `Accept` names them.
         */
        get: operations["getPoster"];
        /** Has the poster made of an image of at most 20 MiB, or of a second of the recording; `poster` of the asset tells when */
        put: operations["putPoster"];
        post?: never;
        /** Goes back to the poster that was made by itself */
        delete: operations["deletePoster"];
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
    "/v1/assets/{id}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the asset shows, and what it showed or will show, for who may change it and for auditors */
        get: operations["listRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/revisions/{revision}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows what was shown before, with the captions and chapters that it had then */
        post: operations["restoreRevision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assets/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent and watched of an asset, by day or month: for its owner, those who answer for them, and auditors */
        get: operations["getAssetUsage"];
        put?: never;
        post?: never;
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
    "/v1/continue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes a code for a token that is good for one upload; whoever had one before is shut out */
        post: operations["continueUpload"];
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
    "/v1/embed-grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes a ticket for a token that is good for its lesson alone, once */
        post: operations["useEmbedTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens to uploads, assets and quota, as it happens
         * @description Server-sent events (of the HTML standard), until the connection ends; then connect again, with the last `id` as `Last-Event-ID`.
         *     Each `data` is JSON: `{type, subject, owner, unit, at, data}`. `subject` is the id of the upload or asset; of a quota that of the person or unit.
         *
         *     | event | when | `data.data` |
         *     | --- | --- | --- |
         *     | `upload.created` | an upload has begun | `asset`, `fileName`, `bytes`, `offset`, `state`, `concat` |
         *     | `upload.progress` | its offset or state is another one; once a second at most | the same |
         *     | `upload.completed` | it became the asset `asset` | the same |
         *     | `upload.ended` | it was given up, or expired | the same, `reason` |
         *     | `asset.processing`, `asset.playable`, `asset.ready`, `asset.failed` | the asset is in that state now | `state`, `kind`, `title`, `fileName`, `courseId`, `bytes`, `version`, `failure` {`code`, `reason`} |
         *     | `asset.updated` | somebody edited it | the same |
         *     | `asset.trashed`, `asset.restored`, `asset.removed` | it went into the trash, came out of it, or is gone for good | the same |
         *     | `asset.waiting`, `asset.released`, `asset.refused` | it is to be released by an admin of its unit, was, or was not | `state`, `kind`, `title`, `fileName`, `courseId`, `requestedVisibility`, `by`, `reason` |
         *     | `asset.replaced` | another upload is shown as the asset from now on | the same, `revision` |
         *     | `asset.replacement-failed` | what was to replace the asset can not be shown, and the asset is as it was | `revision`, `fileName`, `bytes`, `failure` |
         *     | `webhook.disabled` | a webhook was disabled, since its receiver took nothing for three days | `because`, `failingSince` |
         *     | `asset.progress` | one of its renditions has come further; once a second at most | `state`, `rung`, `percent`, `rendition`: its state |
         *     | `quota.changed` | what a person or unit holds, or may, is something else; once a second at most | `of`: `person` or `unit`, `limit`, `used`, `reserved`, `derived`, `assets` |
         *     | `reset` | events before this one are gone (`expired`), or nobody knows the `Last-Event-ID` (`unknown`): load anew what you show | `reason` beside `type`, and nothing else |
         *
         *     What is not known is left out of `data`. Fields and types may be added: pass over those that you do not know. Every event says how something stands, so that one which comes twice, after a break, does no harm.
         *     A doctor is told what is their own, a unit admin also what belongs to their unit and below it, an administrator and an auditor everything. The stream ends when the token expires, and within 10 seconds after the key was revoked, the session ended, or the person was disabled, edited or moved.
         */
        get: operations["listenToEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
        /** Says which mails the caller gets, and in which language */
        patch: operations["updateMe"];
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
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the caller’s password; their other sessions end */
        put: operations["changeOwnPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and until when */
        get: operations["getSession"];
        put?: never;
        /** Begins a session with an API key, where there is no identity provider */
        post: operations["beginSession"];
        /** Signs out */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the identity provider sends a browser back to */
        get: operations["finishSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins a session with the one-time code that a start on one machine has printed */
        post: operations["beginSessionByCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets the password of whom an invitation is for, and signs in; all other sessions of them end
         * @description Needs the header `Lectern-Request`, and comes from a page of this address.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs in with a password
         * @description Needs the header `Lectern-Request`, and comes from a page of this address. That there is nobody of this name is answered as a wrong password is, and takes as long.
         */
        post: operations["beginSessionByPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sends a browser to the identity provider */
        get: operations["beginSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How people sign in here */
        get: operations["getSignInWays"];
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
    "/v1/uploads/{id}/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a code by which another machine may go on with an upload for fifteen minutes
         * @description The code before it ends, and so does the token of whoever came in by it. A connection that still sends is stopped; what it sent is kept.
         */
        post: operations["createUploadCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
    "/v1/uploads/{id}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says whether a file is the one that came so far; nothing else is told of it
         * @description With a token that was given for a code it makes the token good for sending: the proof is of as many bytes as the token was given for. Their owner proves nothing by it, and compares with all that came.
         */
        post: operations["proveUploadFile"];
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
         *       "scopes": [
         *         "upload"
         *       ],
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
            scopes: ("upload" | "view" | "admin")[];
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
         *           "scopes": [
         *             "upload"
         *           ],
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
         *       "views": 391,
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
         *       "poster": {
         *         "source": "automatic",
         *         "state": "done",
         *         "second": null,
         *         "failure": null
         *       },
         *       "revision": "first",
         *       "replacement": null,
         *       "beyondEnd": null,
         *       "courseId": "crs_8h2mz6q0vt4xk1pw9sd5nc",
         *       "requestedVisibility": null,
         *       "release": null,
         *       "owner": "dr-li",
         *       "unit": "surgery",
         *       "externalId": "lms-4711",
         *       "version": 1,
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "updatedAt": "2026-11-30T08:00:09.000Z",
         *       "playableAt": "2026-11-30T08:00:09.000Z",
         *       "readyAt": null,
         *       "deletedAt": null,
         *       "purgeAt": null,
         *       "heldBy": null
         *     }
         */
        Asset: {
            /** @description What people put beside it and nobody sees, since the recording was replaced by a shorter one; null where there is nothing */
            beyondEnd: components["schemas"]["BeyondEnd"] | null;
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
            /** @description How your own platform calls it */
            externalId: string | null;
            /** @description Why it failed, in words for a doctor */
            failure: {
                code: string;
                reason: string;
            } | null;
            fileName: string;
            height: number | null;
            /** @description Of what is in the trash: by a legal hold on what it is kept, however long it has been there */
            heldBy: ("asset" | "course" | "unit") | null;
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
            /** @description What is shown before it is played; a playback session has its URLs */
            poster: components["schemas"]["Poster"];
            /** @description When it will be removed from the trash, for good; null where it is not there, and while a legal hold keeps it */
            purgeAt: string | null;
            readyAt: string | null;
            /** @description Of units that review: whether an admin lets more than the unit see it; null where nobody is asked */
            release: components["schemas"]["ReleaseState"] | null;
            renditions: components["schemas"]["Rendition"][];
            /** @description What was uploaded last to replace it, while that is processed, or where it failed */
            replacement: components["schemas"]["Replacement"] | null;
            /** @description What its course says, while the asset is seen by fewer, since an admin has not released it; null where nothing is held back */
            requestedVisibility: ("unit" | "region" | "all") | null;
            /** @description Which of its revisions is shown: `first` until it was replaced for the first time */
            revision: string;
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
            /** @description Playback sessions in which it has been watched */
            views: number;
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
            /** @description null for none */
            externalId?: string | null;
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
         *           "views": 391,
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
         *           "poster": {
         *             "source": "automatic",
         *             "state": "done",
         *             "second": null,
         *             "failure": null
         *           },
         *           "revision": "first",
         *           "replacement": null,
         *           "beyondEnd": null,
         *           "courseId": "crs_8h2mz6q0vt4xk1pw9sd5nc",
         *           "requestedVisibility": null,
         *           "release": null,
         *           "owner": "dr-li",
         *           "unit": "surgery",
         *           "externalId": "lms-4711",
         *           "version": 1,
         *           "createdAt": "2026-11-30T08:00:00.000Z",
         *           "updatedAt": "2026-11-30T08:00:09.000Z",
         *           "playableAt": "2026-11-30T08:00:09.000Z",
         *           "readyAt": null,
         *           "deletedAt": null,
         *           "purgeAt": null,
         *           "heldBy": null
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
         *       "interval": "month",
         *       "from": "2026-03-01",
         *       "to": "2026-03-31",
         *       "series": [
         *         {
         *           "period": "2026-03",
         *           "sentBytes": 48318382080,
         *           "minutesWatched": 7412,
         *           "views": 391,
         *           "viewers": 63
         *         }
         *       ]
         *     }
         */
        AssetUsage: {
            from: string;
            /** @enum {string} */
            interval: "day" | "month";
            series: {
                /** @description Minutes of the clock in which recordings were on their way */
                minutesWatched: number;
                /** @description `YYYY-MM-DD`, or `YYYY-MM` */
                period: string;
                /** @description Bodies that went out, as far as they did */
                sentBytes: number;
                /** @description Different people who watched */
                viewers: number;
                /** @description Playback sessions that began to watch */
                views: number;
            }[];
            to: string;
        };
        /**
         * @example {
         *       "fromSeq": 301,
         *       "toSeq": 340,
         *       "reason": "Restored the dump of 11 November after the disk of the database had failed"
         *     }
         */
        AuditAcknowledgement: {
            /** @description As `lost` of the verdict names them */
            fromSeq: number;
            /** @description What happened; it is an entry of the trail, and stays. Name no person */
            reason: string;
            /** @description The last of them */
            toSeq: number;
        };
        /**
         * @example {
         *       "seq": 812,
         *       "at": "2026-11-30T08:00:00.000Z",
         *       "actor": "dr-li",
         *       "action": "asset.trashed",
         *       "subject": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "unit": "surgery",
         *       "facts": {},
         *       "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
         *     }
         */
        AuditEntry: {
            action: string;
            /** @description A person’s id, `system`, or `erased person` and a pseudonym */
            actor: string;
            /** Format: date-time */
            at: string;
            facts: {
                [key: string]: unknown;
            };
            /** @description The SHA-256 of this entry and of the hash of the one before */
            hash: string;
            /** @description From 1 on, without gaps */
            seq: number;
            subject: string;
            unit: string | null;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "seq": 812,
         *           "at": "2026-11-30T08:00:00.000Z",
         *           "actor": "dr-li",
         *           "action": "asset.trashed",
         *           "subject": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "unit": "surgery",
         *           "facts": {},
         *           "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        AuditEntryPage: {
            items: components["schemas"]["AuditEntry"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "intact": false,
         *       "rows": 812,
         *       "findings": [
         *         {
         *           "reason": "edited",
         *           "fromSeq": 17,
         *           "toSeq": 17
         *         }
         *       ],
         *       "moreFindings": 0,
         *       "anchors": {
         *         "count": 96,
         *         "newest": {
         *           "number": 96,
         *           "seq": 800,
         *           "at": "2026-11-30T07:30:00.000Z"
         *         },
         *         "findings": [],
         *         "moreFindings": 0
         *       },
         *       "unproven": {
         *         "fromSeq": 801,
         *         "toSeq": 812,
         *         "since": "2026-11-30T07:31:00.000Z"
         *       },
         *       "lost": null,
         *       "acknowledged": [
         *         {
         *           "fromSeq": 301,
         *           "toSeq": 340,
         *           "seq": 305,
         *           "at": "2026-11-12T09:00:00.000Z",
         *           "by": "demo-admin",
         *           "reason": "Restored the dump of 11 November after the disk of the database had failed"
         *         }
         *       ],
         *       "names": {
         *         "count": 61,
         *         "erased": [
         *           {
         *             "pseudonym": "psn_7b0c4f5e1d2a3948576a6b5c4d3e2f1009182736",
         *             "seq": 790,
         *             "at": "2026-11-29T10:00:00.000Z",
         *             "by": "demo-admin"
         *           }
         *         ],
         *         "moreErased": 0,
         *         "returned": [],
         *         "findings": [],
         *         "moreFindings": 0
         *       }
         *     }
         */
        AuditVerdict: {
            /** @description What was lost, and somebody has said they know of, newest first */
            acknowledged: {
                /** Format: date-time */
                at: string;
                by: string;
                fromSeq: number;
                reason: string;
                /** @description The entry that says so */
                seq: number;
                toSeq: number;
            }[];
            anchors: {
                count: number;
                /** @description The first hundred */
                findings: {
                    number: number;
                    /**
                     * @description `unknown-key`: its key is in the key ring no more, and no later anchor vouches for it
                     * @enum {string}
                     */
                    reason: "missing" | "altered" | "unknown-key";
                }[];
                moreFindings: number;
                newest: {
                    /** Format: date-time */
                    at: string;
                    number: number;
                    seq: number;
                } | null;
            };
            /** @description The first hundred */
            findings: {
                fromSeq: number;
                /**
                 * @description `edited`: not what its hash was made of; `missing`: not there; `unlinked`: one of the two was put in place of another; `rewritten`: hashed anew, as an anchor shows, and any of these may have been changed; `cut`: the trail ends before them, and an anchor has seen them
                 * @enum {string}
                 */
                reason: "edited" | "missing" | "unlinked" | "rewritten" | "cut";
                /** @description The last of them */
                toSeq: number;
            }[];
            /** @description Whether nothing is wrong but what is `acknowledged`. What is `unproven` may have been changed all the same */
            intact: boolean;
            /** @description From where on the trail is not what anchors have seen, to the last that they saw: after a restore, what was lost. To be acknowledged as it stands here */
            lost: {
                fromSeq: number;
                toSeq: number;
            } | null;
            moreFindings: number;
            /** @description Whose the pseudonyms of the trail are */
            names: {
                /** @description Names that stand beside the trail */
                count: number;
                /** @description The first hundred of those that are erased, as a sealed anchor has stated before */
                erased: {
                    /** Format: date-time */
                    at: string;
                    by: string;
                    pseudonym: string;
                    /** @description The entry that says so */
                    seq: number;
                }[];
                /** @description The first hundred */
                findings: {
                    pseudonym: string;
                    /**
                     * @description `altered`: it stands for somebody else than it was made for; `missing`: nobody knows whom it stood for, and no erasure is proven
                     * @enum {string}
                     */
                    reason: "altered" | "missing";
                }[];
                moreErased: number;
                moreFindings: number;
                /** @description The first hundred pseudonyms of those who are known though an anchor says that they are erased: a dump of before was restored, or the erasure broke off. Erase them again */
                returned: string[];
            };
            /** @description Entries that were read */
            rows: number;
            /** @description Entries that no anchor has yet: that they were hashed anew, or that some behind them were cut off, can not be proven */
            unproven: {
                fromSeq: number;
                /** Format: date-time */
                since: string;
                toSeq: number;
            } | null;
        };
        /**
         * @example {
         *       "captions": [
         *         {
         *           "language": "zh",
         *           "cues": 3
         *         }
         *       ],
         *       "chapters": 1
         *     }
         */
        BeyondEnd: {
            captions: {
                /** @description How many begin after the end */
                cues: number;
                language: string;
            }[];
            /** @description How many begin after the end */
            chapters: number;
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
         *       "language": "zh",
         *       "label": "中文",
         *       "isDefault": true,
         *       "isForced": false,
         *       "source": "person",
         *       "cues": 412,
         *       "putAt": "2026-11-30T08:00:00.000Z"
         *     }
         */
        Caption: {
            /** @description null of those that were in the recording */
            cues: number | null;
            isDefault: boolean;
            /** @description Only what has to be read: signs, speech in a foreign language */
            isForced: boolean;
            /** @description What players offer them under; no two are alike */
            label: string;
            /** @description BCP 47; `und` where nobody says */
            language: string;
            putAt: string | null;
            /**
             * @description Whether they were in the recording, or somebody put them
             * @enum {string}
             */
            source: "recording" | "person";
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "language": "zh",
         *           "label": "中文",
         *           "isDefault": true,
         *           "isForced": false,
         *           "source": "recording",
         *           "cues": null,
         *           "putAt": null
         *         }
         *       ]
         *     }
         */
        CaptionList: {
            items: components["schemas"]["Caption"][];
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
         *       "chapters": [
         *         {
         *           "title": "胸外按压",
         *           "startSeconds": 0
         *         },
         *         {
         *           "title": "Ventilation",
         *           "startSeconds": 312.5
         *         }
         *       ]
         *     }
         */
        Chapters: {
            chapters: {
                /** @description It goes on to where the next one begins */
                startSeconds: number;
                title: string;
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
         *       "externalId": "lms-course-12",
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
            /** @description How your own platform calls it */
            externalId: string | null;
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
            /** @description How your own platform calls it */
            externalId?: string | null;
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
         *           "externalId": "lms-course-12",
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
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "title": "A lesson",
         *       "owner": "dr-li",
         *       "unit": "surgery",
         *       "action": "drop-rungs",
         *       "rule": "ret_8h2mz6q0vt4xk1pw9sd5nc",
         *       "bytes": 412003200,
         *       "rungs": [
         *         "480p",
         *         "720p"
         *       ],
         *       "heldBy": null
         *     }
         */
        DueAsset: {
            /** @enum {string} */
            action: "trash" | "drop-rungs";
            asset: string;
            /** @description Of the original and all that was made of it, or of the rungs */
            bytes: number;
            /** @description The legal hold for which nothing becomes of it; null where it would go */
            heldBy: ("asset" | "course" | "unit") | null;
            owner: string;
            /** @description The id of the rule that says so: the oldest, where several do */
            rule: string;
            /** @description Those that would be dropped */
            rungs: string[];
            title: string;
            unit: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "title": "A lesson",
         *           "owner": "dr-li",
         *           "unit": "surgery",
         *           "action": "drop-rungs",
         *           "rule": "ret_8h2mz6q0vt4xk1pw9sd5nc",
         *           "bytes": 412003200,
         *           "rungs": [
         *             "480p",
         *             "720p"
         *           ],
         *           "heldBy": null
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        DueAssetPage: {
            items: components["schemas"]["DueAsset"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "token": "le_…",
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "expiresAt": "2026-11-30T20:00:00.000Z"
         *     }
         */
        EmbedGrant: {
            asset: string;
            /** Format: date-time */
            expiresAt: string;
            /** @description A Bearer token for this asset alone: to play it, and to keep the viewer’s position */
            token: string;
        };
        /**
         * @example {
         *       "url": "https://lectern.example/embed/ast_3kq9zt5m1xw7c2vd8rn4by#ticket=Zr0oB6qv…",
         *       "ticket": "Zr0oB6qv…",
         *       "expiresAt": "2026-11-30T08:01:00.000Z"
         *     }
         */
        EmbedTicket: {
            /**
             * Format: date-time
             * @description It is good once until then
             */
            expiresAt: string;
            ticket: string;
            /** @description For the `src` of an `<iframe>`; the ticket stands in its fragment */
            url: string;
        };
        /**
         * @example {
         *       "dryRun": false,
         *       "complete": true,
         *       "pseudonym": "psn_7b0c4f5e1d2a3948576a6b5c4d3e2f1009182736",
         *       "lessons": {
         *         "assets": 12,
         *         "courses": 2,
         *         "to": "dr-wang"
         *       },
         *       "erased": {
         *         "apiKeys": 1,
         *         "sessions": 2,
         *         "uploads": 0,
         *         "answers": 3
         *       },
         *       "watched": 31,
         *       "stays": [
         *         {
         *           "what": "audit-trail",
         *           "why": "What was done and seen stays provable: the trail shows the pseudonym, and no hash changes"
         *         },
         *         {
         *           "what": "lessons",
         *           "why": "They are the hospital’s: another person or the unit has them"
         *         },
         *         {
         *           "what": "usage",
         *           "why": "Sums by day, of the units and of the pseudonym, for quotas and reports"
         *         },
         *         {
         *           "what": "watched",
         *           "why": "Who watched a lesson, as the pseudonym, for its figures"
         *         },
         *         {
         *           "what": "free-text",
         *           "why": "Reasons, titles and descriptions are as they were written, whomever they name"
         *         },
         *         {
         *           "what": "outside",
         *           "why": "Logs, dumps of the database, and what webhooks have sent lie elsewhere"
         *         }
         *       ]
         *     }
         */
        Erasure: {
            /** @description Whether the person is erased; if not, and it is no dry run, the same request goes on */
            complete: boolean;
            dryRun: boolean;
            /** @description And their name, id, role, unit and externalId, and that they were disabled */
            erased: {
                /** @description Kept for when a request is repeated */
                answers: number;
                apiKeys: number;
                /** @description Of browsers */
                sessions: number;
                /** @description Under way: they are ended */
                uploads: number;
            };
            lessons: {
                /** @description Those in the trash too */
                assets: number;
                courses: number;
                /** @description null: they stay with the unit, or nobody has said it yet */
                to: string | null;
            };
            /** @description What lists show in their place, as `erased person …`; null while they are not erased */
            pseudonym: string | null;
            stays: {
                /** @enum {string} */
                what: "audit-trail" | "lessons" | "usage" | "watched" | "free-text" | "outside";
                why: string;
            }[];
            /** @description Recordings that the pseudonym has watched from then on */
            watched: number;
        };
        /**
         * @example {
         *       "confirm": "dr-li",
         *       "lessonsTo": "dr-wang"
         *     }
         */
        ErasureWish: {
            /** @description The id of the person once more: what is erased does not come back. Not needed for a dry run */
            confirm?: string;
            /**
             * @description Say what would become of everything, and change nothing
             * @default false
             */
            dryRun?: boolean;
            /** @description The id of the person who gets assets and courses; null: they stay with the unit, owned by the pseudonym. Needed where there are any */
            lessonsTo?: string | null;
        };
        /**
         * @example {
         *       "kind": "assets",
         *       "id": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "unit": "surgery",
         *       "reason": "Case 2026-17, asked for by the legal department",
         *       "by": "demo-admin",
         *       "byAdministrator": true,
         *       "createdAt": "2026-11-30T08:00:00.000Z"
         *     }
         */
        Hold: {
            /** @description Who placed it */
            by: string;
            /** @description Whether only an administrator may change or lift it */
            byAdministrator: boolean;
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @enum {string} */
            kind: "assets" | "courses" | "units";
            reason: string;
            /** @description Of what is held */
            unit: string;
        };
        /**
         * @example {
         *       "reason": "Case 2026-17, asked for by the legal department"
         *     }
         */
        HoldOrder: {
            /** @description Who ordered it and why; name no patient */
            reason: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "kind": "assets",
         *           "id": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "unit": "surgery",
         *           "reason": "Case 2026-17, asked for by the legal department",
         *           "by": "demo-admin",
         *           "byAdministrator": true,
         *           "createdAt": "2026-11-30T08:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        HoldPage: {
            items: components["schemas"]["Hold"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "person": "dr-li",
         *       "purpose": "invitation",
         *       "invitedBy": "it-zhang",
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "expiresAt": "2026-12-07T08:00:00.000Z"
         *     }
         */
        Invitation: {
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            invitedBy: string;
            person: string;
            /** @enum {string} */
            purpose: "invitation" | "reset";
        };
        /**
         * @example {
         *       "secret": "n5cS0p0hX2w8o9Qv3mY1rT7uK4zB6aEjL-dGf_iHsNU",
         *       "password": "heron tulip basalt nine"
         *     }
         */
        InvitationAcceptance: {
            /** @description Of 12 to 256 characters, whichever; none of those that are tried first */
            password: string;
            /** @description What stands behind the # of the link */
            secret: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "person": "dr-li",
         *           "purpose": "invitation",
         *           "invitedBy": "it-zhang",
         *           "createdAt": "2026-11-30T08:00:00.000Z",
         *           "expiresAt": "2026-12-07T08:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        InvitationPage: {
            items: components["schemas"]["Invitation"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "purpose": "invitation"
         *     }
         */
        InvitationWish: {
            /**
             * @description `reset` ends password, sessions and signed URLs of the person at once
             * @default invitation
             * @enum {string}
             */
            purpose?: "invitation" | "reset";
        };
        /**
         * @example {
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "title": "A lesson",
         *       "owner": "dr-li",
         *       "unit": "surgery",
         *       "kind": "encode-asset",
         *       "state": "waiting",
         *       "priority": "normal",
         *       "tries": 0,
         *       "sentAt": "2026-11-30T08:00:00.000Z",
         *       "dueAt": "2026-11-30T08:00:00.000Z",
         *       "startedAt": null,
         *       "failure": null
         *     }
         */
        Job: {
            /** @description Names the job: each asset has one at the most */
            asset: string;
            /** @description When it may begin at the earliest */
            dueAt: string | null;
            /** @description Why it failed, or why the last try did */
            failure: {
                code: string;
                reason: string;
            } | null;
            /** @description The queue; null of what has failed */
            kind: ("package-asset" | "encode-asset") | null;
            owner: string;
            /**
             * @description `high`: before the other jobs of its unit; `low`: after those of its person. Units take turns either way
             * @enum {string}
             */
            priority: "high" | "normal" | "low";
            sentAt: string | null;
            startedAt: string | null;
            /**
             * @description `later`: it waits for its time or another try; `failed`: for good, until it is retried
             * @enum {string}
             */
            state: "waiting" | "later" | "active" | "failed";
            title: string;
            tries: number;
            unit: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "title": "A lesson",
         *           "owner": "dr-li",
         *           "unit": "surgery",
         *           "kind": "encode-asset",
         *           "state": "waiting",
         *           "priority": "normal",
         *           "tries": 0,
         *           "sentAt": "2026-11-30T08:00:00.000Z",
         *           "dueAt": "2026-11-30T08:00:00.000Z",
         *           "startedAt": null,
         *           "failure": null
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        JobPage: {
            items: components["schemas"]["Job"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "priority": "high"
         *     }
         */
        JobPriorityWish: {
            /**
             * @description `high`: before the other jobs of its unit; `low`: after those of its person. Units take turns either way
             * @enum {string}
             */
            priority: "high" | "normal" | "low";
        };
        /**
         * @example {
         *       "queues": [
         *         {
         *           "kind": "package-asset",
         *           "waiting": 0,
         *           "later": 0,
         *           "active": 1,
         *           "oldestSeconds": 0
         *         },
         *         {
         *           "kind": "encode-asset",
         *           "waiting": 3,
         *           "later": 1,
         *           "active": 2,
         *           "oldestSeconds": 41.5
         *         }
         *       ],
         *       "failed": 1
         *     }
         */
        JobQueues: {
            /** @description Assets that have failed, and are not in the trash */
            failed: number;
            queues: {
                active: number;
                /** @enum {string} */
                kind: "package-asset" | "encode-asset";
                later: number;
                /** @description Since the oldest was sent that could begin now; 0 where none could */
                oldestSeconds: number;
                waiting: number;
            }[];
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
            /** @description A person’s id, or `erased person` and a pseudonym */
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
         *       "person": "dr-li",
         *       "purpose": "invitation",
         *       "invitedBy": "it-zhang",
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "expiresAt": "2026-12-07T08:00:00.000Z",
         *       "link": "https://lectern.example.org/invitation#n5cS0p0hX2w8o9Qv3mY1rT7uK4zB6aEjL-dGf_iHsNU"
         *     }
         */
        MadeInvitation: {
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            invitedBy: string;
            /** @description To be handed to the person; it is in this answer and nowhere else */
            link: string;
            person: string;
            /** @enum {string} */
            purpose: "invitation" | "reset";
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
         *       "email": "li@hospital.example.org",
         *       "language": "zh-CN",
         *       "notices": {
         *         "uploadFailed": true,
         *         "processingFailed": true,
         *         "released": true,
         *         "refused": true,
         *         "releaseWaiting": true,
         *         "quotaNearlyFull": true
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
            /** @description Where they get mails, as their token said last; null where it said none: they get none */
            email: string | null;
            /**
             * @description In which they get mails
             * @enum {string}
             */
            language: "zh-CN" | "en";
            name: string;
            /** @description Which mails they get, where the operator has them sent */
            notices: components["schemas"]["NoticeWishes"];
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
         *       "language": "en",
         *       "notices": {
         *         "released": false
         *       }
         *     }
         */
        MeEdit: {
            /**
             * @description In which they get mails
             * @enum {string}
             */
            language?: "zh-CN" | "en";
            /** @description Which mails they get; what is left out stays */
            notices?: {
                /** @description A lesson could not be processed */
                processingFailed?: boolean;
                /** @description The caller’s quota, or that of a unit admin’s unit, is nearly full */
                quotaNearlyFull?: boolean;
                /** @description An admin has not released a lesson */
                refused?: boolean;
                /** @description An admin has released a lesson */
                released?: boolean;
                /** @description Of unit admins: lessons wait for their release, once an hour at most */
                releaseWaiting?: boolean;
                /** @description An upload has come to nothing */
                uploadFailed?: boolean;
            };
        };
        /**
         * @example {
         *       "subject": "dr-li",
         *       "name": "Dr. Li",
         *       "role": "doctor",
         *       "unit": "surgery",
         *       "label": "recording studio",
         *       "scopes": [
         *         "upload"
         *       ]
         *     }
         */
        NewApiKey: {
            /** Format: date-time */
            expiresAt?: string;
            label: string;
            name: string;
            /** @enum {string} */
            role: "doctor" | "unit-admin" | "admin" | "auditor";
            /** @description What it is good for: upload (send files, keep lessons and courses), view (see and play them), admin (all below /v1/admin that the role allows); everything unless said */
            scopes?: ("upload" | "view" | "admin")[];
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
            /** @description How your own platform calls it */
            externalId?: string | null;
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
         *       "unit": "surgery",
         *       "trash": {
         *         "afterDays": 730,
         *         "since": "watched"
         *       },
         *       "dropRungsAfterDays": 180
         *     }
         */
        NewRetentionRule: {
            /**
             * @description Of a recording that nobody has opened for so many days all pictures but the source and the smallest are dropped, and made again when somebody opens it; null for never
             * @default null
             */
            dropRungsAfterDays?: number | null;
            /**
             * @description Whether no rule, also of a unit above, puts these assets into the trash
             * @default false
             */
            keepsOriginals?: boolean;
            /**
             * @description Only assets of courses with this tag; null for all
             * @default null
             */
            tag?: string | null;
            /**
             * @description Into the trash after so many days; null for never
             * @default null
             */
            trash?: {
                afterDays: number;
                /**
                 * @description `watched`: since somebody last opened it, or since it was uploaded where nobody has
                 * @enum {string}
                 */
                since: "uploaded" | "watched";
            } | null;
            /** @description With everything below it */
            unit: string;
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
            /** @description How your own platform calls the asset; what another asset, or one on its way, has is refused; empty counts as left out */
            externalId?: string;
            /** @description At most 255 characters. Folders in front of it, control characters and marks that turn the direction of writing are left out */
            fileName: string;
            /** @description Makes it an upload in numbered parts of this size (but for the last) */
            partBytes?: number;
            /** @description The asset whose bytes it replaces: all else of it stays, and what is served is served until these are ready. If-Match may name its version; empty counts as left out */
            replaces?: string;
            /** @description Of the whole file: other bytes are refused with 460; empty counts as left out */
            sha256?: string;
            /** @description The title of the asset; the file’s name without it; empty counts as left out */
            title?: string;
        };
        /**
         * @example {
         *       "unit": "surgery",
         *       "url": "https://learn.hospital.example.org/lectern",
         *       "eventTypes": [
         *         "asset.ready",
         *         "asset.failed"
         *       ],
         *       "description": "Course catalogue"
         *     }
         */
        NewWebhook: {
            description?: string;
            /**
             * @description `upload.created`: An upload has begun.
             *     `upload.completed`: An upload has become an asset.
             *     `upload.ended`: An upload came to nothing: given up, expired, refused, or ended by an administrator.
             *     `asset.processing`: An asset is there, and is looked at or processed, also once more after a failure.
             *     `asset.playable`: The first rendition of an asset can be played.
             *     `asset.ready`: All that is made of an asset is there.
             *     `asset.failed`: An asset can not be played; `data.failure` says why.
             *     `asset.updated`: Somebody has edited an asset.
             *     `asset.trashed`: An asset was deleted, and can be restored.
             *     `asset.restored`: An asset is back from the trash.
             *     `asset.removed`: The bytes of an asset are gone for good.
             *     `asset.waiting`: More people are to see an asset than its unit, whose admin has to release it first.
             *     `asset.released`: An admin has released an asset: all see it to whom its course shows it.
             *     `asset.refused`: An admin keeps an asset within its unit; `data.reason` says why.
             *     `asset.replaced`: Another recording, image or file is shown as the asset from now on; `data.revision` names it.
             *     `asset.replacement-failed`: What was to replace an asset can not be shown: `data.failure` says why, and the asset is as it was.
             *     `webhook.disabled`: Another webhook of the same unit, or of one below, was disabled since its receiver took nothing.
             */
            eventTypes: ("upload.created" | "upload.completed" | "upload.ended" | "asset.processing" | "asset.playable" | "asset.ready" | "asset.failed" | "asset.updated" | "asset.trashed" | "asset.restored" | "asset.removed" | "asset.waiting" | "asset.released" | "asset.refused" | "asset.replaced" | "asset.replacement-failed" | "webhook.disabled")[];
            /** @description Events of this unit and of what lies below it; left out: of the unit of a unit admin, of everybody for an admin */
            unit?: string;
            /** @description https, or http in a network of LECTERN_WEBHOOK_NETWORKS; it may hold a secret of the receiver */
            url: string;
        };
        /**
         * @example {
         *       "uploadFailed": true,
         *       "processingFailed": true,
         *       "released": true,
         *       "refused": true,
         *       "releaseWaiting": true,
         *       "quotaNearlyFull": true
         *     }
         */
        NoticeWishes: {
            /** @description A lesson could not be processed */
            processingFailed: boolean;
            /** @description The caller’s quota, or that of a unit admin’s unit, is nearly full */
            quotaNearlyFull: boolean;
            /** @description An admin has not released a lesson */
            refused: boolean;
            /** @description An admin has released a lesson */
            released: boolean;
            /** @description Of unit admins: lessons wait for their release, once an hour at most */
            releaseWaiting: boolean;
            /** @description An upload has come to nothing */
            uploadFailed: boolean;
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
            /** @description What is gone already, is no orphan (any more), or is kept by a legal hold */
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
         *       "current": "heron tulip basalt nine",
         *       "password": "cello orchard mint seven"
         *     }
         */
        PasswordChange: {
            /** @description The one that holds now */
            current: string;
            /** @description Of 12 to 256 characters, whichever; none of those that are tried first */
            password: string;
        };
        /**
         * @example {
         *       "name": "dr-li",
         *       "password": "heron tulip basalt nine"
         *     }
         */
        PasswordSignIn: {
            /** @description The id of a person, or their e-mail address */
            name: string;
            password: string;
        };
        /**
         * @example {
         *       "dryRun": true,
         *       "new": 1,
         *       "changed": 0,
         *       "unchanged": 0,
         *       "refused": 1,
         *       "lines": [
         *         {
         *           "line": 2,
         *           "id": "dr-li",
         *           "verdict": "new",
         *           "problems": []
         *         },
         *         {
         *           "line": 3,
         *           "id": "dr-wang",
         *           "verdict": "refused",
         *           "problems": [
         *             "unit: there is no such unit"
         *           ]
         *         }
         *       ]
         *     }
         */
        PeopleImport: {
            changed: number;
            dryRun: boolean;
            lines: {
                id: string;
                /** @description In the file, whose first line names the columns */
                line: number;
                problems: string[];
                /** @enum {string} */
                verdict: "new" | "changed" | "unchanged" | "refused";
            }[];
            new: number;
            refused: number;
            unchanged: number;
        };
        /**
         * @example {
         *       "id": "dr-li",
         *       "name": "Dr. Li",
         *       "role": "doctor",
         *       "unit": "surgery",
         *       "assignedRole": null,
         *       "assignedUnit": null,
         *       "externalId": "hr-20311",
         *       "email": "li@hospital.example.org",
         *       "hasPassword": true,
         *       "disabled": false,
         *       "disabledAt": null,
         *       "lastSeenAt": "2026-11-30T08:00:00.000Z",
         *       "usedBytes": 734003200,
         *       "derivedBytes": 1482113,
         *       "assets": 1,
         *       "version": 2
         *     }
         */
        Person: {
            assets: number;
            /** @description Set here, and in force whatever their token says */
            assignedRole: ("doctor" | "unit-admin" | "admin" | "auditor") | null;
            assignedUnit: string | null;
            /** @description Bytes of what was made of them */
            derivedBytes: number;
            disabled: boolean;
            disabledAt: string | null;
            email: string | null;
            /** @description How your own platform calls them */
            externalId: string | null;
            /** @description Whether they can sign in with a password */
            hasPassword: boolean;
            /** @description The subject of their tokens */
            id: string;
            /** @description To the hour */
            lastSeenAt: string | null;
            /** @description null for somebody who has not been seen here */
            name: string | null;
            /** @description What they may do: as assigned here, or as their token said last */
            role: ("doctor" | "unit-admin" | "admin" | "auditor") | null;
            unit: string | null;
            /** @description Bytes of their originals; the trash counts until it is emptied */
            usedBytes: number;
            version: number;
        };
        /**
         * @example {
         *       "disabled": true
         *     }
         */
        PersonEdit: {
            /** @description Whether their tokens, keys and signed URLs are refused */
            disabled?: boolean;
            /** @description By which they may sign in with a password, too; null for none */
            email?: string | null;
            /** @description How your own platform calls them; null for none */
            externalId?: string | null;
            /** @description Shown to people; whoever comes with a token is called as that says */
            name?: string;
            /** @description What they may do from now on, whatever their token says; null leaves it to the token again */
            role?: ("doctor" | "unit-admin" | "admin" | "auditor") | null;
            /** @description Where they and their quota are moved to, whatever their token says; null leaves it to the token again */
            unit?: string | null;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "dr-li",
         *           "name": "Dr. Li",
         *           "role": "doctor",
         *           "unit": "surgery",
         *           "assignedRole": null,
         *           "assignedUnit": null,
         *           "externalId": "hr-20311",
         *           "email": "li@hospital.example.org",
         *           "hasPassword": true,
         *           "disabled": false,
         *           "disabledAt": null,
         *           "lastSeenAt": "2026-11-30T08:00:00.000Z",
         *           "usedBytes": 734003200,
         *           "derivedBytes": 1482113,
         *           "assets": 1,
         *           "version": 2
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        PersonPage: {
            items: components["schemas"]["Person"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
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
         *       "chapters": "https://play.example/v1/3kq9zt5m…/index.vtt",
         *       "complete": true,
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
            /** @description WebVTT: each cue is a chapter, with its title */
            chapters: string | null;
            /** @description Whether `hls` has all rungs; false while more are being made: a session that is opened later has them */
            complete: boolean;
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
        /**
         * @example {
         *       "source": "second",
         *       "state": "done",
         *       "second": 12.5,
         *       "failure": null
         *     }
         */
        Poster: {
            /** @description Why none could be made of it, in words for a doctor */
            failure: {
                code: string;
                reason: string;
            } | null;
            second: number | null;
            /**
             * @description What it is of: by itself, or an image or a second that somebody put
             * @enum {string}
             */
            source: "automatic" | "image" | "second";
            /**
             * @description `waiting` and `failed`: the one before is shown
             * @enum {string}
             */
            state: "none" | "waiting" | "done" | "failed";
        };
        /**
         * @example {
         *       "second": 12.5
         *     }
         */
        PosterWish: {
            /** @description Of the recording, from its beginning */
            second: number;
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
         *       "language": "zh",
         *       "label": "中文",
         *       "isDefault": true,
         *       "isForced": false,
         *       "source": "person",
         *       "cues": 412,
         *       "putAt": "2026-11-30T08:00:00.000Z",
         *       "leftOut": 0
         *     }
         */
        PutCaption: {
            /** @description null of those that were in the recording */
            cues: number | null;
            isDefault: boolean;
            /** @description Only what has to be read: signs, speech in a foreign language */
            isForced: boolean;
            /** @description What players offer them under; no two are alike */
            label: string;
            /** @description BCP 47; `und` where nobody says */
            language: string;
            /** @description Cues that are not shown: without text or time, or from after the end of the recording */
            leftOut: number;
            putAt: string | null;
            /**
             * @description Whether they were in the recording, or somebody put them
             * @enum {string}
             */
            source: "recording" | "person";
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
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "title": "A lesson",
         *       "kind": "video",
         *       "owner": "dr-li",
         *       "unit": "surgery",
         *       "courseId": "crs_8h2mz6q0vt4xk1pw9sd5nc",
         *       "requestedVisibility": "region",
         *       "state": "waiting",
         *       "reason": null,
         *       "requestedBy": "dr-li",
         *       "requestedAt": "2026-11-30T08:00:00.000Z",
         *       "by": null,
         *       "at": null,
         *       "version": 1
         *     }
         */
        Release: {
            asset: string;
            /** @description When */
            at: string | null;
            /** @description Who released or refused it */
            by: string | null;
            courseId: string | null;
            /**
             * @description Of a recording, what its container is for until it has been probed, then what is in it
             * @enum {string}
             */
            kind: "video" | "audio" | "image" | "attachment";
            owner: string;
            reason: string | null;
            /** Format: date-time */
            requestedAt: string;
            requestedBy: string;
            /**
             * @description Of its course; `unit` where that is of a unit above or beside
             * @enum {string}
             */
            requestedVisibility: "unit" | "region" | "all";
            /** @enum {string} */
            state: "waiting" | "released" | "refused";
            title: string;
            unit: string;
            version: number;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "title": "A lesson",
         *           "kind": "video",
         *           "owner": "dr-li",
         *           "unit": "surgery",
         *           "courseId": "crs_8h2mz6q0vt4xk1pw9sd5nc",
         *           "requestedVisibility": "region",
         *           "state": "waiting",
         *           "reason": null,
         *           "requestedBy": "dr-li",
         *           "requestedAt": "2026-11-30T08:00:00.000Z",
         *           "by": null,
         *           "at": null,
         *           "version": 1
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        ReleasePage: {
            items: components["schemas"]["Release"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "reason": "The patient can be recognised at 2:10"
         *     }
         */
        ReleaseRefusal: {
            /** @description Why, for its doctor; name no patient */
            reason: string;
        };
        /**
         * @example {
         *       "state": "waiting",
         *       "reason": null,
         *       "by": null,
         *       "at": "2026-11-30T08:00:00.000Z"
         *     }
         */
        ReleaseState: {
            /**
             * Format: date-time
             * @description When it was released or refused, or asked for while it waits
             */
            at: string;
            /** @description Who released or refused it; null while it waits */
            by: string | null;
            /** @description Why it was refused */
            reason: string | null;
            /** @enum {string} */
            state: "waiting" | "released" | "refused";
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
         *       "revision": "rvn_7c2vd8rn4by3kq9zt5m1xw",
         *       "state": "processing",
         *       "failure": null,
         *       "begunAt": "2026-12-01T08:00:00.000Z"
         *     }
         */
        Replacement: {
            /** Format: date-time */
            begunAt: string;
            /** @description Why it failed, in words for a doctor */
            failure: {
                code: string;
                reason: string;
            } | null;
            revision: string;
            /**
             * @description `playable`: some of it is there, but not all
             * @enum {string}
             */
            state: "processing" | "playable" | "failed";
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
         *       "id": "ret_8h2mz6q0vt4xk1pw9sd5nc",
         *       "unit": "surgery",
         *       "tag": null,
         *       "trash": {
         *         "afterDays": 730,
         *         "since": "watched"
         *       },
         *       "dropRungsAfterDays": 180,
         *       "keepsOriginals": false,
         *       "version": 1,
         *       "createdAt": "2026-11-30T08:00:00.000Z"
         *     }
         */
        RetentionRule: {
            /** Format: date-time */
            createdAt: string;
            /** @description Of a recording that nobody has opened for so many days all pictures but the source and the smallest are dropped, and made again when somebody opens it; null for never */
            dropRungsAfterDays: number | null;
            id: string;
            /** @description Whether no rule, also of a unit above, puts these assets into the trash */
            keepsOriginals: boolean;
            /** @description Only assets of courses with this tag; null for all */
            tag: string | null;
            /** @description Into the trash after so many days; null for never */
            trash: {
                afterDays: number;
                /**
                 * @description `watched`: since somebody last opened it, or since it was uploaded where nobody has
                 * @enum {string}
                 */
                since: "uploaded" | "watched";
            } | null;
            unit: string;
            version: number;
        };
        /**
         * @example {
         *       "dropRungsAfterDays": 90
         *     }
         */
        RetentionRuleEdit: {
            /** @description Of a recording that nobody has opened for so many days all pictures but the source and the smallest are dropped, and made again when somebody opens it; null for never */
            dropRungsAfterDays?: number | null;
            /** @description Whether no rule, also of a unit above, puts these assets into the trash */
            keepsOriginals?: boolean;
            /** @description Only assets of courses with this tag; null for all */
            tag?: string | null;
            /** @description Into the trash after so many days; null for never */
            trash?: {
                afterDays: number;
                /**
                 * @description `watched`: since somebody last opened it, or since it was uploaded where nobody has
                 * @enum {string}
                 */
                since: "uploaded" | "watched";
            } | null;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "ret_8h2mz6q0vt4xk1pw9sd5nc",
         *           "unit": "surgery",
         *           "tag": null,
         *           "trash": {
         *             "afterDays": 730,
         *             "since": "watched"
         *           },
         *           "dropRungsAfterDays": 180,
         *           "keepsOriginals": false,
         *           "version": 1,
         *           "createdAt": "2026-11-30T08:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        RetentionRulePage: {
            items: components["schemas"]["RetentionRule"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "id": "first",
         *       "role": "former",
         *       "state": "ready",
         *       "failure": null,
         *       "fileName": "lesson.mp4",
         *       "contentType": "video/mp4",
         *       "bytes": 734003200,
         *       "derivedBytes": 1482113,
         *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
         *       "durationSeconds": 1834.5,
         *       "begunAt": "2026-11-30T08:00:00.000Z",
         *       "retiredAt": "2026-12-01T08:00:00.000Z",
         *       "purgeAt": "2026-12-31T08:00:00.000Z"
         *     }
         */
        Revision: {
            /**
             * Format: date-time
             * @description When its upload began, or it was restored
             */
            begunAt: string;
            /** @description Bytes of the original; they count until it is removed */
            bytes: number;
            contentType: string;
            /** @description Bytes of what was made of it; they count until it is removed */
            derivedBytes: number;
            durationSeconds: number | null;
            /** @description Why it failed, in words for a doctor; `superseded`: a later one was shown before it was ready */
            failure: {
                code: string;
                reason: string;
            } | null;
            fileName: string;
            /** @description `first` for what the asset began with */
            id: string;
            /** @description When it will be removed, for good, unless a hold or a viewer keeps it; null where it will not */
            purgeAt: string | null;
            /** @description Since when it waits to be removed; null where it does not */
            retiredAt: string | null;
            /**
             * @description `coming`: it is processed, and will be shown; `former`: it was shown; `failed`: it never was
             * @enum {string}
             */
            role: "shown" | "coming" | "former" | "failed";
            sha256: string;
            /** @enum {string} */
            state: "processing" | "playable" | "ready" | "failed";
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "first",
         *           "role": "former",
         *           "state": "ready",
         *           "failure": null,
         *           "fileName": "lesson.mp4",
         *           "contentType": "video/mp4",
         *           "bytes": 734003200,
         *           "derivedBytes": 1482113,
         *           "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
         *           "durationSeconds": 1834.5,
         *           "begunAt": "2026-11-30T08:00:00.000Z",
         *           "retiredAt": "2026-12-01T08:00:00.000Z",
         *           "purgeAt": "2026-12-31T08:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        RevisionPage: {
            items: components["schemas"]["Revision"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "id": "rev_8h2mz6q0vt4xk1pw9sd5nc",
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "person": null,
         *       "reason": "A patient can be recognised.",
         *       "revokedBy": "admin",
         *       "revokedAt": "2026-11-30T08:00:00.000Z",
         *       "until": "2026-12-01T08:00:00.000Z"
         *     }
         */
        Revocation: {
            asset: string | null;
            id: string;
            person: string | null;
            reason: string;
            /** Format: date-time */
            revokedAt: string;
            revokedBy: string;
            /**
             * Format: date-time
             * @description By then the last URL that it ends would be dead anyway
             */
            until: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "rev_8h2mz6q0vt4xk1pw9sd5nc",
         *           "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *           "person": null,
         *           "reason": "A patient can be recognised.",
         *           "revokedBy": "admin",
         *           "revokedAt": "2026-11-30T08:00:00.000Z",
         *           "until": "2026-12-01T08:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        RevocationPage: {
            items: components["schemas"]["Revocation"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "asset": "ast_3kq9zt5m1xw7c2vd8rn4by",
         *       "reason": "A patient can be recognised."
         *     }
         */
        RevocationWish: {
            /** @description All URLs of this asset, whoever opened them */
            asset?: string;
            /** @description All URLs that this person opened */
            person?: string;
            /** @description For those who look at it later */
            reason: string;
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
         *       "ticket": "Zr0oB6qv3m1c8kT5pXa2yW9dNf4hJu7e"
         *     }
         */
        SentEmbedTicket: {
            /** @description What `createEmbedTicket` has given */
            ticket: string;
        };
        /**
         * @example {
         *       "code": "0471 9352"
         *     }
         */
        SentUploadCode: {
            /** @description Eight digits; spaces or hyphens may stand between them */
            code: string;
        };
        /**
         * @example {
         *       "signOut": "https://id.example/logout?client_id=lectern"
         *     }
         */
        SignedOut: {
            /** @description Where the session at the identity provider is ended, too */
            signOut: string | null;
        };
        /**
         * @example {
         *       "code": "Zr0oB6qv3m1c8kT5pXa2yW9dNf4hJu7e"
         *     }
         */
        SignInCode: {
            /** @description What a start has printed, or its start.json has */
            code: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "kid": "5f0c21aa",
         *           "state": "signing",
         *           "since": "2026-11-30T08:01:00.000Z",
         *           "signsFrom": null,
         *           "until": null
         *         },
         *         {
         *           "kid": "9b1d4e07",
         *           "state": "verifying",
         *           "since": "2026-11-30T08:01:00.000Z",
         *           "signsFrom": null,
         *           "until": "2026-12-01T08:06:00.000Z"
         *         }
         *       ]
         *     }
         */
        SigningKeys: {
            items: {
                /** @description Its id, which every URL that it signed names */
                kid: string;
                /** @description Of a new key: when it begins to sign */
                signsFrom: string | null;
                /** @description null where its ring does not say */
                since: string | null;
                /** @enum {string} */
                state: "signing" | "verifying";
                /** @description Of an old key: when its last URL is dead, and it goes */
                until: string | null;
            }[];
        };
        /**
         * @example {
         *       "subject": "dr-li",
         *       "name": "Dr. Li",
         *       "role": "doctor",
         *       "unit": "surgery",
         *       "byPassword": false,
         *       "expiresAt": "2026-11-30T20:00:00.000Z"
         *     }
         */
        SignInSession: {
            /** @description Whether they signed in with a password, which they can change */
            byPassword: boolean;
            /** @description Null for whoever calls with an API key */
            expiresAt: string | null;
            name: string;
            /** @enum {string} */
            role: "doctor" | "unit-admin" | "admin" | "auditor";
            subject: string;
            unit: string | null;
        };
        /**
         * @example {
         *       "ways": [
         *         "password",
         *         "api-key"
         *       ],
         *       "password": {
         *         "least": 12,
         *         "most": 256
         *       }
         *     }
         */
        SignInWays: {
            /** @description How many characters a password has; null where nobody has one */
            password: {
                least: number;
                most: number;
            } | null;
            /** @description The one that a page offers first comes first */
            ways: ("identity-provider" | "password" | "api-key")[];
        };
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
         *       "assets": 12,
         *       "courses": 2,
         *       "bytes": 734003200,
         *       "complete": true
         *     }
         */
        Transfer: {
            assets: number;
            /** @description Bytes of the originals, those of other versions too */
            bytes: number;
            /** @description Whether nothing is left; if something is, the same request goes on */
            complete: boolean;
            courses: number;
        };
        /**
         * @example {
         *       "to": "dr-wang"
         *     }
         */
        TransferWish: {
            /** @description The id of the person who gets the lessons */
            to: string;
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
         *       "releases": null,
         *       "releasesInForce": "reviewed",
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
            /** @description null for what holds of the unit above */
            releases: ("open" | "reviewed") | null;
            /**
             * @description What holds here: of nothing above that says otherwise `open`
             * @enum {string}
             */
            releasesInForce: "open" | "reviewed";
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
            /** @description `reviewed`: what more than a lesson’s own unit is to see, an admin of the unit releases first; null for what holds of the unit above */
            releases?: ("open" | "reviewed") | null;
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
         *           "releases": null,
         *           "releasesInForce": "reviewed",
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
         *       "replaces": null,
         *       "externalId": null,
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
            /** @description The asset that it becomes, or replaces */
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
            /** @description How your own platform calls its asset */
            externalId: string | null;
            fileName: string;
            id: string;
            offset: number;
            /** @description The size of its numbered parts; null where it has none */
            partBytes: number | null;
            /** @description The asset whose bytes it is to replace; null where it becomes one of its own */
            replaces: string | null;
            /** @description Quota that it holds now; 0 once it has ended */
            reservedBytes: number;
            /** @enum {string} */
            state: "open" | "finishing" | "completed" | "abandoned" | "expired";
        };
        /**
         * @example {
         *       "token": "lc_…",
         *       "expiresAt": "2026-11-30T09:05:00.000Z",
         *       "upload": "upl_5wd1r8kz3mq7tx0vb6ny2c",
         *       "bytes": 734003200,
         *       "partBytes": null,
         *       "offset": 67108864
         *     }
         */
        UploadAdmission: {
            /** @description Of the whole file */
            bytes: number | null;
            /**
             * Format: date-time
             * @description An hour after it was last used, and a day after it was made at the latest
             */
            expiresAt: string;
            /** @description Of how many bytes the proof is to be */
            offset: number;
            /** @description The size of its numbered parts; null where it comes by tus */
            partBytes: number | null;
            /** @description A Bearer token for this upload alone: to prove that the file is the same, then to send the rest */
            token: string;
            upload: string;
        };
        /**
         * @example {
         *       "code": "04719352",
         *       "expiresAt": "2026-11-30T08:15:00.000Z"
         *     }
         */
        UploadCode: {
            /** @description Eight digits, which are in this answer and nowhere else */
            code: string;
            /** Format: date-time */
            expiresAt: string;
        };
        UploadForm: {
            /** @description The course that the asset is put into; empty counts as left out */
            courseId?: string;
            /** @description How your own platform calls the asset; what another asset, or one on its way, has is refused; empty counts as left out */
            externalId?: string;
            /** Format: binary */
            file: Blob;
            /** @description The asset whose bytes it replaces: all else of it stays, and what is served is served until these are ready. If-Match may name its version; empty counts as left out */
            replaces?: string;
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
         *           "replaces": null,
         *           "externalId": null,
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
         *       "offset": 67108864,
         *       "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
         *     }
         */
        UploadProof: {
            /** @description Of how many bytes it is, from the first on: of as many as came */
            offset: number;
            /** @description The SHA-256 of those bytes */
            sha256: string;
        };
        /**
         * @example {
         *       "interval": "month",
         *       "from": "2026-03-01",
         *       "to": "2026-03-31",
         *       "items": [
         *         {
         *           "id": "surgery",
         *           "kind": "department",
         *           "name": "Department of Surgery",
         *           "series": [
         *             {
         *               "period": "2026-03",
         *               "receivedBytes": 734003200,
         *               "usedBytes": 9126805504,
         *               "derivedBytes": 6442450944,
         *               "sentBytes": 48318382080,
         *               "minutesWatched": 7412,
         *               "views": 391,
         *               "viewers": 63,
         *               "encodes": 24
         *             }
         *           ]
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        Usage: {
            from: string;
            /** @enum {string} */
            interval: "day" | "month";
            items: {
                /** @description Of the unit, the person or the asset; null for everything */
                id: string | null;
                kind: ("region" | "county" | "hospital" | "department" | "doctor" | "video" | "audio" | "image" | "attachment") | null;
                /** @description Of an asset its title */
                name: string | null;
                series: components["schemas"]["UsagePoint"][];
            }[];
            nextCursor: string | null;
            to: string;
        };
        UsagePoint: {
            /** @description Renditions and pictures that are stored then; null of an asset, which says so itself */
            derivedBytes: number | null;
            /** @description Renditions that were encoded of what they uploaded; null of an asset */
            encodes: number | null;
            /** @description Minutes of the clock in which recordings were on their way */
            minutesWatched: number;
            /** @description `YYYY-MM-DD`, or `YYYY-MM` */
            period: string;
            /** @description Originals that came in; null of an asset */
            receivedBytes: number | null;
            /** @description Bodies that went out, as far as they did */
            sentBytes: number;
            /** @description Originals that are stored at the end of the period; null of an asset, which says so itself */
            usedBytes: number | null;
            /** @description Different people who watched */
            viewers: number;
            /** @description Playback sessions that began to watch */
            views: number;
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
        /**
         * @example {
         *       "id": "whk_4pz1x8v0m6jq2d9tk5ra7c",
         *       "unit": "surgery",
         *       "url": "https://learn.hospital.example.org/lectern",
         *       "eventTypes": [
         *         "asset.ready",
         *         "asset.failed"
         *       ],
         *       "description": "Course catalogue",
         *       "enabled": true,
         *       "disabledAt": null,
         *       "disabledBecause": null,
         *       "failingSince": null,
         *       "previousSecretUntil": null,
         *       "createdBy": "dr-li",
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "updatedAt": "2026-11-30T08:00:00.000Z",
         *       "version": 1
         *     }
         */
        Webhook: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            description: string;
            disabledAt: string | null;
            /** @description `failures`: its receiver took nothing for three days */
            disabledBecause: ("failures" | "person") | null;
            enabled: boolean;
            eventTypes: string[];
            /** @description Of the first failure since the last success */
            failingSince: string | null;
            id: string;
            /** @description Until when the secret of before signs as well */
            previousSecretUntil: string | null;
            /** @description null: events of everybody */
            unit: string | null;
            /** Format: date-time */
            updatedAt: string;
            url: string;
            version: number;
        };
        /**
         * @example {
         *       "id": "whd_0b7kq3m1xz8v5t2ra6jd9c",
         *       "eventId": "812345-6789",
         *       "type": "asset.ready",
         *       "state": "waiting",
         *       "attempts": 1,
         *       "dueAt": "2026-11-30T08:00:09.000Z",
         *       "status": 500,
         *       "fault": "status",
         *       "answer": "Internal Server Error",
         *       "replayOf": null,
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "endedAt": null
         *     }
         */
        WebhookDelivery: {
            /** @description The first 1,000 bytes of the last answer’s body */
            answer: string | null;
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            /** @description When it is tried next; null when it has ended, or while an earlier one of the same asset waits */
            dueAt: string | null;
            endedAt: string | null;
            /** @description As `id` of the body says it: the same also in a replay */
            eventId: string;
            /** @description Why the last attempt did not count: `status`, `redirect`, `too-slow`, `name-unknown`, `address-not-allowed`, `not-encrypted`, `no-connection` with the code of the system, `backlog-full`, `webhook-disabled` */
            fault: string | null;
            /** @description As `Lectern-Delivery` says it: the same at every attempt */
            id: string;
            /** @description The delivery that this one sends once more */
            replayOf: string | null;
            /** @enum {string} */
            state: "waiting" | "delivered" | "failed";
            /** @description Of the last answer; null where none came */
            status: number | null;
            type: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "whd_0b7kq3m1xz8v5t2ra6jd9c",
         *           "eventId": "812345-6789",
         *           "type": "asset.ready",
         *           "state": "waiting",
         *           "attempts": 1,
         *           "dueAt": "2026-11-30T08:00:09.000Z",
         *           "status": 500,
         *           "fault": "status",
         *           "answer": "Internal Server Error",
         *           "replayOf": null,
         *           "createdAt": "2026-11-30T08:00:00.000Z",
         *           "endedAt": null
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        WebhookDeliveryPage: {
            items: components["schemas"]["WebhookDelivery"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "id": "whd_0b7kq3m1xz8v5t2ra6jd9c",
         *       "eventId": "812345-6789",
         *       "type": "asset.ready",
         *       "state": "waiting",
         *       "attempts": 1,
         *       "dueAt": "2026-11-30T08:00:09.000Z",
         *       "status": 500,
         *       "fault": "status",
         *       "answer": "Internal Server Error",
         *       "replayOf": null,
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "endedAt": null,
         *       "body": "{\"id\":\"812345-6789\",\"type\":\"asset.ready\",\"createdAt\":\"2026-11-30T08:00:00.000Z\",\"subject\":\"ast_…\",\"unit\":\"surgery\",\"data\":{\"state\":\"ready\"}}",
         *       "tried": [
         *         {
         *           "at": "2026-11-30T08:00:00.100Z",
         *           "ms": 40,
         *           "status": 500,
         *           "fault": "status"
         *         }
         *       ]
         *     }
         */
        WebhookDeliveryStory: {
            /** @description The first 1,000 bytes of the last answer’s body */
            answer: string | null;
            attempts: number;
            /** @description What is signed and sent */
            body: string;
            /** Format: date-time */
            createdAt: string;
            /** @description When it is tried next; null when it has ended, or while an earlier one of the same asset waits */
            dueAt: string | null;
            endedAt: string | null;
            /** @description As `id` of the body says it: the same also in a replay */
            eventId: string;
            /** @description Why the last attempt did not count: `status`, `redirect`, `too-slow`, `name-unknown`, `address-not-allowed`, `not-encrypted`, `no-connection` with the code of the system, `backlog-full`, `webhook-disabled` */
            fault: string | null;
            /** @description As `Lectern-Delivery` says it: the same at every attempt */
            id: string;
            /** @description The delivery that this one sends once more */
            replayOf: string | null;
            /** @enum {string} */
            state: "waiting" | "delivered" | "failed";
            /** @description Of the last answer; null where none came */
            status: number | null;
            /** @description The last 40 attempts, the first first */
            tried: {
                /** Format: date-time */
                at: string;
                fault: string | null;
                ms: number;
                status: number | null;
            }[];
            type: string;
        };
        /**
         * @example {
         *       "enabled": true
         *     }
         */
        WebhookEdit: {
            description?: string;
            /** @description What waits is kept while it is not; when it is enabled again that is tried at once */
            enabled?: boolean;
            /**
             * @description `upload.created`: An upload has begun.
             *     `upload.completed`: An upload has become an asset.
             *     `upload.ended`: An upload came to nothing: given up, expired, refused, or ended by an administrator.
             *     `asset.processing`: An asset is there, and is looked at or processed, also once more after a failure.
             *     `asset.playable`: The first rendition of an asset can be played.
             *     `asset.ready`: All that is made of an asset is there.
             *     `asset.failed`: An asset can not be played; `data.failure` says why.
             *     `asset.updated`: Somebody has edited an asset.
             *     `asset.trashed`: An asset was deleted, and can be restored.
             *     `asset.restored`: An asset is back from the trash.
             *     `asset.removed`: The bytes of an asset are gone for good.
             *     `asset.waiting`: More people are to see an asset than its unit, whose admin has to release it first.
             *     `asset.released`: An admin has released an asset: all see it to whom its course shows it.
             *     `asset.refused`: An admin keeps an asset within its unit; `data.reason` says why.
             *     `asset.replaced`: Another recording, image or file is shown as the asset from now on; `data.revision` names it.
             *     `asset.replacement-failed`: What was to replace an asset can not be shown: `data.failure` says why, and the asset is as it was.
             *     `webhook.disabled`: Another webhook of the same unit, or of one below, was disabled since its receiver took nothing.
             */
            eventTypes?: ("upload.created" | "upload.completed" | "upload.ended" | "asset.processing" | "asset.playable" | "asset.ready" | "asset.failed" | "asset.updated" | "asset.trashed" | "asset.restored" | "asset.removed" | "asset.waiting" | "asset.released" | "asset.refused" | "asset.replaced" | "asset.replacement-failed" | "webhook.disabled")[];
            /** @description https, or http in a network of LECTERN_WEBHOOK_NETWORKS; it may hold a secret of the receiver */
            url?: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "whk_4pz1x8v0m6jq2d9tk5ra7c",
         *           "unit": "surgery",
         *           "url": "https://learn.hospital.example.org/lectern",
         *           "eventTypes": [
         *             "asset.ready",
         *             "asset.failed"
         *           ],
         *           "description": "Course catalogue",
         *           "enabled": true,
         *           "disabledAt": null,
         *           "disabledBecause": null,
         *           "failingSince": null,
         *           "previousSecretUntil": null,
         *           "createdBy": "dr-li",
         *           "createdAt": "2026-11-30T08:00:00.000Z",
         *           "updatedAt": "2026-11-30T08:00:00.000Z",
         *           "version": 1
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        WebhookPage: {
            items: components["schemas"]["Webhook"][];
            /** @description The `cursor` of the next page; null where this is the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "id": "whk_4pz1x8v0m6jq2d9tk5ra7c",
         *       "unit": "surgery",
         *       "url": "https://learn.hospital.example.org/lectern",
         *       "eventTypes": [
         *         "asset.ready",
         *         "asset.failed"
         *       ],
         *       "description": "Course catalogue",
         *       "enabled": true,
         *       "disabledAt": null,
         *       "disabledBecause": null,
         *       "failingSince": null,
         *       "previousSecretUntil": null,
         *       "createdBy": "dr-li",
         *       "createdAt": "2026-11-30T08:00:00.000Z",
         *       "updatedAt": "2026-11-30T08:00:00.000Z",
         *       "version": 1,
         *       "secret": "whsec_…"
         *     }
         */
        WebhookWithSecret: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            description: string;
            disabledAt: string | null;
            /** @description `failures`: its receiver took nothing for three days */
            disabledBecause: ("failures" | "person") | null;
            enabled: boolean;
            eventTypes: string[];
            /** @description Of the first failure since the last success */
            failingSince: string | null;
            id: string;
            /** @description Until when the secret of before signs as well */
            previousSecretUntil: string | null;
            /** @description What signs; it is in this answer and nowhere else */
            secret: string;
            /** @description null: events of everybody */
            unit: string | null;
            /** Format: date-time */
            updatedAt: string;
            url: string;
            version: number;
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
        /**
         * @description `job-not-found`: There is no such job: the asset may be finished, or in the trash.
         *     `not-found`: There is nothing here.
         */
        JobNotFoundOrRouteNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `local-accounts-off`: Nobody signs in with a password here: `GET /v1/session/ways` says how one does.
         *     `not-found`: There is nothing here.
         */
        LocalAccountsOffOrRouteNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not-a-recording`: Only a recording has captions, chapters and a poster. */
        NotARecording: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `not-a-recording`: Only a recording has captions, chapters and a poster.
         *     `asset-edited`: The asset was changed by others again and again in the meantime: try again.
         */
        NotARecordingOrAssetEdited: {
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
        /** @description `password-refused`: This password is too short: take at least `least` characters, such as four words. */
        PasswordRefused: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `person-changed`: What you may do here has just been changed: send the request again. */
        PersonChanged: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `person-changed`: What you may do here has just been changed: send the request again.
         *     `not-playable`: The recording is still being prepared.
         */
        PersonChangedOrNotPlayable: {
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
         * @description `retention-rule-not-found`: There is no such retention rule.
         *     `not-found`: There is nothing here.
         */
        RetentionRuleNotFoundOrRouteNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `sign-in-not-set-up`: No identity provider is set up here: sign in with an API key, or ask the operator for one.
         *     `not-found`: There is nothing here.
         */
        SignInNotSetUpOrRouteNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `storage-full`: The storage is full. */
        StorageFull: {
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
         * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
         *     `too-many-requests`: Too many requests
         */
        TooManyFailedAuthenticationsOrTooManyRequests: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
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
        /** @description `under-legal-hold`: A legal hold keeps this from being deleted or moved: ask an administrator. */
        UnderLegalHold: {
            headers: {
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
        /**
         * @description `version-conflict`: It has been changed meanwhile: read it again first.
         *     `version-conflict`: It has been changed meanwhile: read it again first.
         */
        VersionConflictOrVersionConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `webhook-address-not-allowed`: Nothing is sent to a private address: an administrator can allow its network by LECTERN_WEBHOOK_NETWORKS.
         *     `webhook-not-encrypted`: The address must begin with https: only networks of LECTERN_WEBHOOK_NETWORKS are told in the clear.
         */
        WebhookAddressNotAllowedOrWebhookNotEncrypted: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `webhook-disabled`: The webhook is disabled: enable it first. */
        WebhookDisabled: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `webhook-not-found`: There is no such webhook.
         *     `not-found`: There is nothing here.
         */
        WebhookNotFoundOrRouteNotFound: {
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
         * @description The `id` that came last on a stream which broke: what happened since then comes first. Of an id that nobody knows, or after which events are gone, a `reset` comes instead
         * @example 5b1f0c9ad2e7.k3v9.1c8.k3v8.1bx
         */
        "Last-Event-ID": string;
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
         * @description For how long, and by whom, the answer may be used again
         * @example private, max-age=120
         */
        "Cache-Control": string;
        /**
         * @description The SHA-256 of what is stored (RFC 9530), where it is known
         * @example sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:
         */
        "Content-Digest": string;
        /**
         * @description Under which name a browser saves it
         * @example attachment; filename="usage.csv"
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
         * @description What is left of the limit that was reached (`r`), and in how many seconds there is more (`t`)
         * @example "creations";r=0;t=30
         */
        RateLimit: string;
        /**
         * @description That limit: how many (`q`) in how many seconds (`w`)
         * @example "creations";q=3000;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description Seconds after which the same request may succeed
         * @example 5
         */
        "Retry-After": number;
        /**
         * @description What the browser is to keep of its session: no script reads it
         * @example __Host-lectern-session=…; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure
         */
        "Set-Cookie": string;
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description Only what was done so, such as `asset.trashed` */
                action?: string;
                /** @description Only what this person, or this pseudonym of one, did; `system` for what happened by itself */
                actor?: string;
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description A page of `json`, or a file of all entries that fit: `csv` with a heading, `ndjson` with an object in each line. `cursor` and `limit` are for pages */
                format?: "json" | "csv" | "ndjson";
                /** @description Not before this moment */
                from?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only what was done to the thing of this id */
                subject?: string;
                /** @description Before this moment */
                to?: string;
                /** @description Only what was done in this unit and what lies below it */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, or a file */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryPage"];
                    "application/x-ndjson": string;
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    acknowledgeAuditLoss: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuditAcknowledgement"];
            };
        };
        responses: {
            /** @description The verdict after it */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerdict"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `nothing-lost`: These are not the entries that the trail has lost: verify it, and name what `lost` says then.
             *     `verification-running`: The audit trail is being verified: ask again when that has ended.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    verifyAuditTrail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The verdict */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerdict"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            /** @description `verification-running`: The audit trail is being verified: ask again when that has ended. */
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listHolds: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only those in this unit and what lies below it */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of holds */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldPage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    holdAsset: {
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
                "application/json": components["schemas"]["HoldOrder"];
            };
        };
        responses: {
            /** @description The hold */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
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
             * @description `held-by-administrator`: An administrator placed this legal hold: only an administrator can change or lift it.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    releaseAsset: {
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
            /** @description It is lifted */
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
            /**
             * @description `held-by-administrator`: An administrator placed this legal hold: only an administrator can change or lift it.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `asset-not-found`: There is no such asset.
             *     `hold-not-found`: There is no such legal hold.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    holdCourse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the course */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldOrder"];
            };
        };
        responses: {
            /** @description The hold */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
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
             * @description `held-by-administrator`: An administrator placed this legal hold: only an administrator can change or lift it.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["CourseNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    releaseCourse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the course */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is lifted */
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
            /**
             * @description `held-by-administrator`: An administrator placed this legal hold: only an administrator can change or lift it.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `course-not-found`: There is no such course.
             *     `hold-not-found`: There is no such legal hold.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    holdUnit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the unit */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldOrder"];
            };
        };
        responses: {
            /** @description The hold */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
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
             * @description `held-by-administrator`: An administrator placed this legal hold: only an administrator can change or lift it.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    releaseUnit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the unit */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is lifted */
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
            /**
             * @description `held-by-administrator`: An administrator placed this legal hold: only an administrator can change or lift it.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             *     `hold-not-found`: There is no such legal hold.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listInvitations: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only of people of this unit and of what lies below it */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of invitations */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationPage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listJobs: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description Only those of this queue */
                kind?: "package-asset" | "encode-asset";
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only those in this state */
                state?: "waiting" | "later" | "active" | "failed";
                /** @description Only of assets of this unit and of what lies below it */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset of the job */
                asset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["JobNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    updateJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset of the job */
                asset: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobPriorityWish"];
            };
        };
        responses: {
            /** @description The job */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["JobNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description `job-not-waiting`: The job does not wait any more, so that no priority can be set. */
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset of the job */
                asset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What has become of the job */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["JobNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description `job-has-ended`: The job has ended: there is nothing to cancel. */
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    retryJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The asset of the job */
                asset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, about to begin */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["JobNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `job-not-retryable`: The job neither failed nor waits for another try: it goes on by itself.
             *     `asset-not-failed`: Only an asset whose processing failed can be tried again.
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
            /**
             * @description `retries-spent`: An asset can be tried again 5 times in 24 hours. Upload the recording anew, exported another way, or try later.
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
    getJobQueues: {
        parameters: {
            query?: {
                /** @description Only of assets of this unit and of what lies below it */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queues */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobQueues"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listPeople: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description Only those who are disabled, or are not */
                disabled?: string;
                /** @description Only those that your platform calls so */
                externalId?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Words to find in id, name and externalId */
                q?: string;
                /** @description Only those of this role */
                role?: "doctor" | "unit-admin" | "admin" | "auditor";
                /** @description Only those of this unit and of what lies below it */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of people */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonPage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            /**
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-searches`: You have searched as often as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
    getPerson: {
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
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["PersonNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            header?: {
                /**
                 * @description The ETag that the change is made to: where it is another one by now, nothing is changed
                 * @example "3-47DEQpj8HBSa-_TImW-5JC"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
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
                    ETag: components["headers"]["ETag"];
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
             *     `assigned-by-administrator`: An administrator has set role or unit of this person: only an administrator can change them.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `person-not-found`: There is no such person.
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
            /**
             * @description `external-id-taken`: Another one in the same region has this externalId: look for it with ?externalId=.
             *     `email-taken`: Another person has this e-mail address, or an id that is the same: give each their own.
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
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    erasePerson: {
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
                "application/json": components["schemas"]["ErasureWish"];
            };
        };
        responses: {
            /** @description What became of it, or would */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["PersonNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `person-under-legal-hold`: A lesson or course of this person, or the unit that they are in, is under a legal hold: whoever placed it, or an administrator, has to lift it first.
             *     `lessons-not-placed`: This person has lessons: say in `lessonsTo` who gets them, or `null` where they stay with the unit.
             *     `person-still-uploading`: An upload of this person is becoming a lesson just now: send the same request again in a minute.
             *     `receiver-disabled`: The person who is to get the lessons is disabled: name somebody else.
             *     `receiver-without-unit`: The person who is to get the lessons belongs to no unit: set their unit first.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
            500: components["responses"]["Internal"];
            /**
             * @description `revocation-not-in-force`: What you asked for is recorded, but the revocation list can’t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.
             *     `storage-unavailable`: The storage is not available at the moment.
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
    getInvitation: {
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
            /** @description The invitation */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `person-not-found`: There is no such person.
             *     `invitation-not-found`: This person has no open invitation.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    invitePerson: {
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
                "application/json": components["schemas"]["InvitationWish"];
            };
        };
        responses: {
            /** @description The invitation and its link */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeInvitation"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `person-not-found`: There is no such person.
             *     `local-accounts-off`: Nobody signs in with a password here: `GET /v1/session/ways` says how one does.
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
             * @description `not-invitable`: Nobody has said what this person may do: set their role, and their unit, first.
             *     `password-is-set`: This person has a password: with `{"purpose": "reset"}` it ends, and the link sets another one.
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
            /**
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-creations`: You have made as much as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    endInvitation: {
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
            /** @description Its link lets nobody in any more */
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `person-not-found`: There is no such person.
             *     `invitation-not-found`: This person has no open invitation.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    transferLessons: {
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
                "application/json": components["schemas"]["TransferWish"];
            };
        };
        responses: {
            /** @description What was given */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["PersonNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `receiver-disabled`: The person who is to get the lessons is disabled: name somebody else.
             *     `receiver-without-unit`: The person who is to get the lessons belongs to no unit: set their unit first.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    importPeople: {
        parameters: {
            query?: {
                /** @description Judge each line, and change nothing */
                dryRun?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": Blob;
            };
        };
        responses: {
            /** @description What became of each line */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleImport"];
                };
            };
            /**
             * @description `import-unreadable`: The list can’t be read: it is neither UTF-8 nor GB18030.
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            /** @description `import-refused`: Nothing was imported: mend the lines that `problems` names, and send the whole list again. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listReleases: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only those of this person */
                owner?: string;
                /** @description Only those in this state */
                state?: "waiting" | "released" | "refused";
                /** @description Only those of this unit and of what lies below it */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleasePage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    getRelease: {
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
                /** @description The assetId of the release */
                assetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `release-not-found`: There is no such lesson that is to be released, was, or was refused.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    refuseLesson: {
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
                /** @description The assetId of the release */
                assetId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseRefusal"];
            };
        };
        responses: {
            /** @description Refused */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `release-not-found`: There is no such lesson that is to be released, was, or was refused.
             *     `asset-not-found`: There is no such asset.
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
            412: components["responses"]["VersionConflictOrVersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    releaseLesson: {
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
                /** @description The assetId of the release */
                assetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Released */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `release-not-found`: There is no such lesson that is to be released, was, or was refused.
             *     `asset-not-found`: There is no such asset.
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
            412: components["responses"]["VersionConflictOrVersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listRetentionRules: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only those of this unit and what lies below it */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rules */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionRulePage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    createRetentionRule: {
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
                "application/json": components["schemas"]["NewRetentionRule"];
            };
        };
        responses: {
            /** @description The rule */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionRule"];
                };
            };
            /**
             * @description `invalid-retention-rule`: A rule has `trash`, or `dropRungsAfterDays`, or keeps originals; it can not keep originals and put them into the trash.
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
            /**
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-creations`: You have made as much as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
    getRetentionRule: {
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
                /** @description The id of the retention */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionRule"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["RetentionRuleNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    deleteRetentionRule: {
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
                /** @description The id of the retention */
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["RetentionRuleNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    updateRetentionRule: {
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
                /** @description The id of the retention */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionRuleEdit"];
            };
        };
        responses: {
            /** @description The rule as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionRule"];
                };
            };
            /**
             * @description `invalid-retention-rule`: A rule has `trash`, or `dropRungsAfterDays`, or keeps originals; it can not keep originals and put them into the trash.
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["RetentionRuleNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    rehearseRetention: {
        parameters: {
            query?: {
                /** @description What would go at this moment, if nothing happens until then; now where it is left out */
                at?: string;
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only those of this unit and what lies below it */
                unit?: string;
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
                    "application/json": components["schemas"]["DueAssetPage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listRevocations: {
        parameters: {
            query?: {
                /** @description Only those of this asset’s URLs */
                asset?: string;
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only those of this person’s URLs */
                person?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of revocations */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    createRevocation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevocationWish"];
            };
        };
        responses: {
            /** @description What was revoked */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revocation"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `asset-not-found`: There is no such asset.
             *     `person-not-found`: There is no such person.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeys"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    rotateSigningKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys, the new one among them */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeys"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `key-rotation-running`: A new key is being made known already, and signs soon: see GET /v1/admin/signing-keys.
             *     `key-ring-not-writable`: The key ring is a Secret or a folder that is only read here: change it where it is kept, by these `steps`.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
                /** @description Only what stands directly below this unit; empty: what stands below none */
                parent?: string;
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
            /**
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-creations`: You have made as much as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["UnderLegalHold"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    getUsage: {
        parameters: {
            query?: {
                /** @description Instead of the sum: each unit or person that stands below, or each asset of which something was sent in the window, most watched first */
                by?: "unit" | "person" | "asset";
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The first day, in UTC; by days the first of the month unless told, by months a year ago. 92 days or 36 months at most */
                from?: string;
                /** @description How long each period is */
                interval?: "day" | "month";
                /** @description The most that the page may hold */
                limit?: number;
                /** @description This person alone; goes without `unit`, and with no `by` but `asset` */
                person?: string;
                /** @description The last day; today unless told */
                to?: string;
                /** @description With all below it; without it the caller’s own unit, or everything */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A time series for each */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /**
             * @description `usage-window-invalid`: The window must begin with a day (YYYY-MM-DD) and end with the same or a later one.
             *     `usage-window-too-long`: One answer tells of 92 days at most: ask for less at a time.
             *     `invalid-request`: The request does not fit what this resource takes.
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             *     `person-not-found`: There is no such person.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    getUsageTable: {
        parameters: {
            query?: {
                /** @description Instead of the sum: each unit or person that stands below, or each asset of which something was sent in the window, most watched first */
                by?: "unit" | "person" | "asset";
                /** @description The first day, in UTC; by days the first of the month unless told, by months a year ago. 92 days or 36 months at most */
                from?: string;
                /** @description How long each period is */
                interval?: "day" | "month";
                /** @description This person alone; goes without `unit`, and with no `by` but `asset` */
                person?: string;
                /** @description The last day; today unless told */
                to?: string;
                /** @description With all below it; without it the caller’s own unit, or everything */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table, its first row naming the columns */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /**
             * @description `usage-window-invalid`: The window must begin with a day (YYYY-MM-DD) and end with the same or a later one.
             *     `usage-window-too-long`: One answer tells of 92 days at most: ask for less at a time.
             *     `usage-too-large`: One table has 50000 rows at most: ask for a shorter window, for months, or for a smaller unit.
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             *     `person-not-found`: There is no such person.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listWebhooks: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description With everything below it */
                unit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of webhooks */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description The webhook and its secret */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /**
             * @description `webhook-url-invalid`: The address of a webhook must be an https URL without user name, password and fragment.
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description `too-many-webhooks`: There are as many webhooks as may be, in this unit or in all: remove one first. */
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
            422: components["responses"]["WebhookAddressNotAllowedOrWebhookNotEncrypted"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    getWebhook: {
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
                /** @description The id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["WebhookNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    deleteWebhook: {
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
                /** @description The id of the webhook */
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["WebhookNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    updateWebhook: {
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
                /** @description The id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEdit"];
            };
        };
        responses: {
            /** @description The webhook as it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /**
             * @description `webhook-url-invalid`: The address of a webhook must be an https URL without user name, password and fragment.
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["WebhookNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            422: components["responses"]["WebhookAddressNotAllowedOrWebhookNotEncrypted"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description The most that the page may hold */
                limit?: number;
                /** @description Only those in this state */
                state?: "waiting" | "delivered" | "failed";
                /** @description The type of the event */
                type?: string;
            };
            header?: never;
            path: {
                /** @description The id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryPage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["WebhookNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    getWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery of the deliverie */
                delivery: string;
                /** @description The id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryStory"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `webhook-not-found`: There is no such webhook.
             *     `webhook-delivery-not-found`: This webhook has no such delivery: they are kept for 14 days after their end.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery of the deliverie */
                delivery: string;
                /** @description The id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery that is sent */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
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
             * @description `webhook-not-found`: There is no such webhook.
             *     `webhook-delivery-not-found`: This webhook has no such delivery: they are kept for 14 days after their end.
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
            409: components["responses"]["WebhookDisabled"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            /**
             * @description `webhook-backlog-full`: As many deliveries of this webhook wait as may: try again when its receiver takes them.
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
    rotateWebhookSecret: {
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
                /** @description The id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook and its new secret */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["WebhookNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery that is sent */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["WebhookNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["WebhookDisabled"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            /**
             * @description `webhook-backlog-full`: As many deliveries of this webhook wait as may: try again when its receiver takes them.
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
    listAssets: {
        parameters: {
            query?: {
                /** @description Only those of this course */
                courseId?: string;
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description Only those that your platform calls so */
                externalId?: string;
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-searches`: You have searched as often as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
             *     `replacement-keeps-description`: A replacement keeps the title, the course and the external id of its asset: leave them out, and edit the asset instead.
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
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `course-not-found`: There is no such course.
             *     `unit-not-found`: There is no such unit.
             *     `asset-not-found`: There is no such asset.
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
             * @description `external-id-taken`: Another one in the same region has this externalId: look for it with ?externalId=.
             *     `too-many-revisions`: The asset was replaced 50 times, and all of that can still be restored: replace it when the first of it has been removed.
             *     `upload-not-open`: The upload takes no more bytes.
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
            412: components["responses"]["VersionConflict"];
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
            /**
             * @description `unsupported-media-type`: The content of this file is not a video, a recording, an image or a document that Lectern takes.
             *     `replacement-of-another-kind`: The file is of another kind than the asset that it is to replace: upload it as an asset of its own.
             *     `unsupported-media-type`: The Content-Type is not one that this resource takes: `takes` names those.
             */
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
             *     `too-many-open-uploads`: You have as many unfinished uploads as one person may: finish some, or give them up.
             *     `too-many-bytes-reserved`: Your unfinished uploads would hold more bytes than those of one person may: finish some, or give them up.
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-creations`: You have made as much as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["UnderLegalHold"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
            /**
             * @description `under-legal-hold`: A legal hold keeps this from being deleted or moved: ask an administrator.
             *     `external-id-taken`: Another one in the same region has this externalId: look for it with ?externalId=.
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
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listCaptions: {
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
            /** @description Those that are shown */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptionList"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            409: components["responses"]["NotARecording"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    getCaptions: {
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
                /** @description The language of the caption */
                language: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description WebVTT */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/vtt": string;
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
             * @description `language-unknown`: There is no such language: name it as BCP 47 does, such as `zh`, `zh-Hant`, `bo` or `en`. Where it has no name there, `und` and a label will do.
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `asset-not-found`: There is no such asset.
             *     `track-not-found`: The asset has no captions of this language.
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
            409: components["responses"]["NotARecording"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    putCaptions: {
        parameters: {
            query?: {
                /** @description Whether players show them at first */
                isDefault?: string;
                /** @description What players offer them under; the name of the language without */
                label?: string;
            };
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
                /** @description The language of the caption */
                language: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": Blob;
                "application/x-subrip": Blob;
                "text/plain": Blob;
                "text/srt": Blob;
                "text/vtt": Blob;
            };
        };
        responses: {
            /** @description They have replaced those that somebody put before */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PutCaption"];
                };
            };
            /** @description They are there */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PutCaption"];
                };
            };
            /**
             * @description `language-unknown`: There is no such language: name it as BCP 47 does, such as `zh`, `zh-Hant`, `bo` or `en`. Where it has no name there, `und` and a label will do.
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `not-a-recording`: Only a recording has captions, chapters and a poster.
             *     `asset-edited`: The asset was changed by others again and again in the meantime: try again.
             *     `too-many-captions`: An asset has captions in 32 languages at the most: remove those that nobody needs.
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
            412: components["responses"]["VersionConflictOrVersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            /**
             * @description `charset-unknown`: It can not be told how this text is encoded: save it as UTF-8, or name its charset in the Content-Type, such as `text/plain; charset=gb18030`.
             *     `captions-unreadable`: This can not be read as captions, as line 7 shows. Its times can not be read. Save them as SRT or WebVTT, and send that.
             *     `too-many-cues`: Captions have 20000 cues at the most.
             *     `captions-beyond-end`: Every cue begins after the end of the recording: these are the captions of another one.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            507: components["responses"]["StorageFull"];
            default: components["responses"]["Other"];
        };
    };
    deleteCaptions: {
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
                /** @description The language of the caption */
                language: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are gone */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `language-unknown`: There is no such language: name it as BCP 47 does, such as `zh`, `zh-Hant`, `bo` or `en`. Where it has no name there, `und` and a label will do.
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `asset-not-found`: There is no such asset.
             *     `track-not-found`: The asset has no captions of this language.
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
            409: components["responses"]["NotARecordingOrAssetEdited"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            507: components["responses"]["StorageFull"];
            default: components["responses"]["Other"];
        };
    };
    getChapters: {
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
            /** @description The chapters */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chapters"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `asset-not-found`: There is no such asset.
             *     `track-not-found`: The asset has no chapters.
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
            409: components["responses"]["NotARecording"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    putChapters: {
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
                "application/json": components["schemas"]["Chapters"];
            };
        };
        responses: {
            /** @description The chapters */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chapters"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["NotARecordingOrAssetEdited"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            /**
             * @description `chapters-not-ascending`: Each chapter must begin after the one before it, by a millisecond at least.
             *     `chapter-beyond-end`: Every chapter must begin before the recording ends.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            507: components["responses"]["StorageFull"];
            default: components["responses"]["Other"];
        };
    };
    deleteChapters: {
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
            /** @description They are gone */
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `asset-not-found`: There is no such asset.
             *     `track-not-found`: The asset has no chapters.
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
            409: components["responses"]["NotARecordingOrAssetEdited"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            507: components["responses"]["StorageFull"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["PersonChanged"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            /**
             * @description `too-many-sessions`: You have as many playback sessions and download links as one person may have: try again when the first of them has expired.
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-creations`: You have made as much as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    createEmbedTicket: {
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
            /** @description The ticket */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmbedTicket"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description `embedding-not-set-up`: No page of another platform may show lessons here: LECTERN_EMBED_ORIGINS names those that may. */
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
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-creations`: You have made as much as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["PersonChangedOrNotPlayable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            /**
             * @description `too-many-sessions`: You have as many playback sessions and download links as one person may have: try again when the first of them has expired.
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-creations`: You have made as much as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
            409: components["responses"]["PersonChangedOrNotPlayable"];
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            409: components["responses"]["NotPlayable"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["NotPlayable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    getPoster: {
        parameters: {
            query?: {
                /** @description Counts for nothing here: a page that has seen the asset change gets past what a browser keeps */
                version?: string;
                /** @description In pixels: the narrowest picture comes that is as wide, or else the widest */
                width?: number;
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
            /** @description The picture is at `Location` */
            302: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Location: components["headers"]["Location"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `asset-not-found`: There is no such asset.
             *     `track-not-found`: The asset has no poster.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    putPoster: {
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PosterWish"];
                "application/octet-stream": Blob;
                "image/avif": Blob;
                "image/gif": Blob;
                "image/jpeg": Blob;
                "image/png": Blob;
                "image/tiff": Blob;
                "image/webp": Blob;
            };
        };
        responses: {
            /** @description It will be made; until then the one before is shown */
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            /**
             * @description `request-timeout`: The body came too slowly: send it again, all of it within `seconds`.
             *     `request-timeout`: The body came too slowly: send it again, all of it within `seconds`.
             */
            408: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not-a-recording`: Only a recording has captions, chapters and a poster.
             *     `asset-edited`: The asset was changed by others again and again in the meantime: try again.
             *     `no-picture`: The recording has sound alone: send an image for its poster.
             *     `not-playable`: The recording is still being prepared.
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
            412: components["responses"]["VersionConflict"];
            /**
             * @description `body-too-large`: The body is larger than this resource takes.
             *     `body-too-large`: The body is larger than this resource takes.
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
            415: components["responses"]["ContentTypeNotTaken"];
            /**
             * @description `not-an-image`: This is no image: send a JPEG, PNG, WebP, GIF, TIFF or AVIF.
             *     `poster-beyond-end`: The recording ends before this second.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            507: components["responses"]["StorageFull"];
            default: components["responses"]["Other"];
        };
    };
    deletePoster: {
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
            /** @description That one is shown again */
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `asset-not-found`: There is no such asset.
             *     `track-not-found`: The asset has no poster that somebody put.
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
            409: components["responses"]["NotARecordingOrAssetEdited"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            507: components["responses"]["StorageFull"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
    listRevisions: {
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
            /** @description All that there are, what is shown first, then the one that was begun last */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionPage"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    restoreRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the asset */
                id: string;
                /** @description The revision of the revision */
                revision: string;
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `asset-not-found`: There is no such asset.
             *     `revision-not-found`: The asset has no such revision, or it has been removed.
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
            /** @description `revision-not-restorable`: Only a revision that was shown before, and was ready, can be shown again. */
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    getAssetUsage: {
        parameters: {
            query?: {
                /** @description The first day, in UTC; by days the first of the month unless told, by months a year ago. 92 days or 36 months at most */
                from?: string;
                /** @description How long each period is */
                interval?: "day" | "month";
                /** @description The last day; today unless told */
                to?: string;
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
            /** @description A time series */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetUsage"];
                };
            };
            /**
             * @description `usage-window-invalid`: The window must begin with a day (YYYY-MM-DD) and end with the same or a later one.
             *     `usage-window-too-long`: One answer tells of 92 days at most: ask for less at a time.
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["AssetNotFoundOrRouteNotFound"];
            422: components["responses"]["ExportTooLong"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    continueUpload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SentUploadCode"];
            };
        };
        responses: {
            /** @description The token, and what is to be proven with it */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadAdmission"];
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
            /** @description `upload-code-wrong`: No upload has this code: compare its eight digits with those that its owner sees. */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            /** @description `upload-code-old`: This code holds no longer: its fifteen minutes are over, a new one took its place, it was used ten times, or the upload has ended. Ask its owner for a new one. */
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
            /**
             * @description `too-many-codes-tried`: Too many wrong codes were tried: wait, and send the right one then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
    listCourses: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before; the first page without it */
                cursor?: string;
                /** @description Only those that your platform calls so */
                externalId?: string;
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-searches`: You have searched as often as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `forbidden`: Your role does not allow this.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `external-id-taken`: Another one in the same region has this externalId: look for it with ?externalId=.
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
            /**
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-creations`: You have made as much as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["CourseNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["CourseNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["UnderLegalHold"];
            412: components["responses"]["VersionConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["CourseNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description `external-id-taken`: Another one in the same region has this externalId: look for it with ?externalId=. */
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    useEmbedTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SentEmbedTicket"];
            };
        };
        responses: {
            /** @description The token */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmbedGrant"];
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
            /** @description `embed-ticket-used`: The ticket has been used, or is older than a minute: load the page that shows the lesson anew. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    listenToEvents: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `id` that came last on a stream which broke: what happened since then comes first. Of an id that nobody knows, or after which events are gone, a `reset` comes instead
                 * @example 5b1f0c9ad2e7.k3v9.1c8.k3v8.1bx
                 */
                "Last-Event-ID"?: components["parameters"]["Last-Event-ID"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, from now on or from `Last-Event-ID` on; a comment each 15 seconds where there are none */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 3000
                     *     id: 5b1f0c9ad2e7.k3v8.1bu.k3v8.1bw
                     *
                     *     id: 5b1f0c9ad2e7.k3v9.1c8.k3v8.1bx
                     *     event: asset.ready
                     *     data: {"type":"asset.ready","subject":"ast_3kq9zt5m1xw7c2vd8rn4by","owner":"dr-li","unit":"surgery","at":"2026-11-30T08:00:00.000Z","data":{"state":"ready","kind":"video","title":"Suturing","fileName":"lesson.mp4","bytes":734003200,"version":1}}
                     *
                     *     : heartbeat
                     *     id: 5b1f0c9ad2e7.k3v9.1c8.k3v8.1bx
                     */
                    "text/event-stream": string;
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `too-many-event-streams`: You listen to events on as many connections as one person may: close another one first.
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            /**
             * @description `event-streams-full`: As many listen to events here as this replica takes: try again in a moment.
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeEdit"];
            };
        };
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UnitNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: components["responses"]["ExportTooLong"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    changeOwnPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description It is changed */
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
            /**
             * @description `wrong-password`: There is nobody of this name with this password: try again, or ask for a new link to set one.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["LocalAccountsOffOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description `no-password`: You have no password here: ask the administrator of your unit for a link to set one. */
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
            422: components["responses"]["PasswordRefused"];
            /**
             * @description `too-many-passwords-tried`: Too many wrong passwords were tried: wait, and try again then. Whoever has forgotten theirs asks the administrator of their unit for a new link.
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            /**
             * @description `sign-in-busy`: Too many people sign in at this moment: try again in a few seconds.
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
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInSession"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    beginSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session, whose cookie is set */
            201: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInSession"];
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
             * @description `api-key-needed`: A session is begun with an API key as the Bearer token.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["PersonChanged"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended */
            200: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    finishSignIn: {
        parameters: {
            query?: {
                /** @description What the provider gives tokens for */
                code?: string;
                /** @description Why it does not (RFC 6749 section 4.1.2.1) */
                error?: string;
                /** @description What the sign-in was begun with */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in; the page that was asked for is at `Location` */
            302: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `sign-in-failed`: The sign-in did not come to its end: begin again.
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
            /** @description `no-role-here`: You are signed in, and your account names no unit here: ask the administrator of your unit to have it put into the right group. */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["SignInNotSetUpOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `identity-provider-unavailable`: The identity provider does not answer: try again in a minute.
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
    beginSessionByCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInCode"];
            };
        };
        responses: {
            /** @description The session, whose cookie is set */
            201: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInSession"];
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
            /** @description `sign-in-code-used`: The code has been used, or is older than an hour: the log of the start, or an API key, lets you in. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address. */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationAcceptance"];
            };
        };
        responses: {
            /** @description The session, whose cookie is set */
            201: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInSession"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `no-role-here`: You are signed in, and your account has no unit here: ask the administrator of your unit to have it put into the right group.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["LocalAccountsOffOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["PersonChanged"];
            /** @description `invitation-over`: This link holds no longer: it was used, a newer one took its place, or its time is over. Ask the administrator of your unit for a new one. */
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
            422: components["responses"]["PasswordRefused"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
            500: components["responses"]["Internal"];
            /**
             * @description `sign-in-busy`: Too many people sign in at this moment: try again in a few seconds.
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
    beginSessionByPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordSignIn"];
            };
        };
        responses: {
            /** @description The session, whose cookie is set */
            201: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInSession"];
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
            /**
             * @description `wrong-password`: There is nobody of this name with this password: try again, or ask for a new link to set one.
             *     `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `no-role-here`: You are signed in, and your account has no unit here: ask the administrator of your unit to have it put into the right group.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["LocalAccountsOffOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            409: components["responses"]["PersonChanged"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["ContentTypeNotTaken"];
            /**
             * @description `too-many-passwords-tried`: Too many wrong passwords were tried: wait, and try again then. Whoever has forgotten theirs asks the administrator of their unit for a new link.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            /**
             * @description `sign-in-busy`: Too many people sign in at this moment: try again in a few seconds.
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
    beginSignIn: {
        parameters: {
            query?: {
                /** @description The path that the browser comes back to */
                return?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The identity provider is at `Location` */
            302: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
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
            404: components["responses"]["SignInNotSetUpOrRouteNotFound"];
            500: components["responses"]["Internal"];
            /**
             * @description `identity-provider-unavailable`: The identity provider does not answer: try again in a minute.
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
    getSignInWays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ways that there are */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInWays"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
                /** @description filename, title, courseId, sha256, externalId, replaces, each with its value in base64 (tus) */
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
            /** @description The caller may see a file of this sha256 and length in their unit: Upload-Asset is there at once. Or they have begun to upload what their platform calls so, and Upload-Offset says from where to go on */
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
             *     `replacement-keeps-description`: A replacement keeps the title, the course and the external id of its asset: leave them out, and edit the asset instead.
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
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
             * @description `course-not-found`: There is no such course.
             *     `unit-not-found`: There is no such unit.
             *     `asset-not-found`: There is no such asset.
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
             * @description `external-id-taken`: Another one in the same region has this externalId: look for it with ?externalId=.
             *     `too-many-revisions`: The asset was replaced 50 times, and all of that can still be restored: replace it when the first of it has been removed.
             *     `upload-not-open`: The upload takes no more bytes.
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
            /**
             * @description `version-conflict`: It has been changed meanwhile: read it again first.
             *     `tus-version-unsupported`: Send Tus-Resumable: 1.0.0, the version of the protocol that is spoken here.
             */
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
             *     `replacement-of-another-kind`: The file is of another kind than the asset that it is to replace: upload it as an asset of its own.
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
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-creations`: You have made as much as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UploadNotFoundOrRouteNotFound"];
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
            /**
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `file-not-proven`: Prove first that you have the same file: POST the SHA-256 of its first bytes to the upload’s `proof`.
             */
            403: {
                headers: {
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    "Tus-Version": components["headers"]["Tus-Version"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
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
            /**
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `file-not-proven`: Prove first that you have the same file: POST the SHA-256 of its first bytes to the upload’s `proof`.
             */
            403: {
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
             *     `replacement-of-another-kind`: The file is of another kind than the asset that it is to replace: upload it as an asset of its own.
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
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
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
    createUploadCode: {
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
            /** @description The code */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadCode"];
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
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UploadNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `upload-not-open`: The upload takes no more bytes.
             *     `upload-not-continuable`: Another machine can go on with an upload in one piece or in numbered parts once its first `leastBytes` bytes have come in order: send those first, or begin the upload there.
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
            /**
             * @description `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-creations`: You have made as much as one caller may in a minute: wait, and go on then.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `file-not-proven`: Prove first that you have the same file: POST the SHA-256 of its first bytes to the upload’s `proof`.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
            /**
             * @description `unsupported-media-type`: The content of this file is not a video, a recording, an image or a document that Lectern takes.
             *     `replacement-of-another-kind`: The file is of another kind than the asset that it is to replace: upload it as an asset of its own.
             *     `unsupported-media-type`: The Content-Type is not one that this resource takes: `takes` names those.
             */
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            507: components["responses"]["StorageFull"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `file-not-proven`: Prove first that you have the same file: POST the SHA-256 of its first bytes to the upload’s `proof`.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             *     `file-not-proven`: Prove first that you have the same file: POST the SHA-256 of its first bytes to the upload’s `proof`.
             */
            403: {
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
            /**
             * @description `unsupported-media-type`: The content of this file is not a video, a recording, an image or a document that Lectern takes.
             *     `replacement-of-another-kind`: The file is of another kind than the asset that it is to replace: upload it as an asset of its own.
             */
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
             *     `too-many-failed-authentications`: Too many tokens that do not hold came from your address: send one that does, or wait. Nobody who sends one that does is refused for it.
             *     `too-many-requests`: Too many requests
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
    proveUploadFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the upload */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UploadProof"];
            };
        };
        responses: {
            /** @description It is the same file */
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
            /**
             * @description `person-disabled`: Your account has been disabled: ask an administrator of your unit.
             *     `cross-site-request`: A request by cookie that changes something needs the header `Lectern-Request`, and has to come from a page of this address.
             *     `insufficient-scope`: The token or API key that you sent is not good for this: `needs` names the scopes that are.
             */
            403: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["UploadNotFoundOrRouteNotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description `offset-mismatch`: The upload stands at another offset: ask for it with HEAD and go on from there.
             *     `upload-not-continuable`: Another machine can go on with an upload in one piece or in numbered parts once its first `leastBytes` bytes have come in order: send those first, or begin the upload there.
             *     `another-file`: This is another file than the one that came so far, or it has been changed: choose the same one.
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
            429: components["responses"]["TooManyFailedAuthenticationsOrTooManyRequests"];
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
}
