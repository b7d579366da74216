#!/bin/sh
# Writes what is secret of an installation into secrets/, beside this script. What is there already stays: a second
# run changes nothing. Keep the folder out of version control, and a copy of it in a closed place.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
cd secrets

# Makes the file $1 of what the command after it prints, unless it is there. No line break at the end.
make() {
  file=$1
  shift
  if [ -s "$file" ]; then
    echo "secrets/$file stays"
    return
  fi
  printf %s "$("$@")" >"$file.new"
  [ -s "$file.new" ] || { echo "secrets/$file could not be made" >&2; exit 1; }
  mv "$file.new" "$file"
  echo "secrets/$file"
}

ring() {
  secret=$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n')
  printf '{"keys": [{"kid": "%s", "secret": "%s", "state": "signing"}]}' "$(openssl rand -hex 4)" "$secret"
}

# The database, as the role $1 with the password $2.
url() {
  printf 'postgres://%s:%s@database.lectern.svc.cluster.local:5432/lectern' "$1" "$2"
}

# `lectern` owns the tables and migrates them, `lectern_app` is who the services are.
make database-superuser-password openssl rand -hex 24
make database-password openssl rand -hex 24
make database-owner-url url lectern "$(cat database-password)"
make database-url url lectern_app "$(openssl rand -hex 24)"
make jwt-secret openssl rand -hex 32
make ring.json ring
# Only where the storage is a bucket that MinIO keeps in the cluster; for another one write the keys you were given
# into bucket-access-key and bucket-secret-key.
if [ "${1-}" = --minio ]; then
  make bucket-access-key openssl rand -hex 10
  make bucket-secret-key openssl rand -hex 20
  make minio-root-password openssl rand -hex 20
fi
