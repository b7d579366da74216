#!/bin/sh
# Makes the secrets of compose.yaml, each one random, in docker/secrets (or in the folder that is named). What is there
# already is kept, so that it may be run again: changing a password takes more than a new file (docs/install.md).
#
# The folder is the caller's alone. The files in it can be read by everybody who gets at them, for in the containers
# that is user 10001 and the database's.
set -eu
folder=${1:-"$(dirname "$0")/secrets"}
umask 077
mkdir -p "$folder/keys"
chmod 0700 "$folder"
# Containers see this folder itself, so that a key ring put in place with mv is seen too.
chmod 0755 "$folder/keys"

random() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

# keep FILE TEXT: writes the file whole or not at all, unless it is there.
keep() {
  if [ -e "$folder/$1" ]; then
    echo "kept    $folder/$1"
    return
  fi
  printf '%s' "$2" >"$folder/$1.new"
  chmod 0444 "$folder/$1.new"
  mv "$folder/$1.new" "$folder/$1"
  echo "made    $folder/$1"
}

# `lectern` owns the tables and migrates them, `lectern_app` is who the services are.
keep postgres-superuser-password "$(random)"
keep postgres-password "$(random)"
keep database-owner-url "postgres://lectern:$(cat "$folder/postgres-password")@postgres:5432/lectern"
keep database-url "postgres://lectern_app:$(random)@postgres:5432/lectern"
keep jwt-secret "$(random)"
keep s3-access-key "lectern-$(random | cut -c 1-12)"
keep s3-secret-key "$(random)"
kid=$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n')
keep keys/ring.json "{\"keys\": [{\"kid\": \"$kid\", \"secret\": \"$(random)\", \"state\": \"signing\"}]}"
