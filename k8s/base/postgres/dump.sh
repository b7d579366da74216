#!/bin/bash
# Writes a dump of the database, which nobody but its owner may read, into BACKUP_FOLDER, and keeps the last 14. A
# dump has its name only when it is whole and on the disk. Where CERTIFICATE_FILE holds a certificate, only who has its
# private key can read the dump, and nothing of it is written that is not encrypted.
set -euo pipefail
umask 077
folder=${BACKUP_FOLDER:-/backup}
url=$(<"${OWNER_URL_FILE:-/etc/lectern/url}")
certificate=${CERTIFICATE_FILE:-/etc/lectern/certificate.pem}

# A password among the arguments could be read by everybody on the node.
if [[ $url =~ ^([a-z]+://[^:/@]+):([^@/]*)@(.*)$ ]]; then
  PGPASSWORD=$(printf %b "${BASH_REMATCH[2]//%/\\x}")
  export PGPASSWORD
  url=${BASH_REMATCH[1]}@${BASH_REMATCH[3]}
fi

shopt -s nullglob
rm -f "$folder"/*.part
dump=$folder/lectern-$(date -u +%Y%m%dT%H%M%SZ).dump
if [ -s "$certificate" ]; then
  dump+=.cms
  pg_dump --format=custom --no-password "$url" |
    openssl cms -encrypt -binary -stream -aes256 -outform DER -out "$dump.part" "$certificate"
else
  pg_dump --format=custom --no-password --file="$dump.part" "$url"
  pg_restore --list "$dump.part" >/dev/null
fi
sync "$dump.part"
mv "$dump.part" "$dump"

dumps=("$folder"/lectern-*.dump*)
chmod 0600 "${dumps[@]}"
printf '%s\n' "${dumps[@]}" | sort -r | tail -n +15 | xargs -r rm --
ls -l "$folder"
