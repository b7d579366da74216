#!/bin/sh
# Makes the secrets of compose.yaml, each one random, in docker/secrets. What is there already is kept, so that it may
# be run again: changing a password takes more than a new file (docs/operations.md).
#
# The folder is the caller's alone. The files in it can be read by everybody who gets at them, for in the containers
# that is user 10001 and the database's.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets secrets/keys
# Containers see this folder itself, so that a key ring put in place with mv is seen too.
chmod 0755 secrets/keys

random() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

# keep FILE TEXT: writes the file whole or not at all, unless it is there.
keep() {
  if [ -e "secrets/$1" ]; then
    echo "kept    secrets/$1"
    return
  fi
  printf '%s' "$2" >"secrets/$1.new"
  chmod 0444 "secrets/$1.new"
  mv "secrets/$1.new" "secrets/$1"
  echo "made    secrets/$1"
}

keep postgres-password "$(random)"
keep database-url "postgres://lectern:$(cat secrets/postgres-password)@postgres:5432/lectern"
keep jwt-secret "$(random)"
keep s3-access-key "lectern-$(random | cut -c 1-12)"
keep s3-secret-key "$(random)"
keep keys/ring.json "{\"keys\": [{\"kid\": \"$(random | tr -dc 'a-z0-9' | cut -c 1-8)\", \"secret\": \"$(random)\", \"state\": \"signing\"}]}"
