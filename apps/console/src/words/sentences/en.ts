import type { Sentence, Sentences } from '../sentence.js';

const OURS: Sentence = [
  'Something went wrong at the server, and not by your doing.',
  'Tell your administrator the number of the request. Nothing that was saved is lost.',
];
const AGAIN: Sentence = ['The server is busy at the moment.', 'Try again in a moment.'];
const PAGE: Sentence = [
  'The server does not take what this page has sent.',
  'Load the page anew. If it happens again, tell your administrator the number of the request.',
];
const GONE: Sentence = ['It is not there, or not yours to see.', 'It may have been deleted.'];
const LINK: Sentence = ['The connection of the upload broke.', 'It goes on from where it was.'];
const DAMAGED: Sentence = [
  'This file is damaged and can’t be read.',
  'Play it on your own computer, export it anew, and upload that.',
];
const EXPIRED: Sentence = ['The link that plays this holds no longer.', 'Open the page anew.'];
const LOST: Sentence = ['This upload is there no longer.', 'Choose the file again.'];
const SLOWLY: Sentence = ['That was too much at once.', 'Wait a moment, and go on then.'];

/** By the error codes of docs/reference.md: what has happened, and what to do next. */
export const SENTENCES: Sentences = {
  // Signing in, and what one may do.
  unauthenticated: ['You are not signed in any more.', 'Sign in, and go on where you were.'],
  forbidden: ['Your role does not allow this.', 'Ask the administrator of your unit if you need it.'],
  'insufficient-scope': ['This key is not good for that.', 'Ask an administrator for one that is.'],
  'api-key-needed': ['Sign in with an API key.'],
  'person-disabled': ['Your account has been disabled.', 'Ask the administrator of your unit.'],
  'no-role-here': [
    'You are signed in, but your account has no role or unit here yet.',
    'Ask the administrator of your unit to have it put into the right group.',
  ],
  'sign-in-code-used': [
    'This address has been used, or is older than an hour.',
    'Use a new one, or sign in with an API key.',
  ],
  'sign-in-failed': ['The sign-in did not come to its end.', 'Sign in again.'],
  'sign-in-not-set-up': [
    'Hospital accounts are not set up here.',
    'Sign in with an API key, or ask the operator.',
  ],
  'identity-provider-unavailable': [
    'The sign-in of your hospital does not answer.',
    'Try again in a minute.',
  ],
  'cross-site-request': [
    'This request came from another site, and nothing was done.',
    'Use this page itself.',
  ],
  'wrong-password': ['Name or password is wrong.', 'Try again, or ask for a link to set a new password.'],
  'too-many-passwords-tried': [
    'Too many wrong passwords were tried.',
    'Wait a while before you try again. If you have forgotten yours, ask the administrator of your unit for a link.',
  ],
  'sign-in-busy': ['Too many people are signing in right now.', 'Try again in a few seconds.'],
  'local-accounts-off': ['Nobody signs in with a password here.', 'Sign in as the page of sign-in says.'],
  'no-password': ['You have no password here.', 'Ask the administrator of your unit for a link to set one.'],
  'password-refused': [
    'This password is too easy to guess, or too short or too long.',
    'Take another one, such as four words that have nothing to do with you.',
  ],
  'invitation-over': [
    'This link holds no longer: it was used, replaced by a newer one, or is too old.',
    'Ask the administrator of your unit for a new one.',
  ],
  'person-changed': ['What you may do here has just been changed.', 'Do it once more.'],
  'too-many-failed-authentications': [
    'Too many sign-ins failed from your address.',
    'Try again later; whoever is signed in is not concerned.',
  ],
  'caller-without-unit': [
    'Your account belongs to no unit, so it can’t upload.',
    'Ask an administrator to set your unit.',
  ],
  'assigned-by-administrator': [
    'A platform administrator has set role or unit.',
    'Only a platform administrator can change them.',
  ],
  'disabled-by-administrator': [
    'A platform administrator has disabled this person.',
    'Only a platform administrator can enable them.',
  ],
  'email-taken': ['Another person has this e-mail address.', 'Give each person an address of their own.'],
  'not-invitable': [
    'This person can’t be invited yet.',
    'Enable them, and set their role and their unit first.',
  ],
  'password-is-set': [
    'This person has a password already.',
    'Reset it: the old one ends then, and a link sets another one.',
  ],
  'lessons-not-placed': ['This person has lessons.', 'Say who gets them, or that they stay with the unit.'],
  'person-still-uploading': [
    'An upload of this person is becoming a lesson just now.',
    'Do the same again in a minute.',
  ],
  'person-under-legal-hold': [
    'A lesson or course of this person, or their unit, is under a legal hold.',
    'Whoever placed the hold, or an administrator, has to lift it first.',
  ],
  'nothing-lost': [
    'This is not what the audit trail has lost.',
    'Verify the trail, and confirm what it says then.',
  ],
  'held-by-administrator': [
    'A platform administrator has placed this legal hold.',
    'Only a platform administrator can change or lift it.',
  ],

  // What is not there.
  'api-key-not-found': ['There is no such API key.'],
  'asset-not-found': GONE,
  'course-not-found': GONE,
  'hold-not-found': ['There is no such legal hold.', 'It may have been lifted.'],
  'job-not-found': ['There is no such job.', 'It may be done, or its lesson in the trash.'],
  'no-such-part': PAGE,
  'not-found': GONE,
  'object-not-found': GONE,
  'person-not-found': ['There is no such person in your reach.', 'Compare the id.'],
  'reservation-not-found': ['This upload has ended already.'],
  'retention-rule-not-found': ['There is no such rule.', 'It may have been deleted.'],
  'invitation-not-found': ['This person has no open invitation.', 'It may have been used, or be over.'],
  'release-not-found': [
    'Nobody has asked to release this lesson.',
    'It may have been deleted, or be seen by its unit only.',
  ],
  'revision-not-found': ['There is no such version of the recording.', 'It may have been removed already.'],
  'session-not-found': ['This session or link is there no longer.'],
  'track-not-found': ['There are no such captions, chapters or poster.'],
  'unit-not-found': ['There is no such unit in your reach.', 'Compare the id.'],
  'upload-not-found': LOST,
  'webhook-delivery-not-found': ['There is no such delivery.', 'They are kept for 14 days after their end.'],
  'webhook-not-found': ['There is no such webhook.', 'It may have been deleted.'],

  // Room and numbers.
  'quota-exceeded': [
    'The quota is used up.',
    'Delete what nobody needs, or ask your administrator for more.',
  ],
  'daily-quota-exceeded': [
    'What may be uploaded today is used up.',
    'Go on tomorrow, or ask your administrator.',
  ],
  'asset-quota-exceeded': [
    'There are as many lessons as may be.',
    'Delete what nobody needs, or ask your administrator.',
  ],
  'storage-full': [
    'The server’s disk is full, which is not your fault.',
    'What came is kept, and it goes on by itself.',
  ],
  'file-too-large': [
    'The file is larger than one file may be.',
    'Make it smaller or send it in pieces, or ask your administrator for a higher limit.',
  ],
  'too-many-open-uploads': ['You have too many unfinished uploads.', 'Finish some, or give them up.'],
  'too-many-bytes-reserved': ['Your unfinished uploads hold too much room.', 'Finish some, or give them up.'],
  'reservation-mismatch': LOST,
  'reservation-not-held': LOST,
  'too-many-captions': ['There are captions in too many languages.', 'Delete those that nobody needs.'],
  'too-many-cues': ['There are too many captions in the file.', 'Shorten it.'],
  'too-many-sessions': ['You play too many lessons at once.', 'Close other pages, and try again later.'],
  'too-many-webhooks': ['There are as many webhooks as may be.', 'Delete one first.'],
  'retries-spent': [
    'It has been tried as often as may be in 24 hours.',
    'Export the recording in another format and upload that, or try again later.',
  ],

  // Files.
  'empty-file': ['The file is empty.', 'See whether it was copied whole, and choose it again.'],
  'file-missing': ['No file was chosen.'],
  'invalid-file-name': ['The file’s name can’t be used.', 'Give it 1 to 255 characters that can be shown.'],
  'unsupported-media-type': [
    'Files of this kind are not taken.',
    'Upload a recording, sound, an image or slides (such as MP4, MP3, JPEG, PDF, PPTX).',
  ],
  'file-unreadable': ['The file can’t be read: it was changed or moved.', 'Choose it anew.'],
  'another-file': ['This is another file, or it has been changed.', 'Choose the same one.'],
  'file-not-proven': ['It is not known yet that this is the same file.', 'Choose it again.'],
  'sha256-mismatch': [
    'What came is not what the file holds, and was thrown away.',
    'The file may have been changed meanwhile: upload it again.',
  ],
  'sha256-declared': ['The file was changed while it was sent.', 'Cancel, and upload it again.'],
  'checksum-mismatch': LINK,
  'movie-encrypted': [
    'This recording is encrypted and can’t be played.',
    'Export it without, and upload that.',
  ],
  'movie-invalid': DAMAGED,
  'movie-too-complex': DAMAGED,
  'movie-too-many-samples': DAMAGED,
  'movie-truncated': [
    'The recording ends in the middle.',
    'See whether it was copied whole, and upload it again.',
  ],

  // Uploads.
  'replacement-of-another-kind': [
    'This file is of another kind than what it is to replace.',
    'Choose a file of the same kind, or upload this one as a new lesson.',
  ],
  'revision-not-restorable': [
    'This version was never shown, or can’t be played.',
    'Choose a version that was shown before.',
  ],
  'too-many-revisions': [
    'This recording was replaced so often that no more versions can be kept.',
    'Replace it again when the oldest of them has been removed.',
  ],
  'upload-expired': ['This upload has expired.', 'Choose the file again.'],
  'upload-ended': ['An administrator has ended this upload.', 'Ask them before you send it again.'],
  'upload-terminated': ['This upload has ended, and its lesson is there.'],
  'upload-not-open': ['This upload is complete already.'],
  'upload-taken-over': [
    'This file is being sent from another page or computer.',
    'If that has stopped, it goes on here by itself in a while.',
  ],
  'upload-locked': AGAIN,
  'upload-in-parts': ['This upload can’t go on in a page.', 'Use the program that began it.'],
  'upload-not-continuable': ['Too little has come to go on at another computer.', 'Begin it anew there.'],
  'upload-code-old': ['This code holds no longer.', 'Have a new one made at the other computer.'],
  'upload-code-wrong': ['The code is wrong.', 'Compare its eight digits with those at the other computer.'],
  'too-many-codes-tried': ['Too many wrong codes were tried.', 'Try again later.'],
  'upload-length-exceeded': [
    'The file grew while it was sent.',
    'Wait until it has been saved, and upload it again.',
  ],
  'upload-broken': ['The upload went wrong.', 'Choose the file again.'],
  'sender-too-slow': LINK,
  'connection-lost': LINK,
  'request-timeout': ['The link was too slow for the request.', 'Try again.'],
  'offset-mismatch': LINK,
  'mismatching-upload-offset': LINK,
  'length-mismatch': LINK,
  'unfinished-object-lost': LOST,
  'completed-upload': ['This upload is complete already.'],
  'malformed-form': LINK,

  // Playing and editing.
  'not-playable': ['It can’t be played yet.', 'It is being processed, and appears by itself.'],
  'embedding-not-set-up': [
    'No other platform may show lessons yet.',
    'The administrator sets the addresses of those that may.',
  ],
  'embed-ticket-used': ['This ticket has been used, or is too old.', 'Load the page of the platform anew.'],
  'session-over': EXPIRED,
  'signature-expired': EXPIRED,
  'signature-invalid': EXPIRED,
  'signature-not-yet-valid': [
    'The link is not valid yet.',
    'See whether the clock of this computer is right.',
  ],
  revoked: ['You may not watch this any more.', 'Ask its owner or your administrator if you need it.'],
  'out-of-scope': EXPIRED,
  'network-not-allowed': [
    'It can’t be watched from this network.',
    'Open it in the network of your hospital.',
  ],
  'range-not-satisfiable': EXPIRED,
  'version-conflict': ['Somebody has changed it meanwhile.', 'Look at it as it is now, and save again.'],
  'precondition-failed': ['It has been replaced meanwhile.', 'Open the page anew.'],
  'asset-edited': AGAIN,
  'asset-not-failed': ['Only what has failed can be processed again.'],
  'attempt-running': ['It is being processed.', 'Wait until that is done.'],
  'stale-attempt': ['It is being processed.', 'Wait until that is done.'],
  'captions-beyond-end': [
    'All captions come after the end of the recording.',
    'See whether they belong to another one.',
  ],
  'captions-unreadable': ['This file can’t be read as captions.', 'Save them as SRT or WebVTT.'],
  'charset-unknown': ['It can’t be told how the text is encoded.', 'Save it as UTF-8.'],
  'language-unknown': ['There is no such language.', 'Use a code such as zh or en.'],
  'chapter-beyond-end': ['A chapter begins after the end of the recording.', 'Mend its time.'],
  'chapters-not-ascending': ['Two chapters begin at the same time.', 'Mend one of them.'],
  'no-picture': ['This is sound alone.', 'Use an image as its poster.'],
  'not-a-recording': ['Only recordings have captions, chapters and a poster.'],
  'not-an-image': ['This is no image.', 'Use a JPEG, PNG or WebP.'],
  'poster-beyond-end': ['The recording ends before that.', 'Choose an earlier picture.'],
  'position-beyond-end': PAGE,
  'invalid-asset-order': ['The course has changed meanwhile.', 'Load the page anew, and order it then.'],
  'external-id-taken': ['This external id is taken.', 'Use another one.'],
  'under-legal-hold': ['A legal hold keeps this from being deleted or moved.', 'Ask an administrator.'],

  // Administration.
  'unit-exists': ['There is a unit with this id already.', 'Use another one.'],
  'unit-misplaced': [
    'A unit of this kind can’t stand there.',
    'What stands below is smaller: region, county, hospital, department.',
  ],
  'unit-not-empty': ['The unit is not empty.', 'Move or remove what it holds first.'],
  'import-refused': [
    'Nobody was imported.',
    'Mend the lines that are named, and import the whole file again.',
  ],
  'import-unreadable': ['The file can’t be read.', 'Save it as CSV in UTF-8.'],
  'receiver-disabled': ['Who is to get them is disabled.', 'Name somebody else.'],
  'receiver-without-unit': ['Who is to get them belongs to no unit.', 'Set their unit first.'],
  'job-has-ended': ['The job has ended.'],
  'job-not-retryable': ['The job goes on by itself.'],
  'job-not-waiting': ['The job waits no longer, so its priority can’t be set.'],
  'invalid-retention-rule': [
    'The rule contradicts itself.',
    'It can’t keep originals and put them into the trash, and it has to do something.',
  ],
  'verification-running': ['The audit trail is being verified.', 'Wait until that is done.'],
  'key-ring-not-writable': [
    'The signing keys are kept elsewhere, and only read here.',
    'Change them as the operations manual says.',
  ],
  'key-rotation-running': ['The signing key is being changed.', 'Look again in a while.'],
  'revocation-not-in-force': [
    'It is recorded, and not in force yet.',
    'It will be by itself when the storage is back: look at that.',
  ],
  'revocation-list-unreadable': AGAIN,
  'revocations-unknown': AGAIN,
  'export-too-long': ['There are too many rows for one table.', 'Ask for a shorter time, several times.'],
  'usage-too-large': ['There are too many rows for one table.', 'Ask for a shorter time or a smaller unit.'],
  'usage-window-invalid': ['The last day must not be before the first.', 'Mend the days.'],
  'usage-window-too-long': ['The time is too long.', 'Ask for a shorter one.'],
  'webhook-address-not-allowed': [
    'Nothing is sent to a private address.',
    'A platform administrator can allow its network in the settings.',
  ],
  'webhook-backlog-full': ['Too many deliveries wait.', 'Look at the receiver first.'],
  'webhook-disabled': ['The webhook is disabled.', 'Enable it first.'],
  'webhook-not-encrypted': ['The address must begin with https:.'],
  'webhook-url-invalid': [
    'The address is not right.',
    'Write an https address without user name and password.',
  ],
  'ttl-out-of-bounds': ['It may not last so long, or so short.', 'Choose another time.'],

  // Too much, or too busy.
  'too-many-creations': SLOWLY,
  'too-many-searches': SLOWLY,
  'too-many-requests': SLOWLY,
  'too-many-requests-ahead': AGAIN,
  'too-many-connections': AGAIN,
  'too-many-event-streams': ['Too many pages are open.', 'Close other ones.'],
  'event-streams-full': AGAIN,
  'database-busy': AGAIN,
  'database-unavailable': AGAIN,
  'storage-unavailable': [
    'The storage does not answer at the moment.',
    'What came is kept, and it goes on by itself.',
  ],
  'idempotent-request-running': AGAIN,

  // What a page should not have sent.
  'body-too-large': ['It is too long.', 'Shorten it.'],
  'unstorable-text': ['The text has a character that can’t be kept.', 'Take special characters out.'],
  'checksummed-body-too-long': PAGE,
  'direct-part-size': PAGE,
  'direct-uploads-off': PAGE,
  'headers-too-large': PAGE,
  'idempotency-key-reused': PAGE,
  'inconsistent-upload-length': PAGE,
  'invalid-content-digest': PAGE,
  'invalid-cursor': PAGE,
  'invalid-request': ['Something was not filled in right.', 'Look at it, and try again.'],
  'invalid-storage-key': PAGE,
  'invalid-tus-header': PAGE,
  'invalid-upload-field': PAGE,
  'method-not-allowed': PAGE,
  'not-acceptable': PAGE,
  'object-exists': PAGE,
  'replacement-keeps-description': PAGE,
  'part-already-written': PAGE,
  'part-length-mismatch': PAGE,
  'partial-uploads-not-ready': PAGE,
  'parts-missing': PAGE,
  'piece-without-sha256': PAGE,
  'tus-version-unsupported': PAGE,
  'unknown-field': PAGE,
  'unknown-parameter': PAGE,
  unprocessable: PAGE,
  'unsignable-request': PAGE,
  'upload-is-direct': PAGE,
  'upload-length-known': PAGE,
  'upload-not-direct': PAGE,
  'upload-takes-pieces': PAGE,
  'upload-without-parts': PAGE,

  // The server's own faults.
  internal: OURS,
  'application-role-missing': OURS,
  'database-not-migrated': OURS,
  'database-too-new': OURS,
  'digest-unavailable': OURS,
  'embedded-postgres-failed': OURS,
  'invalid-digest-state': OURS,
  'invalid-key-ring': OURS,
  'invalid-revocation-list': OURS,
  'notifications-lost': OURS,
  'pooler-refuses-settings': OURS,
  'storage-fault': OURS,
};
