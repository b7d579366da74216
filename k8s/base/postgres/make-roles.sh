#!/bin/bash
# PostgreSQL's image runs this once, when it makes its cluster: the roles of the two URLs, each with the password that
# stands in its URL. The first owns the database and so may make tables in it, the second may log in; what it may read
# and write there the migration says.
set -euo pipefail

# What is in the URL of the file $1: role and password, which may be percent-encoded.
login() {
  [[ $(<"$1") =~ ^[a-z]+://([^:/@]+):([^@/]+)@ ]] || { echo "make-roles.sh: no role and password in $1" >&2; exit 1; }
  role=${BASH_REMATCH[1]}
  password=$(printf %b "${BASH_REMATCH[2]//%/\\x}")
}

# By the environment, for a password among the arguments could be read by everybody on the machine.
superuser() {
  LOGIN_ROLE=$role LOGIN_PASSWORD=$password psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 \
    --username="$POSTGRES_USER" --dbname="$POSTGRES_DB"
}

make_role() {
  superuser <<'SQL'
\getenv role LOGIN_ROLE
\getenv password LOGIN_PASSWORD
create role :"role" login password :'password';
SQL
}

login "$SERVICES_URL_FILE"
services=$role
make_role
login "$OWNER_URL_FILE"
# One role for both is possible, and warned of at each start.
[ "$role" = "$services" ] || make_role
superuser <<'SQL'
\getenv role LOGIN_ROLE
select format('alter database %I owner to %I', current_database(), :'role') \gexec
SQL
