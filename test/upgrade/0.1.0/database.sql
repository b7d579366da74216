

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA pgboss;

CREATE TYPE pgboss.job_state AS ENUM (
    'created',
    'retry',
    'active',
    'completed',
    'cancelled',
    'failed'
);

CREATE FUNCTION pgboss.create_queue(queue_name text, options jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $_$
    DECLARE
      tablename varchar := CASE WHEN options->>'partition' = 'true'
                            THEN 'j' || encode(sha224(queue_name::bytea), 'hex')
                            ELSE 'job_common'
                            END;
      queue_created_on timestamptz;
    BEGIN

      WITH q as (
        INSERT INTO pgboss.queue (
          name,
          policy,
          retry_limit,
          retry_delay,
          retry_backoff,
          retry_delay_max,
          expire_seconds,
          retention_seconds,
          deletion_seconds,
          warning_queued,
          dead_letter,
          partition,
          table_name,
          heartbeat_seconds,
          notify,
          created_on,
          updated_on
        )
        VALUES (
          queue_name,
          options->>'policy',
          COALESCE((options->>'retryLimit')::int, 2),
          COALESCE((options->>'retryDelay')::int, 0),
          COALESCE((options->>'retryBackoff')::bool, false),
          (options->>'retryDelayMax')::int,
          COALESCE((options->>'expireInSeconds')::int, 900),
          COALESCE((options->>'retentionSeconds')::int, 1209600),
          COALESCE((options->>'deleteAfterSeconds')::int, 604800),
          COALESCE((options->>'warningQueueSize')::int, 0),
          options->>'deadLetter',
          COALESCE((options->>'partition')::bool, false),
          tablename,
          (options->>'heartbeatSeconds')::int,
          COALESCE((options->>'notify')::bool, false),
          pgboss.job_now(),
          pgboss.job_now()
        )
        ON CONFLICT DO NOTHING
        RETURNING created_on
      )
      SELECT created_on into queue_created_on from q;

      IF queue_created_on IS NULL OR options->>'partition' IS DISTINCT FROM 'true' THEN
        RETURN;
      END IF;

      EXECUTE format('CREATE TABLE pgboss.%I (LIKE pgboss.job INCLUDING DEFAULTS)', tablename);

      EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id)$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, tablename);

      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i11 ON pgboss.job (name, priority DESC, created_on, start_after) WHERE state < 'active' AND NOT blocked$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i4 ON pgboss.job (name, singleton_on, COALESCE(singleton_key, '')) WHERE state <> 'cancelled' AND singleton_on IS NOT NULL$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i7 ON pgboss.job (name, group_id) WHERE state = 'active' AND group_id IS NOT NULL$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i9 ON pgboss.job (name, id) WHERE blocking AND state = 'completed'$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i12 ON pgboss.job (source_root_id) WHERE source_root_id IS NOT NULL$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i13 ON pgboss.job (name, singleton_key) WHERE state = 'created' AND upsert_by_key$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i14 ON pgboss.job (name, state, blocked, start_after) WHERE state IN ('created', 'retry', 'active', 'failed')$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i15 ON pgboss.job (name, created_on)$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i16 ON pgboss.job (name, completed_on) WHERE completed_on IS NOT NULL$cmd$, tablename);
      EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i17 ON pgboss.job (name, singleton_key, created_on) WHERE state < 'active' AND singleton_key IS NOT NULL$cmd$, tablename);

      IF options->>'policy' = 'short' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i1 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state = 'created' AND policy = 'short'$cmd$, tablename);
      ELSIF options->>'policy' = 'singleton' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i2 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state = 'active' AND policy = 'singleton'$cmd$, tablename);
      ELSIF options->>'policy' = 'stately' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i3 ON pgboss.job (name, state, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'stately'$cmd$, tablename);
      ELSIF options->>'policy' = 'exclusive' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i6 ON pgboss.job (name, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'exclusive'$cmd$, tablename);
      ELSIF options->>'policy' = 'key_strict_fifo' THEN
        EXECUTE pgboss.job_table_format($cmd$CREATE UNIQUE INDEX job_i8 ON pgboss.job (name, singleton_key) WHERE state IN ('active', 'retry', 'failed') AND policy = 'key_strict_fifo'$cmd$, tablename);
        EXECUTE pgboss.job_table_format($cmd$CREATE INDEX job_i10 ON pgboss.job (name, singleton_key, state DESC, created_on, id) INCLUDE (start_after) WHERE state < 'active' AND NOT blocked AND policy = 'key_strict_fifo'$cmd$, tablename);
        EXECUTE pgboss.job_table_format($cmd$ALTER TABLE pgboss.job ADD CONSTRAINT job_key_strict_fifo_singleton_key_check CHECK (NOT (policy = 'key_strict_fifo' AND singleton_key IS NULL))$cmd$, tablename);
      END IF;

      EXECUTE format('ALTER TABLE pgboss.%I ADD CONSTRAINT cjc CHECK (name=%L)', tablename, queue_name);
      EXECUTE format('ALTER TABLE pgboss.job ATTACH PARTITION pgboss.%I FOR VALUES IN (%L)', tablename, queue_name);
    END;
    $_$;

CREATE FUNCTION pgboss.delete_queue(queue_name text) RETURNS void
    LANGUAGE plpgsql
    AS $$
    DECLARE
      v_table varchar;
      v_partition bool;
    BEGIN
      
      SELECT table_name, partition
      FROM pgboss.queue
      WHERE name = queue_name
      INTO v_table, v_partition;

      IF v_partition THEN
        EXECUTE format('DROP TABLE IF EXISTS pgboss.%I', v_table);
      ELSE
        EXECUTE format('DELETE FROM pgboss.%I WHERE name = %L', v_table, queue_name);
      END IF;
    
      DELETE FROM pgboss.queue WHERE name = queue_name;
    END;
    $$;

CREATE FUNCTION pgboss.job_now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
      SELECT pg_catalog.now();
    $$;

CREATE FUNCTION pgboss.job_table_format(command text, table_name text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $_$
      SELECT format(
        regexp_replace(
          regexp_replace(command, '\.job\y', '.%1$I', 'g'),
          '\yjob_i(\d+)', '%1$s_i\1', 'g'
        ),
        table_name
      );
    $_$;

CREATE FUNCTION pgboss.job_table_run(command text, tbl_name text DEFAULT NULL::text, queue_name text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
    DECLARE
      tbl RECORD;
    BEGIN
      IF queue_name IS NOT NULL THEN
        SELECT table_name INTO tbl_name FROM pgboss.queue WHERE name = queue_name;
      END IF;

      IF tbl_name IS NOT NULL THEN
        EXECUTE pgboss.job_table_format(command, tbl_name);
        RETURN;
      END IF;

      EXECUTE pgboss.job_table_format(command, 'job_common');

      FOR tbl IN SELECT table_name FROM pgboss.queue WHERE partition = true
      LOOP
        EXECUTE pgboss.job_table_format(command, tbl.table_name);
      END LOOP;
    END;
    $$;

CREATE FUNCTION pgboss.job_table_run_async(command_name text, version integer, command text, tbl_name text DEFAULT NULL::text, queue_name text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
    BEGIN
      IF queue_name IS NOT NULL THEN
        SELECT table_name INTO tbl_name FROM pgboss.queue WHERE name = queue_name;
      END IF;

      IF tbl_name IS NOT NULL THEN
        INSERT INTO pgboss.bam (name, version, status, queue, table_name, command)
        VALUES (
          command_name,
          version,
          'pending',
          queue_name,
          tbl_name,
          pgboss.job_table_format(command, tbl_name)
        );
        RETURN;
      END IF;

      INSERT INTO pgboss.bam (name, version, status, queue, table_name, command)
      SELECT
        command_name,
        version,
        'pending',
        NULL,
        'job_common',
        pgboss.job_table_format(command, 'job_common')
      UNION ALL
      SELECT
        command_name,
        version,
        'pending',
        queue.name,
        queue.table_name,
        pgboss.job_table_format(command, queue.table_name)
      FROM pgboss.queue
      WHERE partition = true;
    END;
    $$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   begin
     raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
   end $$;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE pgboss.bam (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    queue text,
    table_name text NOT NULL,
    command text NOT NULL,
    error text,
    created_on timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    started_on timestamp with time zone,
    completed_on timestamp with time zone
);

CREATE TABLE pgboss.instance (
    id uuid NOT NULL,
    name text,
    host text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    node_version text NOT NULL,
    application_name text,
    heartbeat_seconds integer NOT NULL,
    supervise boolean NOT NULL,
    schedule boolean NOT NULL,
    migrate boolean NOT NULL,
    persist_queue_stats boolean NOT NULL,
    persist_warnings boolean NOT NULL,
    pool_max integer,
    pool_total integer,
    pool_idle integer,
    pool_waiting integer,
    workers jsonb DEFAULT '[]'::jsonb NOT NULL,
    metrics jsonb,
    config jsonb DEFAULT '{}'::jsonb NOT NULL,
    crash_restarts integer DEFAULT 0 NOT NULL,
    crash_restarts_since timestamp with time zone,
    started_on timestamp with time zone DEFAULT now() NOT NULL,
    heartbeat_on timestamp with time zone DEFAULT now() NOT NULL,
    stopped_on timestamp with time zone
);

CREATE TABLE pgboss.job (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state pgboss.job_state DEFAULT 'created'::pgboss.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    retry_delay_max integer,
    expire_seconds integer DEFAULT 900 NOT NULL,
    deletion_seconds integer DEFAULT 604800 NOT NULL,
    singleton_key text,
    singleton_on timestamp without time zone,
    group_id text,
    group_tier text,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '336:00:00'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    heartbeat_on timestamp with time zone,
    heartbeat_seconds integer,
    blocked boolean DEFAULT false NOT NULL,
    blocking boolean DEFAULT false NOT NULL,
    pending_dependencies integer DEFAULT 0 NOT NULL,
    source_name text,
    source_id uuid,
    source_created_on timestamp with time zone,
    source_retry_count integer,
    source_output jsonb,
    source_root_id uuid,
    trace_context jsonb,
    upsert_by_key boolean
)
PARTITION BY LIST (name);

CREATE TABLE pgboss.job_common (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state pgboss.job_state DEFAULT 'created'::pgboss.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    retry_delay_max integer,
    expire_seconds integer DEFAULT 900 NOT NULL,
    deletion_seconds integer DEFAULT 604800 NOT NULL,
    singleton_key text,
    singleton_on timestamp without time zone,
    group_id text,
    group_tier text,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '336:00:00'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    heartbeat_on timestamp with time zone,
    heartbeat_seconds integer,
    blocked boolean DEFAULT false NOT NULL,
    blocking boolean DEFAULT false NOT NULL,
    pending_dependencies integer DEFAULT 0 NOT NULL,
    source_name text,
    source_id uuid,
    source_created_on timestamp with time zone,
    source_retry_count integer,
    source_output jsonb,
    source_root_id uuid,
    trace_context jsonb,
    upsert_by_key boolean,
    CONSTRAINT job_key_strict_fifo_singleton_key_check CHECK ((NOT ((policy = 'key_strict_fifo'::text) AND (singleton_key IS NULL))))
);

CREATE TABLE pgboss.job_dependency (
    child_name text NOT NULL,
    child_id uuid NOT NULL,
    parent_name text NOT NULL,
    parent_id uuid NOT NULL
);

CREATE TABLE pgboss.queue (
    name text NOT NULL,
    policy text NOT NULL,
    retry_limit integer NOT NULL,
    retry_delay integer NOT NULL,
    retry_backoff boolean NOT NULL,
    retry_delay_max integer,
    expire_seconds integer NOT NULL,
    retention_seconds integer NOT NULL,
    deletion_seconds integer NOT NULL,
    dead_letter text,
    partition boolean NOT NULL,
    table_name text NOT NULL,
    deferred_count integer DEFAULT 0 NOT NULL,
    blocked_count integer DEFAULT 0 NOT NULL,
    queued_count integer DEFAULT 0 NOT NULL,
    ready_count integer DEFAULT 0 NOT NULL,
    warning_queued integer DEFAULT 0 NOT NULL,
    active_count integer DEFAULT 0 NOT NULL,
    failed_count integer DEFAULT 0 NOT NULL,
    total_count integer DEFAULT 0 NOT NULL,
    retained_count integer,
    retained_on timestamp with time zone,
    created_delta integer DEFAULT 0 NOT NULL,
    completed_delta integer DEFAULT 0 NOT NULL,
    failed_delta integer DEFAULT 0 NOT NULL,
    delta_on timestamp with time zone,
    delta_seconds integer,
    wait_bins integer[],
    run_bins integer[],
    ready_oldest_seconds integer,
    ready_history integer[] DEFAULT '{}'::integer[] NOT NULL,
    heartbeat_seconds integer,
    notify boolean DEFAULT false NOT NULL,
    singletons_active text[],
    monitor_claim_on timestamp with time zone,
    monitor_on timestamp with time zone,
    maintain_on timestamp with time zone,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    updated_on timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT queue_check CHECK ((dead_letter IS DISTINCT FROM name))
);

CREATE TABLE pgboss.queue_stats (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    deferred_count integer DEFAULT 0 NOT NULL,
    queued_count integer DEFAULT 0 NOT NULL,
    ready_count integer DEFAULT 0 NOT NULL,
    active_count integer DEFAULT 0 NOT NULL,
    failed_count integer DEFAULT 0 NOT NULL,
    total_count integer DEFAULT 0 NOT NULL,
    created_delta integer,
    completed_delta integer,
    failed_delta integer,
    delta_seconds integer,
    delta_on timestamp with time zone,
    wait_bins integer[],
    run_bins integer[],
    ready_oldest_seconds integer,
    captured_on timestamp with time zone DEFAULT now() NOT NULL
)
PARTITION BY RANGE (captured_on);

CREATE TABLE pgboss.queue_stats_20261129 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    deferred_count integer DEFAULT 0 NOT NULL,
    queued_count integer DEFAULT 0 NOT NULL,
    ready_count integer DEFAULT 0 NOT NULL,
    active_count integer DEFAULT 0 NOT NULL,
    failed_count integer DEFAULT 0 NOT NULL,
    total_count integer DEFAULT 0 NOT NULL,
    created_delta integer,
    completed_delta integer,
    failed_delta integer,
    delta_seconds integer,
    delta_on timestamp with time zone,
    wait_bins integer[],
    run_bins integer[],
    ready_oldest_seconds integer,
    captured_on timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE pgboss.queue_stats_20261130 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    deferred_count integer DEFAULT 0 NOT NULL,
    queued_count integer DEFAULT 0 NOT NULL,
    ready_count integer DEFAULT 0 NOT NULL,
    active_count integer DEFAULT 0 NOT NULL,
    failed_count integer DEFAULT 0 NOT NULL,
    total_count integer DEFAULT 0 NOT NULL,
    created_delta integer,
    completed_delta integer,
    failed_delta integer,
    delta_seconds integer,
    delta_on timestamp with time zone,
    wait_bins integer[],
    run_bins integer[],
    ready_oldest_seconds integer,
    captured_on timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE pgboss.schedule (
    name text NOT NULL,
    key text DEFAULT ''::text NOT NULL,
    kind text DEFAULT 'cron'::text NOT NULL,
    cron text NOT NULL,
    timezone text DEFAULT 'UTC'::text,
    data jsonb,
    options jsonb,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    updated_on timestamp with time zone DEFAULT now() NOT NULL,
    last_job_id uuid,
    CONSTRAINT schedule_kind_check CHECK ((kind = ANY (ARRAY['cron'::text, 'rrule'::text])))
);

CREATE TABLE pgboss.subscription (
    event text NOT NULL,
    name text NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    updated_on timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE pgboss.version (
    version integer NOT NULL,
    cron_on timestamp with time zone,
    bam_on timestamp with time zone,
    flow_on timestamp with time zone,
    reindex_on timestamp with time zone,
    monitor_backoff_on timestamp with time zone
);

CREATE TABLE pgboss.warning (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    type text NOT NULL,
    message text NOT NULL,
    data jsonb,
    created_on timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.accounts (
    id text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    parent_id text,
    path text[] NOT NULL,
    limit_bytes bigint,
    limit_daily_bytes bigint,
    limit_file_bytes bigint,
    limit_assets integer,
    soft_percent integer,
    used_bytes bigint DEFAULT 0 NOT NULL,
    derived_bytes bigint DEFAULT 0 NOT NULL,
    reserved_bytes bigint DEFAULT 0 NOT NULL,
    assets integer DEFAULT 0 NOT NULL,
    reserved_assets integer DEFAULT 0 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT accounts_assets_check CHECK ((assets >= 0)),
    CONSTRAINT accounts_check CHECK ((path[cardinality(path)] = id)),
    CONSTRAINT accounts_check1 CHECK (((kind = 'region'::text) = (parent_id IS NULL))),
    CONSTRAINT accounts_check2 CHECK ((NOT (parent_id IS DISTINCT FROM path[(cardinality(path) - 1)]))),
    CONSTRAINT accounts_derived_bytes_check CHECK ((derived_bytes >= 0)),
    CONSTRAINT accounts_id_check CHECK ((id <> ''::text)),
    CONSTRAINT accounts_kind_check CHECK ((kind = ANY (ARRAY['region'::text, 'county'::text, 'hospital'::text, 'department'::text, 'doctor'::text]))),
    CONSTRAINT accounts_limit_assets_check CHECK ((limit_assets >= 0)),
    CONSTRAINT accounts_limit_bytes_check CHECK ((limit_bytes >= 0)),
    CONSTRAINT accounts_limit_daily_bytes_check CHECK ((limit_daily_bytes >= 0)),
    CONSTRAINT accounts_limit_file_bytes_check CHECK ((limit_file_bytes >= 0)),
    CONSTRAINT accounts_reserved_assets_check CHECK ((reserved_assets >= 0)),
    CONSTRAINT accounts_reserved_bytes_check CHECK ((reserved_bytes >= 0)),
    CONSTRAINT accounts_soft_percent_check CHECK (((soft_percent >= 1) AND (soft_percent <= 100))),
    CONSTRAINT accounts_used_bytes_check CHECK ((used_bytes >= 0))
)
WITH (fillfactor='80');

CREATE TABLE public.api_keys (
    id text NOT NULL,
    hash bytea NOT NULL,
    subject text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    unit text,
    label text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    expires_at timestamp(3) with time zone,
    revoked_at timestamp(3) with time zone,
    last_used_at timestamp(3) with time zone,
    CONSTRAINT api_keys_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT api_keys_role_check CHECK ((role = ANY (ARRAY['doctor'::text, 'unit-admin'::text, 'admin'::text, 'auditor'::text])))
);

CREATE TABLE public.assets (
    id text NOT NULL,
    owner text NOT NULL,
    unit text NOT NULL,
    account text NOT NULL,
    course_id text,
    kind text NOT NULL,
    file_name text NOT NULL,
    title text NOT NULL,
    content_type text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    state text DEFAULT 'verifying'::text NOT NULL,
    failure jsonb,
    epoch integer DEFAULT 0 NOT NULL,
    facts jsonb NOT NULL,
    master text,
    poster jsonb,
    images jsonb,
    derived_bytes bigint DEFAULT 0 NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    worker text,
    worker_until timestamp(3) with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    playable_at timestamp(3) with time zone,
    ready_at timestamp(3) with time zone,
    deleted_at timestamp(3) with time zone,
    purging_at timestamp(3) with time zone,
    CONSTRAINT assets_bytes_check CHECK ((bytes >= 0)),
    CONSTRAINT assets_check CHECK (((purging_at IS NULL) OR (deleted_at IS NOT NULL))),
    CONSTRAINT assets_check1 CHECK (((state = 'failed'::text) = (failure IS NOT NULL))),
    CONSTRAINT assets_check2 CHECK (((worker IS NULL) = (worker_until IS NULL))),
    CONSTRAINT assets_derived_bytes_check CHECK ((derived_bytes >= 0)),
    CONSTRAINT assets_epoch_check CHECK ((epoch >= 0)),
    CONSTRAINT assets_kind_check CHECK ((kind = ANY (ARRAY['video'::text, 'audio'::text, 'image'::text, 'attachment'::text]))),
    CONSTRAINT assets_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT assets_state_check CHECK ((state = ANY (ARRAY['verifying'::text, 'processing'::text, 'playable'::text, 'ready'::text, 'failed'::text]))),
    CONSTRAINT assets_tries_check CHECK ((tries >= 0))
);

CREATE TABLE public.audit_trail (
    seq bigint NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    unit text,
    facts jsonb NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_trail_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT audit_trail_previous_hash_check CHECK ((octet_length(previous_hash) = 32)),
    CONSTRAINT audit_trail_seq_check CHECK ((seq > 0))
);

CREATE TABLE public.courses (
    id text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    unit text NOT NULL,
    owner text NOT NULL,
    tags text[] NOT NULL,
    visibility text NOT NULL,
    asset_order text[] NOT NULL,
    search_text text NOT NULL,
    search_grams text[] NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp(3) with time zone,
    CONSTRAINT courses_visibility_check CHECK ((visibility = ANY (ARRAY['private'::text, 'unit'::text, 'region'::text, 'all'::text])))
);

CREATE TABLE public.daily_usage (
    account text NOT NULL,
    day date NOT NULL,
    bytes bigint NOT NULL,
    CONSTRAINT daily_usage_bytes_check CHECK ((bytes >= 0))
);

CREATE TABLE public.idempotency_keys (
    owner text NOT NULL,
    key text NOT NULL,
    route text NOT NULL,
    request_hash text NOT NULL,
    status integer,
    headers jsonb,
    body jsonb,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.ledger (
    id bigint NOT NULL,
    at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    kind text NOT NULL,
    account text NOT NULL,
    accounts text[] NOT NULL,
    reservation text,
    asset text,
    day date,
    used_bytes bigint DEFAULT 0 NOT NULL,
    derived_bytes bigint DEFAULT 0 NOT NULL,
    reserved_bytes bigint DEFAULT 0 NOT NULL,
    assets integer DEFAULT 0 NOT NULL,
    reserved_assets integer DEFAULT 0 NOT NULL,
    daily_bytes bigint DEFAULT 0 NOT NULL,
    CONSTRAINT ledger_kind_check CHECK ((kind = ANY (ARRAY['reserve'::text, 'extend'::text, 'settle'::text, 'release'::text, 'derive'::text, 'underive'::text, 'remove'::text, 'move'::text])))
);

ALTER TABLE public.ledger ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.playback_sessions (
    id text NOT NULL,
    asset_id text NOT NULL,
    viewer text NOT NULL,
    network text,
    created_at timestamp(3) with time zone NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    revoked_at timestamp(3) with time zone
);

CREATE TABLE public.renditions (
    asset_id text NOT NULL,
    rung text NOT NULL,
    folder text NOT NULL,
    width integer,
    height integer,
    bandwidth integer,
    average_bandwidth integer,
    frame_rate double precision,
    codecs text,
    bytes bigint DEFAULT 0 NOT NULL,
    duration_seconds double precision,
    percent integer DEFAULT 0 NOT NULL,
    state text NOT NULL,
    attempt integer NOT NULL,
    CONSTRAINT renditions_bytes_check CHECK ((bytes >= 0)),
    CONSTRAINT renditions_percent_check CHECK (((percent >= 0) AND (percent <= 100))),
    CONSTRAINT renditions_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'encoding'::text, 'done'::text, 'failed'::text])))
);

CREATE TABLE public.reservations (
    id text NOT NULL,
    account text NOT NULL,
    bytes bigint NOT NULL,
    assets integer NOT NULL,
    state text DEFAULT 'held'::text NOT NULL,
    day date NOT NULL,
    day_bytes bigint NOT NULL,
    expires_at timestamp(3) with time zone NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    ended_at timestamp(3) with time zone,
    CONSTRAINT reservations_assets_check CHECK ((assets >= 0)),
    CONSTRAINT reservations_bytes_check CHECK ((bytes >= 0)),
    CONSTRAINT reservations_check CHECK (((day_bytes >= 0) AND (day_bytes <= bytes))),
    CONSTRAINT reservations_check1 CHECK (((state = 'held'::text) = (ended_at IS NULL))),
    CONSTRAINT reservations_state_check CHECK ((state = ANY (ARRAY['held'::text, 'settled'::text, 'released'::text])))
);

CREATE SEQUENCE public.revocation_versions
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.schema_migrations (
    number integer NOT NULL,
    name text NOT NULL,
    applied_at timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.upload_parts (
    upload text NOT NULL,
    number integer NOT NULL,
    key text,
    bytes bigint NOT NULL,
    sha256 text,
    stored_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    digest bytea,
    CONSTRAINT upload_parts_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT upload_parts_check CHECK (((key IS NULL) = (digest IS NOT NULL))),
    CONSTRAINT upload_parts_check1 CHECK (((key IS NULL) OR (sha256 IS NOT NULL))),
    CONSTRAINT upload_parts_number_check CHECK ((number > 0)),
    CONSTRAINT upload_parts_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

CREATE TABLE public.uploads (
    id text NOT NULL,
    asset_id text NOT NULL,
    owner text NOT NULL,
    unit text NOT NULL,
    account text NOT NULL,
    course_id text,
    kind text,
    file_name text NOT NULL,
    title text,
    content_type text,
    bytes bigint,
    reserved_bytes bigint NOT NULL,
    declared_sha256 text,
    offset_bytes bigint DEFAULT 0 NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    door text NOT NULL,
    storage jsonb,
    digest bytea,
    fence text NOT NULL,
    lease_holder text,
    lease_until timestamp(3) with time zone,
    expires_at timestamp(3) with time zone NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    discarded_at timestamp(3) with time zone,
    metadata jsonb NOT NULL,
    failure jsonb,
    concat text,
    concat_of text[],
    part_bytes bigint,
    assembling_at timestamp(3) with time zone,
    CONSTRAINT uploads_bytes_check CHECK ((bytes >= 0)),
    CONSTRAINT uploads_check CHECK ((offset_bytes <= bytes)),
    CONSTRAINT uploads_check1 CHECK (((lease_holder IS NULL) = (lease_until IS NULL))),
    CONSTRAINT uploads_check2 CHECK (((NOT (concat IS DISTINCT FROM 'final'::text)) = (concat_of IS NOT NULL))),
    CONSTRAINT uploads_concat_check CHECK ((concat = ANY (ARRAY['partial'::text, 'final'::text]))),
    CONSTRAINT uploads_declared_sha256_check CHECK ((declared_sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT uploads_kind_check CHECK ((kind = ANY (ARRAY['video'::text, 'audio'::text, 'image'::text, 'attachment'::text]))),
    CONSTRAINT uploads_offset_bytes_check CHECK ((offset_bytes >= 0)),
    CONSTRAINT uploads_part_bytes_check CHECK ((part_bytes > 0)),
    CONSTRAINT uploads_reserved_bytes_check CHECK ((reserved_bytes >= 0)),
    CONSTRAINT uploads_state_check CHECK ((state = ANY (ARRAY['open'::text, 'finishing'::text, 'completed'::text, 'abandoned'::text, 'expired'::text])))
)
WITH (fillfactor='80');

ALTER TABLE ONLY pgboss.job ATTACH PARTITION pgboss.job_common DEFAULT;

ALTER TABLE ONLY pgboss.queue_stats ATTACH PARTITION pgboss.queue_stats_20261129 FOR VALUES FROM ('2026-11-29 00:00:00+00') TO ('2026-11-30 00:00:00+00');

ALTER TABLE ONLY pgboss.queue_stats ATTACH PARTITION pgboss.queue_stats_20261130 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-01 00:00:00+00');

INSERT INTO pgboss.job_common VALUES ('ffd57acf-bb01-48a6-9922-efda111f35fb', 'package-asset', 0, '{"asset": "ast_tzs1xf3b7caf7r5krgyebd"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:16.84672+00', '2026-11-29 06:09:16.84672+00', '2026-11-29 06:09:18.71245+00', '2026-11-29 06:09:18.884258+00', '2036-11-26 06:09:16.84672+00', NULL, NULL, 'standard', '2026-11-29 06:09:18.71245+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('2541badf-3487-45de-947c-25ec40ce2fce', 'package-asset', 0, '{"asset": "ast_xbvj1nmwxxxtsgp9dzpzc6"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:16.762881+00', '2026-11-29 06:09:16.762881+00', '2026-11-29 06:09:18.71245+00', '2026-11-29 06:09:19.652479+00', '2036-11-26 06:09:16.762881+00', NULL, NULL, 'standard', '2026-11-29 06:09:18.71245+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('8a2fad83-bdb7-49bb-8888-750d8fa73114', 'package-asset', 0, '{"asset": "ast_4nkjc7kjgrmydbqpb5tp51"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:16.910097+00', '2026-11-29 06:09:16.910097+00', '2026-11-29 06:09:18.88854+00', '2026-11-29 06:09:19.74145+00', '2036-11-26 06:09:16.910097+00', NULL, NULL, 'standard', '2026-11-29 06:09:18.88854+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('5db81575-05ad-46b7-9603-97e0c081f224', 'package-asset', 0, '{"asset": "ast_v1dbzd0d5j0qcpq33cvxh0"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:16.968413+00', '2026-11-29 06:09:16.968413+00', '2026-11-29 06:09:19.653483+00', '2026-11-29 06:09:19.791856+00', '2036-11-26 06:09:16.968413+00', NULL, NULL, 'standard', '2026-11-29 06:09:19.653483+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('58c67431-4d7e-409f-85e0-a9f4e9841c50', 'package-asset', 0, '{"asset": "ast_acgm10skrhv8mzwq63g68c"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:17.023252+00', '2026-11-29 06:09:17.023252+00', '2026-11-29 06:09:19.742641+00', '2026-11-29 06:09:19.905865+00', '2036-11-26 06:09:17.023252+00', NULL, NULL, 'standard', '2026-11-29 06:09:19.742641+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('44bcaf9c-b042-43ad-bec0-1a70456702f8', 'package-asset', 0, '{"asset": "ast_6w04wdgcky8x29gf5956bn"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:17.178314+00', '2026-11-29 06:09:17.178314+00', '2026-11-29 06:09:19.906877+00', '2026-11-29 06:09:19.92197+00', '2036-11-26 06:09:17.178314+00', NULL, NULL, 'standard', '2026-11-29 06:09:19.906877+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('dca84368-ebad-470d-8853-c8683bc2d76d', 'package-asset', 0, '{"asset": "ast_vxdk29dwxp73jmchznrww7"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:17.078726+00', '2026-11-29 06:09:17.078726+00', '2026-11-29 06:09:19.793133+00', '2026-11-29 06:09:20.137811+00', '2036-11-26 06:09:17.078726+00', NULL, NULL, 'standard', '2026-11-29 06:09:19.793133+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('97296e76-3619-462d-a1f8-000e001a8220', 'encode-asset', 0, '{"asset": "ast_tzs1xf3b7caf7r5krgyebd"}', 'completed', 1000000, 0, 5, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:18.875143+00', '2026-11-29 06:09:18.875143+00', '2026-11-29 06:09:18.8821+00', '2026-11-29 06:09:20.155918+00', '2036-11-26 06:09:18.875143+00', NULL, NULL, 'standard', '2026-11-29 06:09:18.8821+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('2c930a5f-8b3c-405e-bfaa-b64fd8122aec', 'encode-asset', 0, '{"asset": "ast_acgm10skrhv8mzwq63g68c"}', 'completed', 1000000, 0, 5, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:19.897793+00', '2026-11-29 06:09:19.897793+00', '2026-11-29 06:09:20.156884+00', '2026-11-29 06:09:20.449607+00', '2036-11-26 06:09:19.897793+00', NULL, NULL, 'standard', '2026-11-29 06:09:20.156884+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('6d1ae29a-7dd3-4f9c-bd14-a0fab63a5f26', 'package-asset', 0, '{"asset": "ast_z8q47dkf05etafzngyj4eh"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:17.231896+00', '2026-11-29 06:09:17.231896+00', '2026-11-29 06:09:19.923085+00', '2026-11-29 06:09:20.560129+00', '2036-11-26 06:09:17.231896+00', NULL, NULL, 'standard', '2026-11-29 06:09:19.923085+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('49212d63-69b5-4b9b-b0dd-497274083e44', 'package-asset', 0, '{"asset": "ast_megstc1fr4xcfybz0gfnh8"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:20.607717+00', '2026-11-29 06:09:20.607717+00', '2026-11-29 06:09:20.619128+00', '2026-11-29 06:09:21.165674+00', '2036-11-26 06:09:20.607717+00', NULL, NULL, 'standard', '2026-11-29 06:09:20.619128+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('b54a6ac6-ca13-4487-ae14-677fed394219', 'package-asset', 0, '{"asset": "ast_j3427bcfygka4yq1cg7kn2"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:23.960843+00', '2026-11-29 06:09:23.960843+00', '2026-11-29 06:09:23.978861+00', '2026-11-29 06:09:24.128132+00', '2036-11-26 06:09:23.960843+00', NULL, NULL, 'standard', '2026-11-29 06:09:23.978861+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('2ca5ee2f-3eba-41d6-967a-e63e36e7cb70', 'encode-asset', 0, '{"asset": "ast_j3427bcfygka4yq1cg7kn2"}', 'created', 1000000, 0, 5, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:54.133+00', '2026-11-29 06:09:24.13419+00', NULL, NULL, '2036-11-26 06:09:54.133+00', NULL, NULL, 'standard', NULL, 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('5df64e17-b3e3-428f-9237-70374685185b', 'encode-asset', 0, '{"asset": "ast_j3427bcfygka4yq1cg7kn2"}', 'completed', 1000000, 0, 5, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:24.121415+00', '2026-11-29 06:09:24.121415+00', '2026-11-29 06:09:24.130842+00', '2026-11-29 06:09:24.138275+00', '2036-11-26 06:09:24.121415+00', NULL, NULL, 'standard', '2026-11-29 06:09:24.130842+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('fc50e645-ceae-4d21-ad55-d088aa1eaf34', 'package-asset', 0, '{"asset": "ast_mvkpzvj1rrsjqta28dps0r"}', 'completed', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:23.905892+00', '2026-11-29 06:09:23.905892+00', '2026-11-29 06:09:23.922661+00', '2026-11-29 06:09:24.841455+00', '2036-11-26 06:09:23.905892+00', NULL, NULL, 'standard', '2026-11-29 06:09:23.922661+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('41ca3c5f-d5f4-403b-95cf-026438f9fe5a', 'encode-asset', 0, '{"asset": "ast_mvkpzvj1rrsjqta28dps0r"}', 'created', 1000000, 0, 5, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:54.842+00', '2026-11-29 06:09:24.843346+00', NULL, NULL, '2036-11-26 06:09:54.842+00', NULL, NULL, 'standard', NULL, 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('05e09afb-a5c3-421e-9a6f-27320a9ffa29', 'encode-asset', 0, '{"asset": "ast_mvkpzvj1rrsjqta28dps0r"}', 'completed', 1000000, 0, 5, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:24.836003+00', '2026-11-29 06:09:24.836003+00', '2026-11-29 06:09:24.841175+00', '2026-11-29 06:09:24.85058+00', '2036-11-26 06:09:24.836003+00', NULL, NULL, 'standard', '2026-11-29 06:09:24.841175+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('c34cf62f-9f03-4fa3-bdca-13a29b2ed1d5', 'package-asset', 0, '{"asset": "ast_0vytsx5fz1vfdkycn28gm5"}', 'active', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:24.931666+00', '2026-11-29 06:09:24.931666+00', '2026-11-29 06:09:24.943652+00', NULL, '2036-11-26 06:09:24.931666+00', NULL, NULL, 'standard', '2026-11-29 06:09:24.943652+00', 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pgboss.job_common VALUES ('677fa9ad-7aed-4e12-b24b-e326b7abd22a', 'package-asset', 0, '{"asset": "ast_5p5yfyt83kz8grvgedrncb"}', 'created', 1000000, 0, 2, true, 300, 86399, 259200, NULL, NULL, NULL, NULL, '2026-11-29 06:09:25.000527+00', '2026-11-29 06:09:25.000527+00', NULL, NULL, '2036-11-26 06:09:25.000527+00', NULL, NULL, 'standard', NULL, 30, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO pgboss.queue VALUES ('package-asset', 'standard', 1000000, 2, true, 300, 86399, 315360000, 259200, NULL, false, 'job_common', 0, 0, 0, 0, 0, 0, 0, 0, 0, '2026-11-29 06:09:00.083573+00', 0, 0, 0, NULL, NULL, NULL, NULL, NULL, '{0,0}', 30, false, NULL, '2026-11-29 06:09:10.080494+00', '2026-11-29 06:09:10.083573+00', '2026-11-29 06:08:40.063123+00', '2026-11-29 06:08:08.490938+00', '2026-11-29 06:09:27.332673+00');
INSERT INTO pgboss.queue VALUES ('encode-asset', 'standard', 1000000, 5, true, 300, 86399, 315360000, 259200, NULL, false, 'job_common', 0, 0, 0, 0, 0, 0, 0, 0, 0, '2026-11-29 06:09:00.083573+00', 0, 0, 0, NULL, NULL, NULL, NULL, NULL, '{0,0}', 30, false, NULL, '2026-11-29 06:09:10.080494+00', '2026-11-29 06:09:10.083573+00', '2026-11-29 06:08:40.063123+00', '2026-11-29 06:08:08.502401+00', '2026-11-29 06:09:27.340789+00');

INSERT INTO pgboss.version VALUES (46, NULL, '2026-11-29 06:08:08.502558+00', '2026-11-29 06:08:08.48773+00', '2026-11-29 06:08:40.088037+00', NULL);

INSERT INTO public.accounts VALUES ('head', 'doctor', 'Head of Hospital', 'county-hospital', '{lake-region,lake-county,county-hospital,head}', NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, '2026-11-29 06:08:08.852+00', 1);
INSERT INTO public.accounts VALUES ('ben', 'doctor', 'Dr. Ben', 'surgery', '{lake-region,lake-county,county-hospital,surgery,ben}', NULL, NULL, NULL, NULL, NULL, 135124, 81671, 129000, 5, 4, '2026-11-29 06:08:08.889+00', 1);
INSERT INTO public.accounts VALUES ('county-hospital', 'hospital', '县医院 County Hospital', 'lake-county', '{lake-region,lake-county,county-hospital}', 2000000000, NULL, NULL, 500, 80, 395510, 163771, 67573008, 10, 7, '2026-11-29 06:08:08.785+00', 2);
INSERT INTO public.accounts VALUES ('surgery', 'department', 'Surgery', 'county-hospital', '{lake-region,lake-county,county-hospital,surgery}', NULL, NULL, 100000000, NULL, NULL, 395510, 163771, 67573008, 10, 7, '2026-11-29 06:08:08.795+00', 2);
INSERT INTO public.accounts VALUES ('north-clinic', 'hospital', 'North Township Clinic', 'lake-county', '{lake-region,lake-county,north-clinic}', NULL, NULL, NULL, NULL, NULL, 266123, 81881, 55000, 7, 1, '2026-11-29 06:08:08.806+00', 1);
INSERT INTO public.accounts VALUES ('chen', 'doctor', '陈医生', 'north-clinic', '{lake-region,lake-county,north-clinic,chen}', 500000000, NULL, NULL, 100, 90, 266123, 81881, 55000, 7, 1, '2026-11-29 06:08:08.905+00', 2);
INSERT INTO public.accounts VALUES ('lake-region', 'region', '湖区 Lake Region', NULL, '{lake-region}', NULL, NULL, NULL, NULL, NULL, 661633, 245652, 67628008, 17, 8, '2026-11-29 06:08:08.745+00', 1);
INSERT INTO public.accounts VALUES ('lake-county', 'county', 'Lake County', 'lake-region', '{lake-region,lake-county}', 50000000000, 10000000000, NULL, NULL, NULL, 661633, 245652, 67628008, 17, 8, '2026-11-29 06:08:08.769+00', 2);
INSERT INTO public.accounts VALUES ('anna', 'doctor', 'Dr. Anna', 'surgery', '{lake-region,lake-county,county-hospital,surgery,anna}', NULL, NULL, NULL, NULL, NULL, 260386, 82100, 67444008, 5, 3, '2026-11-29 06:08:08.871+00', 1);

INSERT INTO public.api_keys VALUES ('key_dfqyk7n0z0xwgj22cpjsh6', '\x9a83f36883f778d5faf1a9f1fc1824d1d6eb8dab5afe5116cf14fc8b41a5e121', 'admin', 'Platform Admin', 'admin', NULL, 'kept', '2026-11-29 06:08:08.817+00', NULL, NULL, '2026-11-29 06:08:08.823+00');
INSERT INTO public.api_keys VALUES ('key_qqh1zh2km6jybkkvy8k1d8', '\x1b8a386588916478d92550e1bbfb538ba3b4cc32030b3084c5689d5561449bfb', 'auditor', 'Auditor', 'auditor', NULL, 'kept', '2026-11-29 06:08:08.832+00', NULL, NULL, '2026-11-29 06:08:08.838+00');
INSERT INTO public.api_keys VALUES ('key_2c7xtnzbrpy5w5313rv18c', '\xe009fb36b8a22c15201345b25947ec26dd05729f7a30b535154029584830a90d', 'head', 'Head of Hospital', 'unit-admin', 'county-hospital', 'kept', '2026-11-29 06:08:08.844+00', NULL, NULL, '2026-11-29 06:08:08.849+00');
INSERT INTO public.api_keys VALUES ('key_d01t3fs82g20sq2jp75cfp', '\xcce8c9146cc8b81de435294940c1b8914d3546f2ed2af94de57ab5d8ccd3ce3d', 'anna', 'Dr. Anna', 'doctor', 'surgery', 'kept', '2026-11-29 06:08:08.865+00', NULL, NULL, '2026-11-29 06:08:08.868+00');
INSERT INTO public.api_keys VALUES ('key_g9f2fe8gb6nwzt36da7hg8', '\x88854c73811a46ece22f1255bf4e80b49d15bb2a6e0c13ab30d8eae15f8d8951', 'ben', 'Dr. Ben', 'doctor', 'surgery', 'kept', '2026-11-29 06:08:08.882+00', NULL, NULL, '2026-11-29 06:08:08.886+00');
INSERT INTO public.api_keys VALUES ('key_41kg1j2qw4tq6qg7jpavd0', '\x055c91afc8810a0688280a21acc341f757ed1ca3774489bf4b68d6fff6cdc38c', 'chen', '陈医生', 'doctor', 'north-clinic', 'kept', '2026-11-29 06:08:08.897+00', NULL, NULL, '2026-11-29 06:08:08.903+00');
INSERT INTO public.api_keys VALUES ('key_fbpbxzdnc2e3vx22rv9ntz', '\xdc535492fb88b9c44dc92dbb67ef91937423457d3473b8b7465f4b8aaa66a349', 'former', 'Dr. Former', 'doctor', 'surgery', 'kept', '2026-11-29 06:08:08.955+00', NULL, '2026-11-29 06:08:08.96+00', NULL);
INSERT INTO public.api_keys VALUES ('key_tr7q8g6q87nxeepjhxx2yq', '\x9346df90560c1dd62069ab661b337039edaa756bcafdc2722996903343a92abb', 'former', 'Dr. Former', 'doctor', 'surgery', 'kept', '2026-11-29 06:08:08.967+00', '2020-01-01 00:00:00+00', NULL, NULL);

INSERT INTO public.assets VALUES ('ast_p8zcv0n57280xwmh7vp2qz', 'chen', 'north-clinic', 'chen', NULL, 'attachment', 'purging.pdf', 'purging.pdf', 'application/pdf', 2000, '843394e6a49716edce8bf062ecfeeb83477daab0ced4e4a94724f09d50b4cee7', 'ready', NULL, 1, '{}', NULL, NULL, NULL, 0, 0, 0, NULL, NULL, 2, '2026-11-29 06:08:13.213+00', '2026-11-29 06:08:13.233+00', '2026-11-29 06:08:13.213+00', '2026-11-29 06:08:13.213+00', '2026-11-29 06:08:13.232+00', '2026-11-29 06:09:10.326+00');
INSERT INTO public.assets VALUES ('ast_6j2762dtc2d43caace3y8h', 'ben', 'surgery', 'ben', NULL, 'attachment', 'captions.srt', 'captions.srt', 'application/x-subrip', 38, 'f3dbec9985e9a5adec726c4be0beab46d00d9b6ef7041c807e4c9b01df6bbf24', 'ready', NULL, 0, '{}', NULL, NULL, NULL, 0, 0, 0, NULL, NULL, 1, '2026-11-29 06:09:17.13+00', '2026-11-29 06:09:17.13+00', '2026-11-29 06:09:17.13+00', '2026-11-29 06:09:17.13+00', NULL, NULL);
INSERT INTO public.assets VALUES ('ast_4nkjc7kjgrmydbqpb5tp51', 'ben', 'surgery', 'ben', NULL, 'video', 'film.mkv', 'film.mkv', 'video/matroska', 44878, 'a3a7489bada4eaee26ba2b6834cc0fb3978c1edae9bbaf9d07e218f6a98e390c', 'ready', NULL, 0, '{"width": 160, "height": 90, "frameRate": 25, "audioCodec": "aac", "videoCodec": "h264", "durationSeconds": 2.023}', 'hls/r1-0m9xyyvxm3.m3u8', '[{"path": "poster/3sq6p58x4c/160.avif", "width": 160, "format": "avif", "height": 90}, {"path": "poster/3sq6p58x4c/160.webp", "width": 160, "format": "webp", "height": 90}, {"path": "poster/3sq6p58x4c/160.jpg", "width": 160, "format": "jpeg", "height": 90}]', NULL, 55589, 1, 1, NULL, NULL, 10, '2026-11-29 06:09:16.91+00', '2026-11-29 06:09:19.736+00', '2026-11-29 06:09:19.158+00', '2026-11-29 06:09:19.736+00', NULL, NULL);
INSERT INTO public.assets VALUES ('ast_vxdk29dwxp73jmchznrww7', 'chen', 'north-clinic', 'chen', 'crs_zc8wz3yxkjve67t0cqefs4', 'image', 'slide.png', 'slide.png', 'image/png', 7015, '3cf6829a9b2b4dd904f55771cfb08ac53b256e67a78db88aff1c296e1721e005', 'ready', NULL, 0, '{}', NULL, NULL, '[{"path": "images/d4bxwd22b7/320.avif", "width": 320, "format": "avif", "height": 180}, {"path": "images/d4bxwd22b7/320.webp", "width": 320, "format": "webp", "height": 180}, {"path": "images/d4bxwd22b7/320.jpg", "width": 320, "format": "jpeg", "height": 180}]', 13650, 1, 1, NULL, NULL, 5, '2026-11-29 06:09:17.079+00', '2026-11-29 06:09:20.135+00', '2026-11-29 06:09:20.135+00', '2026-11-29 06:09:20.135+00', NULL, NULL);
INSERT INTO public.assets VALUES ('ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', 'surgery', 'anna', 'crs_40y394tmn0wqfwy3mjywrj', 'video', 'lecture.mp4', 'A first lecture', 'video/mp4', 46280, 'ed48e55bf634fd60e4c65ce032ce3346a457f4e91a9e19b17080059706d48a58', 'ready', NULL, 0, '{"width": 160, "height": 90, "frameRate": 25, "audioCodec": "aac", "videoCodec": "h264", "durationSeconds": 2}', 'hls/r1-dwf850h40v.m3u8', '[{"path": "poster/ra85dw1s91/160.avif", "width": 160, "format": "avif", "height": 90}, {"path": "poster/ra85dw1s91/160.webp", "width": 160, "format": "webp", "height": 90}, {"path": "poster/ra85dw1s91/160.jpg", "width": 160, "format": "jpeg", "height": 90}]', NULL, 14264, 1, 1, NULL, NULL, 9, '2026-11-29 06:09:16.763+00', '2026-11-29 06:09:19.648+00', '2026-11-29 06:09:18.949+00', '2026-11-29 06:09:19.648+00', NULL, NULL);
INSERT INTO public.assets VALUES ('ast_v1dbzd0d5j0qcpq33cvxh0', 'chen', 'north-clinic', 'chen', 'crs_zc8wz3yxkjve67t0cqefs4', 'audio', 'talk.m4a', 'talk.m4a', 'audio/x-m4a', 13403, '666ee624d6d4201858b460ef9d2add5f2240faacaf06bca2b222edd5933066d9', 'ready', NULL, 0, '{"audioCodec": "aac", "durationSeconds": 2}', 'hls/r1-285j36ykrt.m3u8', NULL, NULL, 1936, 1, 1, NULL, NULL, 7, '2026-11-29 06:09:16.968+00', '2026-11-29 06:09:19.79+00', '2026-11-29 06:09:19.788+00', '2026-11-29 06:09:19.79+00', NULL, NULL);
INSERT INTO public.assets VALUES ('ast_acgm10skrhv8mzwq63g68c', 'chen', 'north-clinic', 'chen', NULL, 'audio', 'talk.mp3', 'talk.mp3', 'audio/mpeg', 12427, 'a2070e3a48b61ffb640a5df93d854778619b55d6ee3bb904b5e17247d17d75a4', 'ready', NULL, 0, '{"audioCodec": "mp3", "durationSeconds": 2.037551}', 'hls/r1-24w6aer7df.m3u8', NULL, NULL, 34184, 2, 1, NULL, NULL, 10, '2026-11-29 06:09:17.023+00', '2026-11-29 06:09:20.445+00', '2026-11-29 06:09:20.443+00', '2026-11-29 06:09:20.445+00', NULL, NULL);
INSERT INTO public.assets VALUES ('ast_6w04wdgcky8x29gf5956bn', 'ben', 'surgery', 'ben', NULL, 'video', 'cut.mp4', 'cut.mp4', 'video/mp4', 20000, '59bb21e8471512f2a66d1382ab0532031edd7920961e545f0ec5997936fe39d4', 'failed', '{"code": "recording-cut-off", "reason": "The recording is incomplete: the file ends before the recording does. Please export or copy it again."}', 0, '{}', NULL, NULL, NULL, 0, 1, 1, NULL, NULL, 3, '2026-11-29 06:09:17.178+00', '2026-11-29 06:09:19.92+00', NULL, NULL, NULL, NULL);
INSERT INTO public.assets VALUES ('ast_tzs1xf3b7caf7r5krgyebd', 'anna', 'surgery', 'anna', 'crs_40y394tmn0wqfwy3mjywrj', 'video', '手机.mov', 'From a phone', 'video/quicktime', 47846, '847e2e39f3ccb383ae0957534ccc97ffaef7c11ea47d9298d92e34f8e32d66b3', 'ready', NULL, 0, '{"width": 160, "height": 90, "frameRate": 25, "audioCodec": "aac", "videoCodec": "hevc", "durationSeconds": 2}', 'hls/r1-wj7dytmvc1.m3u8', '[{"path": "poster/8wn95f01zc/160.avif", "width": 160, "format": "avif", "height": 90}, {"path": "poster/8wn95f01zc/160.webp", "width": 160, "format": "webp", "height": 90}, {"path": "poster/8wn95f01zc/160.jpg", "width": 160, "format": "jpeg", "height": 90}]', NULL, 67836, 2, 1, NULL, NULL, 12, '2026-11-29 06:09:16.847+00', '2026-11-29 06:09:20.154+00', '2026-11-29 06:09:19.54+00', '2026-11-29 06:09:20.154+00', NULL, NULL);
INSERT INTO public.assets VALUES ('ast_megstc1fr4xcfybz0gfnh8', 'ben', 'surgery', 'ben', NULL, 'video', 'lecture-again.mp4', 'lecture-again.mp4', 'video/mp4', 46280, 'ed48e55bf634fd60e4c65ce032ce3346a457f4e91a9e19b17080059706d48a58', 'ready', NULL, 0, '{"width": 160, "height": 90, "frameRate": 25, "audioCodec": "aac", "videoCodec": "h264", "durationSeconds": 2}', 'hls/r1-m4vd7t9f92.m3u8', '[{"path": "poster/xg0pvyzqfb/160.avif", "width": 160, "format": "avif", "height": 90}, {"path": "poster/xg0pvyzqfb/160.webp", "width": 160, "format": "webp", "height": 90}, {"path": "poster/xg0pvyzqfb/160.jpg", "width": 160, "format": "jpeg", "height": 90}]', NULL, 14264, 1, 1, NULL, NULL, 9, '2026-11-29 06:09:20.608+00', '2026-11-29 06:09:21.163+00', '2026-11-29 06:09:20.724+00', '2026-11-29 06:09:21.163+00', NULL, NULL);
INSERT INTO public.assets VALUES ('ast_z8q47dkf05etafzngyj4eh', 'ben', 'surgery', 'ben', NULL, 'video', 'discarded.mp4', 'discarded.mp4', 'video/mp4', 23928, '8a2975d7d01a18e58ab44d7019b465c7f1a24aa7fde390a219d72fac2135db67', 'ready', NULL, 1, '{"width": 160, "height": 90, "frameRate": 25, "audioCodec": "aac", "videoCodec": "h264", "durationSeconds": 1.022}', 'hls/r1-pvqb6xdf5m.m3u8', '[{"path": "poster/yynxqtp3h8/160.avif", "width": 160, "format": "avif", "height": 90}, {"path": "poster/yynxqtp3h8/160.webp", "width": 160, "format": "webp", "height": 90}, {"path": "poster/yynxqtp3h8/160.jpg", "width": 160, "format": "jpeg", "height": 90}]', NULL, 11818, 1, 1, NULL, NULL, 10, '2026-11-29 06:09:17.232+00', '2026-11-29 06:09:21.486+00', '2026-11-29 06:09:20.09+00', '2026-11-29 06:09:20.558+00', '2026-11-29 06:09:21.485+00', NULL);
INSERT INTO public.assets VALUES ('ast_j3427bcfygka4yq1cg7kn2', 'anna', 'surgery', 'anna', NULL, 'video', 'waits-for-encoding.mov', 'waits-for-encoding.mov', 'video/quicktime', 47862, '57bef42b09f891803bbfb62b96a6676f72852400dc4ea484f701a2c1d4ce7eb9', 'processing', NULL, 0, '{"width": 160, "height": 90, "frameRate": 25, "audioCodec": "aac", "videoCodec": "hevc", "durationSeconds": 2}', NULL, NULL, NULL, 0, 1, 0, NULL, NULL, 3, '2026-11-29 06:09:23.961+00', '2026-11-29 06:09:24.119+00', NULL, NULL, NULL, NULL);
INSERT INTO public.assets VALUES ('ast_0vytsx5fz1vfdkycn28gm5', 'anna', 'surgery', 'anna', NULL, 'video', 'crashed.mov', 'crashed.mov', 'video/quicktime', 47862, 'f59fa171852721931f756fcca78023ed0c91a93c1b77fe89a61e4847f1965211', 'processing', NULL, 0, '{}', NULL, NULL, NULL, 0, 1, 1, 'kept-worker-ekyceckc', '2026-11-29 06:09:54.946+00', 2, '2026-11-29 06:09:24.932+00', '2026-11-29 06:09:24.949+00', NULL, NULL, NULL, NULL);
INSERT INTO public.assets VALUES ('ast_5p5yfyt83kz8grvgedrncb', 'chen', 'north-clinic', 'chen', NULL, 'video', 'waits.mp4', 'waits.mp4', 'video/mp4', 23928, '8a2975d7d01a18e58ab44d7019b465c7f1a24aa7fde390a219d72fac2135db67', 'processing', NULL, 0, '{}', NULL, NULL, NULL, 0, 0, 0, NULL, NULL, 1, '2026-11-29 06:09:25.001+00', '2026-11-29 06:09:25.001+00', NULL, NULL, NULL, NULL);
INSERT INTO public.assets VALUES ('ast_q1qbjgc8gy5m8gbwzrx5ve', 'chen', 'north-clinic', 'chen', NULL, 'attachment', 'joined.pdf', 'joined.pdf', 'application/pdf', 25000, '47a5655c052e83ee6baf4f148c5a5411319fee7ef0294880ccefba8d677908b5', 'ready', NULL, 0, '{}', NULL, NULL, NULL, 0, 0, 0, NULL, NULL, 1, '2026-11-29 06:09:25.261+00', '2026-11-29 06:09:25.261+00', '2026-11-29 06:09:25.261+00', '2026-11-29 06:09:25.261+00', NULL, NULL);
INSERT INTO public.assets VALUES ('ast_0m5cess39bzjhrjr0m84j6', 'anna', 'surgery', 'anna', NULL, 'attachment', 'whole-in-parts.pdf', 'whole-in-parts.pdf', 'application/pdf', 70536, '07f662e43ab30bb49835438bc9538e90f3a008fea323147757ab72c69d6d27ba', 'ready', NULL, 0, '{}', NULL, NULL, NULL, 0, 0, 0, NULL, NULL, 1, '2026-11-29 06:09:25.403+00', '2026-11-29 06:09:25.403+00', '2026-11-29 06:09:25.403+00', '2026-11-29 06:09:25.403+00', NULL, NULL);
INSERT INTO public.assets VALUES ('ast_mvkpzvj1rrsjqta28dps0r', 'chen', 'north-clinic', 'chen', NULL, 'video', 'wide.mp4', 'wide.mp4', 'video/mp4', 182350, 'aedf4fa11d630de76855e610d9a9076019228a0cb09875ecdb751fdd2b9c97eb', 'playable', NULL, 0, '{"width": 640, "height": 360, "frameRate": 25, "videoCodec": "h264", "durationSeconds": 1}', 'hls/r1-k0phar94pq.m3u8', '[{"path": "poster/kcbnxjtmc9/640.avif", "width": 640, "format": "avif", "height": 360}, {"path": "poster/kcbnxjtmc9/640.webp", "width": 640, "format": "webp", "height": 360}, {"path": "poster/kcbnxjtmc9/640.jpg", "width": 640, "format": "jpeg", "height": 360}]', NULL, 32111, 1, 0, NULL, NULL, 8, '2026-11-29 06:09:23.906+00', '2026-11-29 06:09:24.829+00', '2026-11-29 06:09:24.1+00', NULL, NULL, NULL);

INSERT INTO public.audit_trail VALUES (1, '2026-11-29 06:08:08.755+00', 'founder', 'unit.created', 'lake-region', 'lake-region', '{"kind": "region", "name": "湖区 Lake Region"}', '\x0000000000000000000000000000000000000000000000000000000000000000', '\xd9d966fd35e1d0b8165979ac564e141c344388e8d9a4cc28e38bb6e5ecfa0cc8');
INSERT INTO public.audit_trail VALUES (2, '2026-11-29 06:08:08.778+00', 'founder', 'unit.created', 'lake-county', 'lake-county', '{"kind": "county", "name": "Lake County"}', '\xd9d966fd35e1d0b8165979ac564e141c344388e8d9a4cc28e38bb6e5ecfa0cc8', '\xd8c1d8ab2fd1a3969e6b4d14f87a43b0477d1413a7903a0dc8ac761b3c4d9bbe');
INSERT INTO public.audit_trail VALUES (3, '2026-11-29 06:08:08.789+00', 'founder', 'unit.created', 'county-hospital', 'county-hospital', '{"kind": "hospital", "name": "县医院 County Hospital"}', '\xd8c1d8ab2fd1a3969e6b4d14f87a43b0477d1413a7903a0dc8ac761b3c4d9bbe', '\x1204dfb646fc560c86ace9a7c9b23b17202f551983dc333c088ea1110f6f428a');
INSERT INTO public.audit_trail VALUES (4, '2026-11-29 06:08:08.799+00', 'founder', 'unit.created', 'surgery', 'surgery', '{"kind": "department", "name": "Surgery"}', '\x1204dfb646fc560c86ace9a7c9b23b17202f551983dc333c088ea1110f6f428a', '\xf6e2ab286f4d1f13a0035ff103428c1a16936493ddc6a3dfb0d4592d7656e7b2');
INSERT INTO public.audit_trail VALUES (5, '2026-11-29 06:08:08.81+00', 'founder', 'unit.created', 'north-clinic', 'north-clinic', '{"kind": "hospital", "name": "North Township Clinic"}', '\xf6e2ab286f4d1f13a0035ff103428c1a16936493ddc6a3dfb0d4592d7656e7b2', '\x1023516f4dd6f990866b44b16696ce48284a37e4eb26bd2937c8f3c80af38323');
INSERT INTO public.audit_trail VALUES (6, '2026-11-29 06:08:08.82+00', 'founder', 'api-key.created', 'key_dfqyk7n0z0xwgj22cpjsh6', NULL, '{"role": "admin", "subject": "admin"}', '\x1023516f4dd6f990866b44b16696ce48284a37e4eb26bd2937c8f3c80af38323', '\x6745be033421ef112c75e14bf02b4e8d181774262e5373827ad94af1f526f2b1');
INSERT INTO public.audit_trail VALUES (7, '2026-11-29 06:08:08.834+00', 'founder', 'api-key.created', 'key_qqh1zh2km6jybkkvy8k1d8', NULL, '{"role": "auditor", "subject": "auditor"}', '\x6745be033421ef112c75e14bf02b4e8d181774262e5373827ad94af1f526f2b1', '\x23b604a8e33447d52f0767041dd1c3dc6ebaa53dafe486d176774d7448283cdc');
INSERT INTO public.audit_trail VALUES (8, '2026-11-29 06:08:08.846+00', 'founder', 'api-key.created', 'key_2c7xtnzbrpy5w5313rv18c', NULL, '{"role": "unit-admin", "subject": "head"}', '\x23b604a8e33447d52f0767041dd1c3dc6ebaa53dafe486d176774d7448283cdc', '\xa7a60f1a6f40a0d4ec17f7071e8b3880270c4def814e7293c01688cc11f663b8');
INSERT INTO public.audit_trail VALUES (9, '2026-11-29 06:08:08.866+00', 'founder', 'api-key.created', 'key_d01t3fs82g20sq2jp75cfp', NULL, '{"role": "doctor", "subject": "anna"}', '\xa7a60f1a6f40a0d4ec17f7071e8b3880270c4def814e7293c01688cc11f663b8', '\x686e3afd0e28579f1eaf5db2c196e8c0ae7c279ac039ad3bd827103e7ccd2694');
INSERT INTO public.audit_trail VALUES (10, '2026-11-29 06:08:08.883+00', 'founder', 'api-key.created', 'key_g9f2fe8gb6nwzt36da7hg8', NULL, '{"role": "doctor", "subject": "ben"}', '\x686e3afd0e28579f1eaf5db2c196e8c0ae7c279ac039ad3bd827103e7ccd2694', '\x03214812386776d12f5b150fd17b4587bb35d713481158dfcf2a1d6b41ea2965');
INSERT INTO public.audit_trail VALUES (11, '2026-11-29 06:08:08.899+00', 'founder', 'api-key.created', 'key_41kg1j2qw4tq6qg7jpavd0', NULL, '{"role": "doctor", "subject": "chen"}', '\x03214812386776d12f5b150fd17b4587bb35d713481158dfcf2a1d6b41ea2965', '\x687a3f6c126c636a1a0e9334e38bc46d9294ad7a17e2e92d00c812d76724f92e');
INSERT INTO public.audit_trail VALUES (12, '2026-11-29 06:08:08.921+00', 'founder', 'quota.set', 'lake-county', NULL, '{"bytes": 50000000000, "assets": null, "fileBytes": null, "dailyBytes": 10000000000, "softPercent": null}', '\x687a3f6c126c636a1a0e9334e38bc46d9294ad7a17e2e92d00c812d76724f92e', '\x3f1bafb7ea2a33cfbd33221f37cd20fe19bd82d2900ec7bcdc870597879c9128');
INSERT INTO public.audit_trail VALUES (13, '2026-11-29 06:08:08.93+00', 'founder', 'quota.set', 'county-hospital', NULL, '{"bytes": 2000000000, "assets": 500, "fileBytes": null, "dailyBytes": null, "softPercent": 80}', '\x3f1bafb7ea2a33cfbd33221f37cd20fe19bd82d2900ec7bcdc870597879c9128', '\x6e93120e74cc078b76b04484e92d5744c2fac22b552e939848eeb2dc68af9e69');
INSERT INTO public.audit_trail VALUES (14, '2026-11-29 06:08:08.939+00', 'founder', 'quota.set', 'surgery', NULL, '{"bytes": null, "assets": null, "fileBytes": 100000000, "dailyBytes": null, "softPercent": null}', '\x6e93120e74cc078b76b04484e92d5744c2fac22b552e939848eeb2dc68af9e69', '\x5ea16fa816c0cd61cb3141449db2756d3dfebe585a9e430ae001c38830ae557a');
INSERT INTO public.audit_trail VALUES (15, '2026-11-29 06:08:08.948+00', 'founder', 'quota.set', 'chen', NULL, '{"bytes": 500000000, "assets": 100, "fileBytes": null, "dailyBytes": null, "softPercent": 90}', '\x5ea16fa816c0cd61cb3141449db2756d3dfebe585a9e430ae001c38830ae557a', '\x09d57fa62d50c37c869c2f4ab30b5052f0e63e42dc465ce817c1c6f566407d19');
INSERT INTO public.audit_trail VALUES (16, '2026-11-29 06:08:08.956+00', 'founder', 'api-key.created', 'key_fbpbxzdnc2e3vx22rv9ntz', NULL, '{"role": "doctor", "subject": "former"}', '\x09d57fa62d50c37c869c2f4ab30b5052f0e63e42dc465ce817c1c6f566407d19', '\x64a774e97068a7500115580de642e54ae17ab8bf2ac9d0293bda22856cd046b9');
INSERT INTO public.audit_trail VALUES (17, '2026-11-29 06:08:08.962+00', 'founder', 'api-key.revoked', 'key_fbpbxzdnc2e3vx22rv9ntz', NULL, '{}', '\x64a774e97068a7500115580de642e54ae17ab8bf2ac9d0293bda22856cd046b9', '\xf6850cf0ff4aec0df20471b5eeadd364bc30e756c499113da49851b11be7a979');
INSERT INTO public.audit_trail VALUES (18, '2026-11-29 06:08:08.968+00', 'founder', 'api-key.created', 'key_tr7q8g6q87nxeepjhxx2yq', NULL, '{"role": "doctor", "subject": "former"}', '\xf6850cf0ff4aec0df20471b5eeadd364bc30e756c499113da49851b11be7a979', '\xd790e0f43e200c95c1b8b150cd2d7f6fd6e0beee2ecc20f90131ff937d48245c');
INSERT INTO public.audit_trail VALUES (19, '2026-11-29 06:08:13.14+00', 'ben', 'asset.uploaded', 'ast_yss7pn45evg6a2cmn9gavk', 'surgery', '{"door": "form", "bytes": 2000, "sha256": "b71186ee7080c5352542638f1ec3164e8cc034c75e95e6374585bb3e2ed3defb"}', '\xd790e0f43e200c95c1b8b150cd2d7f6fd6e0beee2ecc20f90131ff937d48245c', '\xb6c4f049f7b3326935055910e98ac3577e98a668922676daa21f3cf00ca223fa');
INSERT INTO public.audit_trail VALUES (20, '2026-11-29 06:08:13.161+00', 'ben', 'asset.trashed', 'ast_yss7pn45evg6a2cmn9gavk', 'surgery', '{}', '\xb6c4f049f7b3326935055910e98ac3577e98a668922676daa21f3cf00ca223fa', '\xb03943c76db1bcdf8f416e858a37a5d22a54c18b8809ad4573dc106f47e1b9a4');
INSERT INTO public.audit_trail VALUES (21, '2026-11-29 06:08:13.221+00', 'chen', 'asset.uploaded', 'ast_p8zcv0n57280xwmh7vp2qz', 'north-clinic', '{"door": "form", "bytes": 2000, "sha256": "843394e6a49716edce8bf062ecfeeb83477daab0ced4e4a94724f09d50b4cee7"}', '\xb03943c76db1bcdf8f416e858a37a5d22a54c18b8809ad4573dc106f47e1b9a4', '\x260bed392ba294b6e7e59601cb144ab819fa4f8efc9262de9e6130544e4d3c6d');
INSERT INTO public.audit_trail VALUES (22, '2026-11-29 06:08:13.235+00', 'chen', 'asset.trashed', 'ast_p8zcv0n57280xwmh7vp2qz', 'north-clinic', '{}', '\x260bed392ba294b6e7e59601cb144ab819fa4f8efc9262de9e6130544e4d3c6d', '\xb8d6d9c4e82952f36cc55cdaf108957475c3a226b0efb7189017a0c95812a34f');
INSERT INTO public.audit_trail VALUES (23, '2026-11-29 06:09:10.31+00', 'system', 'orphans.sought', 'storage', NULL, '{}', '\xb8d6d9c4e82952f36cc55cdaf108957475c3a226b0efb7189017a0c95812a34f', '\x7aa434e61cd1a92dec434ed450c80c9844b18f8526ba1bdf7f7f5a1ea617f6d4');
INSERT INTO public.audit_trail VALUES (24, '2026-11-29 06:09:10.324+00', 'system', 'asset.purged', 'ast_yss7pn45evg6a2cmn9gavk', 'surgery', '{"bytes": 2000}', '\x7aa434e61cd1a92dec434ed450c80c9844b18f8526ba1bdf7f7f5a1ea617f6d4', '\x3815ba49853e2480917b89a61258ae72338d258370acc81bf806f8913b9cdc5a');
INSERT INTO public.audit_trail VALUES (25, '2026-11-29 06:09:16.783+00', 'anna', 'asset.uploaded', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'surgery', '{"door": "tus", "bytes": 46280, "sha256": "ed48e55bf634fd60e4c65ce032ce3346a457f4e91a9e19b17080059706d48a58"}', '\x3815ba49853e2480917b89a61258ae72338d258370acc81bf806f8913b9cdc5a', '\x0eba19ccc5d310ff025a720c731cd2f9120f057aeb24a345cd157b637db26483');
INSERT INTO public.audit_trail VALUES (26, '2026-11-29 06:09:16.858+00', 'anna', 'asset.uploaded', 'ast_tzs1xf3b7caf7r5krgyebd', 'surgery', '{"door": "form", "bytes": 47846, "sha256": "847e2e39f3ccb383ae0957534ccc97ffaef7c11ea47d9298d92e34f8e32d66b3"}', '\x0eba19ccc5d310ff025a720c731cd2f9120f057aeb24a345cd157b637db26483', '\x1a63d117d9f0f7ed7f2d9e51cc8b9523993bf926ec2184d0dd34d6b273e123ab');
INSERT INTO public.audit_trail VALUES (27, '2026-11-29 06:09:16.922+00', 'ben', 'asset.uploaded', 'ast_4nkjc7kjgrmydbqpb5tp51', 'surgery', '{"door": "form", "bytes": 44878, "sha256": "a3a7489bada4eaee26ba2b6834cc0fb3978c1edae9bbaf9d07e218f6a98e390c"}', '\x1a63d117d9f0f7ed7f2d9e51cc8b9523993bf926ec2184d0dd34d6b273e123ab', '\x82ae228cf3963baa07b274800e4be69dee44d4b0ef0929ea66afb15dfc9305c0');
INSERT INTO public.audit_trail VALUES (28, '2026-11-29 06:09:16.978+00', 'chen', 'asset.uploaded', 'ast_v1dbzd0d5j0qcpq33cvxh0', 'north-clinic', '{"door": "form", "bytes": 13403, "sha256": "666ee624d6d4201858b460ef9d2add5f2240faacaf06bca2b222edd5933066d9"}', '\x82ae228cf3963baa07b274800e4be69dee44d4b0ef0929ea66afb15dfc9305c0', '\x57587ee029a8f115783865ebefcf3ad1dba03871fbaea066e82f2ef2568614db');
INSERT INTO public.audit_trail VALUES (29, '2026-11-29 06:09:17.033+00', 'chen', 'asset.uploaded', 'ast_acgm10skrhv8mzwq63g68c', 'north-clinic', '{"door": "form", "bytes": 12427, "sha256": "a2070e3a48b61ffb640a5df93d854778619b55d6ee3bb904b5e17247d17d75a4"}', '\x57587ee029a8f115783865ebefcf3ad1dba03871fbaea066e82f2ef2568614db', '\x601715725775d73705f6b91a21660d0a0239e3a148f39140877f088db3591874');
INSERT INTO public.audit_trail VALUES (30, '2026-11-29 06:09:17.089+00', 'chen', 'asset.uploaded', 'ast_vxdk29dwxp73jmchznrww7', 'north-clinic', '{"door": "form", "bytes": 7015, "sha256": "3cf6829a9b2b4dd904f55771cfb08ac53b256e67a78db88aff1c296e1721e005"}', '\x601715725775d73705f6b91a21660d0a0239e3a148f39140877f088db3591874', '\xb3bf78f9d43dc600044f8ba5e6e530af535ec344af2e616633e248d4ffb6c76f');
INSERT INTO public.audit_trail VALUES (31, '2026-11-29 06:09:17.137+00', 'ben', 'asset.uploaded', 'ast_6j2762dtc2d43caace3y8h', 'surgery', '{"door": "form", "bytes": 38, "sha256": "f3dbec9985e9a5adec726c4be0beab46d00d9b6ef7041c807e4c9b01df6bbf24"}', '\xb3bf78f9d43dc600044f8ba5e6e530af535ec344af2e616633e248d4ffb6c76f', '\x1eb5ce80f5c5a526100848b19ed897289721e620c6d9563c3fd50f4c3fb836f7');
INSERT INTO public.audit_trail VALUES (32, '2026-11-29 06:09:17.191+00', 'ben', 'asset.uploaded', 'ast_6w04wdgcky8x29gf5956bn', 'surgery', '{"door": "form", "bytes": 20000, "sha256": "59bb21e8471512f2a66d1382ab0532031edd7920961e545f0ec5997936fe39d4"}', '\x1eb5ce80f5c5a526100848b19ed897289721e620c6d9563c3fd50f4c3fb836f7', '\xf06a6f0df6dbecf5d38b3871a8ab7ac8646dbac5dc518d8a54b8df49e99672f1');
INSERT INTO public.audit_trail VALUES (33, '2026-11-29 06:09:17.244+00', 'ben', 'asset.uploaded', 'ast_z8q47dkf05etafzngyj4eh', 'surgery', '{"door": "form", "bytes": 23928, "sha256": "8a2975d7d01a18e58ab44d7019b465c7f1a24aa7fde390a219d72fac2135db67"}', '\xf06a6f0df6dbecf5d38b3871a8ab7ac8646dbac5dc518d8a54b8df49e99672f1', '\x99d12459788ed076ab4a8f9359694bc01235524cc0c852b9aba819772590368b');
INSERT INTO public.audit_trail VALUES (34, '2026-11-29 06:09:20.617+00', 'ben', 'asset.uploaded', 'ast_megstc1fr4xcfybz0gfnh8', 'surgery', '{"door": "tus", "bytes": 46280, "sha256": "ed48e55bf634fd60e4c65ce032ce3346a457f4e91a9e19b17080059706d48a58", "instant": true}', '\x99d12459788ed076ab4a8f9359694bc01235524cc0c852b9aba819772590368b', '\x64514e7429e3cf3eb74ef6b1425b0019b20d18df2b36dba72fa33646c9e4a1dc');
INSERT INTO public.audit_trail VALUES (35, '2026-11-29 06:09:21.466+00', 'anna', 'playback.revoked', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'surgery', '{"session": "q2xvax3ts85pxz8e1t2a676pqf"}', '\x64514e7429e3cf3eb74ef6b1425b0019b20d18df2b36dba72fa33646c9e4a1dc', '\x8fe4a92668733fe0da30f319bc6f3708b778c8efa7795382a439aa73cda92c32');
INSERT INTO public.audit_trail VALUES (36, '2026-11-29 06:09:21.488+00', 'ben', 'asset.trashed', 'ast_z8q47dkf05etafzngyj4eh', 'surgery', '{}', '\x8fe4a92668733fe0da30f319bc6f3708b778c8efa7795382a439aa73cda92c32', '\x6b4d17420c43579cafc6d48cd146d93a53f0da5574acea658c496df94b206809');
INSERT INTO public.audit_trail VALUES (37, '2026-11-29 06:09:23.917+00', 'chen', 'asset.uploaded', 'ast_mvkpzvj1rrsjqta28dps0r', 'north-clinic', '{"door": "form", "bytes": 182350, "sha256": "aedf4fa11d630de76855e610d9a9076019228a0cb09875ecdb751fdd2b9c97eb"}', '\x6b4d17420c43579cafc6d48cd146d93a53f0da5574acea658c496df94b206809', '\xbc26e9817e5a9816d99b9eff70b24c6268b21bfe92709df0529e685090e29cc1');
INSERT INTO public.audit_trail VALUES (38, '2026-11-29 06:09:23.971+00', 'anna', 'asset.uploaded', 'ast_j3427bcfygka4yq1cg7kn2', 'surgery', '{"door": "form", "bytes": 47862, "sha256": "57bef42b09f891803bbfb62b96a6676f72852400dc4ea484f701a2c1d4ce7eb9"}', '\xbc26e9817e5a9816d99b9eff70b24c6268b21bfe92709df0529e685090e29cc1', '\x0a8c22ae3ef4e8d8a1b33ced22dd9d7f357e20e8cd52f874971628960097dd04');
INSERT INTO public.audit_trail VALUES (39, '2026-11-29 06:09:24.94+00', 'anna', 'asset.uploaded', 'ast_0vytsx5fz1vfdkycn28gm5', 'surgery', '{"door": "form", "bytes": 47862, "sha256": "f59fa171852721931f756fcca78023ed0c91a93c1b77fe89a61e4847f1965211"}', '\x0a8c22ae3ef4e8d8a1b33ced22dd9d7f357e20e8cd52f874971628960097dd04', '\xf56b205f0b4e660a65080a65b10ddc52866727f6e2446349f9d786f1698b4134');
INSERT INTO public.audit_trail VALUES (40, '2026-11-29 06:09:25.009+00', 'chen', 'asset.uploaded', 'ast_5p5yfyt83kz8grvgedrncb', 'north-clinic', '{"door": "form", "bytes": 23928, "sha256": "8a2975d7d01a18e58ab44d7019b465c7f1a24aa7fde390a219d72fac2135db67"}', '\xf56b205f0b4e660a65080a65b10ddc52866727f6e2446349f9d786f1698b4134', '\x8a18d293bd4b4d969e1762aafd686b29e634051e628cfbca45dda5065f6502d2');
INSERT INTO public.audit_trail VALUES (41, '2026-11-29 06:09:25.267+00', 'chen', 'asset.uploaded', 'ast_q1qbjgc8gy5m8gbwzrx5ve', 'north-clinic', '{"door": "tus", "bytes": 25000, "sha256": "47a5655c052e83ee6baf4f148c5a5411319fee7ef0294880ccefba8d677908b5"}', '\x8a18d293bd4b4d969e1762aafd686b29e634051e628cfbca45dda5065f6502d2', '\xc7e30e84b3eccb6cb401972a46d3279cade8cfb702bdf77676aab359025f08b1');
INSERT INTO public.audit_trail VALUES (42, '2026-11-29 06:09:25.409+00', 'anna', 'asset.uploaded', 'ast_0m5cess39bzjhrjr0m84j6', 'surgery', '{"door": "parts", "bytes": 70536, "sha256": "07f662e43ab30bb49835438bc9538e90f3a008fea323147757ab72c69d6d27ba"}', '\xc7e30e84b3eccb6cb401972a46d3279cade8cfb702bdf77676aab359025f08b1', '\x23db07e7251b3d9bf3a3c96e915f00e19b834167959dd419f260d0658e835764');

INSERT INTO public.courses VALUES ('crs_zc8wz3yxkjve67t0cqefs4', 'Small wounds', '', 'north-clinic', 'chen', '{clinic}', 'unit', '{}', 'small wounds

clinic', '{s,sm,m,ma,a,al,l,ll,w,wo,o,ou,u,un,n,nd,d,ds,c,cl,li,i,in,ni,ic}', 1, '2026-11-29 06:08:08.982+00', '2026-11-29 06:08:08.982+00', NULL);
INSERT INTO public.courses VALUES ('crs_jmw7qp5ztwjt1txcmbvsce', 'Drafts of Dr. Ben', '', 'surgery', 'ben', '{}', 'private', '{}', 'drafts of dr. ben
', '{d,dr,r,ra,a,af,f,ft,t,ts,s,o,of,r.,.,b,be,e,en,n}', 1, '2026-11-29 06:08:08.987+00', '2026-11-29 06:08:08.987+00', NULL);
INSERT INTO public.courses VALUES ('crs_eh0fsgey2r0kkb1fc0ca3k', 'Hygiene', '', 'county-hospital', 'head', '{}', 'all', '{}', 'hygiene
', '{h,hy,y,yg,g,gi,i,ie,e,en,n,ne}', 1, '2026-11-29 06:08:08.992+00', '2026-11-29 06:08:08.992+00', NULL);
INSERT INTO public.courses VALUES ('crs_2g90xprs5197tyb3r5vehc', 'A mistake', '', 'surgery', 'ben', '{}', 'all', '{}', 'a mistake
', '{a,m,mi,i,is,s,st,t,ta,ak,k,ke,e}', 1, '2026-11-29 06:08:08.997+00', '2026-11-29 06:08:08.997+00', '2026-11-29 06:08:09.004+00');
INSERT INTO public.courses VALUES ('crs_40y394tmn0wqfwy3mjywrj', 'Suturing 缝合', '', 'surgery', 'anna', '{}', 'private', '{ast_tzs1xf3b7caf7r5krgyebd,ast_xbvj1nmwxxxtsgp9dzpzc6}', 'suturing 缝合
', '{s,su,u,ut,t,tu,ur,r,ri,i,in,n,ng,g,缝,缝合,合}', 2, '2026-11-29 06:08:08.975+00', '2026-11-29 06:09:21.271+00', NULL);
INSERT INTO public.courses VALUES ('crs_aqtwgan6qe9psqrqm7wdk8', 'Made once', '', 'surgery', 'anna', '{}', 'private', '{}', 'made once
', '{m,ma,a,ad,d,de,e,o,on,n,nc,c,ce}', 1, '2026-11-29 06:09:25.02+00', '2026-11-29 06:09:25.02+00', NULL);

INSERT INTO public.daily_usage VALUES ('anna', '2026-11-29', 67704394);
INSERT INTO public.daily_usage VALUES ('county-hospital', '2026-11-29', 67970518);
INSERT INTO public.daily_usage VALUES ('surgery', '2026-11-29', 67970518);
INSERT INTO public.daily_usage VALUES ('ben', '2026-11-29', 266124);
INSERT INTO public.daily_usage VALUES ('lake-region', '2026-11-29', 68291641);
INSERT INTO public.daily_usage VALUES ('lake-county', '2026-11-29', 68291641);
INSERT INTO public.daily_usage VALUES ('north-clinic', '2026-11-29', 321123);
INSERT INTO public.daily_usage VALUES ('chen', '2026-11-29', 321123);

INSERT INTO public.idempotency_keys VALUES ('anna', '7751e690-eec0-42a8-851a-4f0ca18882a7', 'POST /v1/courses', 'b39d9df0f2b5e17572455a47ec20d7390c2b5a66652b3cb83ec619c0cff653e7', 201, '{"etag": "\"1\"", "location": "/v1/courses/crs_aqtwgan6qe9psqrqm7wdk8"}', '{"id": "crs_aqtwgan6qe9psqrqm7wdk8", "tags": [], "unit": "surgery", "owner": "anna", "title": "Made once", "version": 1, "createdAt": "2026-11-29T06:09:25.020Z", "updatedAt": "2026-11-29T06:09:25.020Z", "assetOrder": [], "visibility": "private", "description": ""}', '2026-11-29 06:09:25.016+00');

INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (1, '2026-11-29 06:08:10.383+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_yfdj3x8wwxademys6x6tsw', NULL, '2026-11-29', 0, 0, 9000, 0, 1, 9000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (2, '2026-11-29 06:08:10.442+00', 'release', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_yfdj3x8wwxademys6x6tsw', NULL, '2026-11-29', 0, 0, -9000, 0, -1, -9000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (3, '2026-11-29 06:08:10.465+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_ark6e4kgqxpdb3c7mf6he2', NULL, '2026-11-29', 0, 0, 9000, 0, 1, 9000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (4, '2026-11-29 06:08:13.01+00', 'release', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_ark6e4kgqxpdb3c7mf6he2', NULL, '2026-11-29', 0, 0, -9000, 0, -1, -9000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (5, '2026-11-29 06:08:13.052+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_ss96p9gdftndptbdb86xax', NULL, '2026-11-29', 0, 0, 2000, 0, 1, 2000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (6, '2026-11-29 06:08:13.137+00', 'settle', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_ss96p9gdftndptbdb86xax', 'ast_yss7pn45evg6a2cmn9gavk', '2026-11-29', 2000, 0, -2000, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (7, '2026-11-29 06:08:13.186+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_a90bpwj4v9vyz7w145jhmw', NULL, '2026-11-29', 0, 0, 2000, 0, 1, 2000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (8, '2026-11-29 06:08:13.22+00', 'settle', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_a90bpwj4v9vyz7w145jhmw', 'ast_p8zcv0n57280xwmh7vp2qz', '2026-11-29', 2000, 0, -2000, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (9, '2026-11-29 06:09:10.324+00', 'remove', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', NULL, 'ast_yss7pn45evg6a2cmn9gavk', NULL, -2000, 0, 0, -1, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (10, '2026-11-29 06:09:11.62+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_3h3mf8ecr26bwq014t9vmh', NULL, '2026-11-29', 0, 0, 9000, 0, 1, 9000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (11, '2026-11-29 06:09:16.645+00', 'reserve', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_6b7hzjxmf5ab8f02ryr24d', NULL, '2026-11-29', 0, 0, 46280, 0, 1, 46280);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (12, '2026-11-29 06:09:16.774+00', 'settle', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_6b7hzjxmf5ab8f02ryr24d', 'ast_xbvj1nmwxxxtsgp9dzpzc6', '2026-11-29', 46280, 0, -46280, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (13, '2026-11-29 06:09:16.816+00', 'reserve', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_7ypgxythfqjda4bqpcnzt5', NULL, '2026-11-29', 0, 0, 47846, 0, 1, 47846);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (14, '2026-11-29 06:09:16.854+00', 'settle', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_7ypgxythfqjda4bqpcnzt5', 'ast_tzs1xf3b7caf7r5krgyebd', '2026-11-29', 47846, 0, -47846, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (15, '2026-11-29 06:09:16.878+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_xr3c1s2jatmddznz1jz4rz', NULL, '2026-11-29', 0, 0, 44878, 0, 1, 44878);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (16, '2026-11-29 06:09:16.919+00', 'settle', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_xr3c1s2jatmddznz1jz4rz', 'ast_4nkjc7kjgrmydbqpb5tp51', '2026-11-29', 44878, 0, -44878, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (17, '2026-11-29 06:09:16.942+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_xz5tb41830xxg5hjb8nywr', NULL, '2026-11-29', 0, 0, 13403, 0, 1, 13403);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (18, '2026-11-29 06:09:16.975+00', 'settle', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_xz5tb41830xxg5hjb8nywr', 'ast_v1dbzd0d5j0qcpq33cvxh0', '2026-11-29', 13403, 0, -13403, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (19, '2026-11-29 06:09:16.995+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_v18kke7q0x2h8ma55mys38', NULL, '2026-11-29', 0, 0, 12427, 0, 1, 12427);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (20, '2026-11-29 06:09:17.03+00', 'settle', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_v18kke7q0x2h8ma55mys38', 'ast_acgm10skrhv8mzwq63g68c', '2026-11-29', 12427, 0, -12427, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (21, '2026-11-29 06:09:17.053+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_b7drgxmdc9vq4rz3sbr8xg', NULL, '2026-11-29', 0, 0, 7015, 0, 1, 7015);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (22, '2026-11-29 06:09:17.086+00', 'settle', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_b7drgxmdc9vq4rz3sbr8xg', 'ast_vxdk29dwxp73jmchznrww7', '2026-11-29', 7015, 0, -7015, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (23, '2026-11-29 06:09:17.105+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_neyjz4bp80cs6fkdb28z9j', NULL, '2026-11-29', 0, 0, 38, 0, 1, 38);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (24, '2026-11-29 06:09:17.136+00', 'settle', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_neyjz4bp80cs6fkdb28z9j', 'ast_6j2762dtc2d43caace3y8h', '2026-11-29', 38, 0, -38, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (25, '2026-11-29 06:09:17.154+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_pvcvgh21c3957r9yfznw1b', NULL, '2026-11-29', 0, 0, 20000, 0, 1, 20000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (26, '2026-11-29 06:09:17.187+00', 'settle', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_pvcvgh21c3957r9yfznw1b', 'ast_6w04wdgcky8x29gf5956bn', '2026-11-29', 20000, 0, -20000, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (27, '2026-11-29 06:09:17.205+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_6h7r2nnvtjpg8x8fn3mwnd', NULL, '2026-11-29', 0, 0, 23928, 0, 1, 23928);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (28, '2026-11-29 06:09:17.241+00', 'settle', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_6h7r2nnvtjpg8x8fn3mwnd', 'ast_z8q47dkf05etafzngyj4eh', '2026-11-29', 23928, 0, -23928, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (29, '2026-11-29 06:09:18.946+00', 'derive', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', NULL, 'ast_xbvj1nmwxxxtsgp9dzpzc6', NULL, 0, 5152, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (30, '2026-11-29 06:09:19.158+00', 'derive', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', NULL, 'ast_4nkjc7kjgrmydbqpb5tp51', NULL, 0, 46477, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (31, '2026-11-29 06:09:19.537+00', 'derive', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', NULL, 'ast_tzs1xf3b7caf7r5krgyebd', NULL, 0, 58406, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (32, '2026-11-29 06:09:19.647+00', 'derive', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', NULL, 'ast_xbvj1nmwxxxtsgp9dzpzc6', NULL, 0, 9112, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (33, '2026-11-29 06:09:19.735+00', 'derive', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', NULL, 'ast_4nkjc7kjgrmydbqpb5tp51', NULL, 0, 9112, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (34, '2026-11-29 06:09:19.787+00', 'derive', 'chen', '{lake-region,lake-county,north-clinic,chen}', NULL, 'ast_v1dbzd0d5j0qcpq33cvxh0', NULL, 0, 1936, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (35, '2026-11-29 06:09:20.089+00', 'derive', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', NULL, 'ast_z8q47dkf05etafzngyj4eh', NULL, 0, 3328, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (36, '2026-11-29 06:09:20.134+00', 'derive', 'chen', '{lake-region,lake-county,north-clinic,chen}', NULL, 'ast_vxdk29dwxp73jmchznrww7', NULL, 0, 13650, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (37, '2026-11-29 06:09:20.152+00', 'derive', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', NULL, 'ast_tzs1xf3b7caf7r5krgyebd', NULL, 0, 9430, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (38, '2026-11-29 06:09:20.442+00', 'derive', 'chen', '{lake-region,lake-county,north-clinic,chen}', NULL, 'ast_acgm10skrhv8mzwq63g68c', NULL, 0, 34184, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (39, '2026-11-29 06:09:20.556+00', 'derive', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', NULL, 'ast_z8q47dkf05etafzngyj4eh', NULL, 0, 8490, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (42, '2026-11-29 06:09:20.724+00', 'derive', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', NULL, 'ast_megstc1fr4xcfybz0gfnh8', NULL, 0, 5152, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (43, '2026-11-29 06:09:21.161+00', 'derive', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', NULL, 'ast_megstc1fr4xcfybz0gfnh8', NULL, 0, 9112, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (40, '2026-11-29 06:09:20.604+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_sx1egdg4g7v37df4xv11j5', NULL, '2026-11-29', 0, 0, 46280, 0, 1, 46280);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (41, '2026-11-29 06:09:20.614+00', 'settle', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_sx1egdg4g7v37df4xv11j5', 'ast_megstc1fr4xcfybz0gfnh8', '2026-11-29', 46280, 0, -46280, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (44, '2026-11-29 06:09:23.882+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_arqge84st7b2kmk2yp128z', NULL, '2026-11-29', 0, 0, 182350, 0, 1, 182350);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (45, '2026-11-29 06:09:23.913+00', 'settle', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_arqge84st7b2kmk2yp128z', 'ast_mvkpzvj1rrsjqta28dps0r', '2026-11-29', 182350, 0, -182350, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (46, '2026-11-29 06:09:23.935+00', 'reserve', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_e43re96astww3tedqjvw1g', NULL, '2026-11-29', 0, 0, 47862, 0, 1, 47862);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (47, '2026-11-29 06:09:23.968+00', 'settle', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_e43re96astww3tedqjvw1g', 'ast_j3427bcfygka4yq1cg7kn2', '2026-11-29', 47862, 0, -47862, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (48, '2026-11-29 06:09:24.099+00', 'derive', 'chen', '{lake-region,lake-county,north-clinic,chen}', NULL, 'ast_mvkpzvj1rrsjqta28dps0r', NULL, 0, 1646, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (49, '2026-11-29 06:09:24.834+00', 'derive', 'chen', '{lake-region,lake-county,north-clinic,chen}', NULL, 'ast_mvkpzvj1rrsjqta28dps0r', NULL, 0, 30465, 0, 0, 0, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (50, '2026-11-29 06:09:24.911+00', 'reserve', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_avnv3e42jea0ecgfrevbb1', NULL, '2026-11-29', 0, 0, 47862, 0, 1, 47862);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (51, '2026-11-29 06:09:24.938+00', 'settle', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_avnv3e42jea0ecgfrevbb1', 'ast_0vytsx5fz1vfdkycn28gm5', '2026-11-29', 47862, 0, -47862, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (52, '2026-11-29 06:09:24.981+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_r32g9bxjrc7g05703ym7bf', NULL, '2026-11-29', 0, 0, 23928, 0, 1, 23928);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (53, '2026-11-29 06:09:25.006+00', 'settle', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_r32g9bxjrc7g05703ym7bf', 'ast_5p5yfyt83kz8grvgedrncb', '2026-11-29', 23928, 0, -23928, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (54, '2026-11-29 06:09:25.034+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_x0nwsh814g1f707brp7y6s', NULL, '2026-11-29', 0, 0, 20000, 0, 1, 20000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (55, '2026-11-29 06:09:25.042+00', 'reserve', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_f5gv54p1z1n1qmv6zt28tt', NULL, '2026-11-29', 0, 0, 60000, 0, 1, 60000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (56, '2026-11-29 06:09:25.074+00', 'reserve', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_d7qcmfw4ww0a7dye7pwn3j', NULL, '2026-11-29', 0, 0, 0, 0, 1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (57, '2026-11-29 06:09:25.09+00', 'extend', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_d7qcmfw4ww0a7dye7pwn3j', NULL, '2026-11-29', 0, 0, 67120864, 0, 0, 67120864);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (58, '2026-11-29 06:09:25.103+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_1b472k34s2en32xpz46dtn', NULL, '2026-11-29', 0, 0, 15000, 0, 0, 15000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (59, '2026-11-29 06:09:25.128+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_m75jkkj2kw92dtg4ajxf3a', NULL, '2026-11-29', 0, 0, 10000, 0, 0, 10000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (60, '2026-11-29 06:09:25.227+00', 'release', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_1b472k34s2en32xpz46dtn', NULL, '2026-11-29', 0, 0, -15000, 0, 0, -15000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (61, '2026-11-29 06:09:25.23+00', 'release', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_m75jkkj2kw92dtg4ajxf3a', NULL, '2026-11-29', 0, 0, -10000, 0, 0, -10000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (62, '2026-11-29 06:09:25.235+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_fr8vay4sb2jtr93mw77bba', NULL, '2026-11-29', 0, 0, 25000, 0, 1, 25000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (63, '2026-11-29 06:09:25.266+00', 'settle', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_fr8vay4sb2jtr93mw77bba', 'ast_q1qbjgc8gy5m8gbwzrx5ve', '2026-11-29', 25000, 0, -25000, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (64, '2026-11-29 06:09:25.288+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_et27thv9krcejv5pszp049', NULL, '2026-11-29', 0, 0, 16000, 0, 0, 16000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (65, '2026-11-29 06:09:25.318+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_rx61cm7g8r7s571snnk183', NULL, '2026-11-29', 0, 0, 24000, 0, 0, 24000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (66, '2026-11-29 06:09:25.344+00', 'reserve', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_sbr41na2vhde240w1g97qv', NULL, '2026-11-29', 0, 0, 70536, 0, 1, 70536);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (67, '2026-11-29 06:09:25.409+00', 'settle', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_sbr41na2vhde240w1g97qv', 'ast_0m5cess39bzjhrjr0m84j6', '2026-11-29', 70536, 0, -70536, 1, -1, 0);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (68, '2026-11-29 06:09:25.425+00', 'reserve', 'anna', '{lake-region,lake-county,county-hospital,surgery,anna}', 'upl_5x38p79m0ekwc4fambwenr', NULL, '2026-11-29', 0, 0, 263144, 0, 1, 263144);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (69, '2026-11-29 06:09:25.479+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_rnt3r2dj91ny2xwv9wzf3q', NULL, '2026-11-29', 0, 0, 50000, 0, 1, 50000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (70, '2026-11-29 06:09:25.543+00', 'reserve', 'ben', '{lake-region,lake-county,county-hospital,surgery,ben}', 'upl_03smaas4zafv8aztq2s7ek', NULL, '2026-11-29', 0, 0, 50000, 0, 1, 50000);
INSERT INTO public.ledger OVERRIDING SYSTEM VALUE VALUES (71, '2026-11-29 06:09:25.595+00', 'reserve', 'chen', '{lake-region,lake-county,north-clinic,chen}', 'upl_1tnqhg72b3q9vb0567m1xz', NULL, '2026-11-29', 0, 0, 15000, 0, 1, 15000);

INSERT INTO public.playback_sessions VALUES ('7gf3dzrd1raamzmj4h7z6yws01', 'ast_z8q47dkf05etafzngyj4eh', 'ben', NULL, '2026-11-29 06:09:21.288+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('3qk7dnbx69za8cp1hf30b28ywy', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.328+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('7a1pzg0e69ehw9mnxnb9ftwmna', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.337+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('d06118ccjxemmtypj987328s8s', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.345+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('9am1dk31m6zeqp5gk7d5076t5b', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.353+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('ngx5capb0p685vmcedgwkvrdx1', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.359+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('nbr6gyk8vkw950a2xpbfmwp6a0', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.367+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('3wh0gfavg4zdyxgjbq2ds49qvs', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.373+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('zetb6623cgrekv11542my2sgf4', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.379+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('a5z6719cae8x0h0xkm0ws1sav4', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.386+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('at2f2chhvym4dzp2r2phvskg45', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.393+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('4bh8xnqmv931fy87y6b93vzm1n', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.398+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('cfxwf3htwjm9p28mbzfyd4h76s', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.403+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('f2438epr4gmxmfntgpga4a8tx4', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.408+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('b8xrmfr8cn00yrcqe0v6xj8kjy', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.413+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('nzsyt6523yd17am1hxpw8x540s', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.419+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('5g1h62yvexz47bvtkq25nnj7rf', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.425+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('2f3ye70kf514engn21bfem569f', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.43+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('drmrpferx085thk1w471d4ax8n', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.438+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('nx798bxw573x6fm0z5yy18g3sa', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', '192.0.2.0/24', '2026-11-29 06:09:21.45+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('q2xvax3ts85pxz8e1t2a676pqf', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', NULL, '2026-11-29 06:09:21.456+00', '2076-11-16 06:09:21+00', '2026-11-29 06:09:21.465+00');
INSERT INTO public.playback_sessions VALUES ('k00mw8m7nf56jmqc00xq9gr31k', 'ast_z8q47dkf05etafzngyj4eh', 'ben', NULL, '2026-11-29 06:09:21.478+00', '2076-11-16 06:09:21+00', NULL);
INSERT INTO public.playback_sessions VALUES ('dcg2vvzzmcdq1yv01847hb21j3', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'admin', NULL, '2026-11-29 06:09:28.759+00', '2076-11-16 06:09:28+00', NULL);
INSERT INTO public.playback_sessions VALUES ('sv5jf0k8p4m31k5sv4q5b75ms7', 'ast_tzs1xf3b7caf7r5krgyebd', 'admin', NULL, '2026-11-29 06:09:28.784+00', '2076-11-16 06:09:28+00', NULL);
INSERT INTO public.playback_sessions VALUES ('aggz40bf93v6tnk2m7rvqxvk7s', 'ast_4nkjc7kjgrmydbqpb5tp51', 'admin', NULL, '2026-11-29 06:09:28.811+00', '2076-11-16 06:09:28+00', NULL);
INSERT INTO public.playback_sessions VALUES ('dcdbpw9kbgq63qywgf1h03p90w', 'ast_v1dbzd0d5j0qcpq33cvxh0', 'admin', NULL, '2026-11-29 06:09:28.831+00', '2076-11-16 06:09:28+00', NULL);
INSERT INTO public.playback_sessions VALUES ('9g4pht0m37acdgp62qm09hbtaw', 'ast_acgm10skrhv8mzwq63g68c', 'admin', NULL, '2026-11-29 06:09:28.845+00', '2076-11-16 06:09:28+00', NULL);
INSERT INTO public.playback_sessions VALUES ('6v013cefqee7n514g6d9try1af', 'ast_vxdk29dwxp73jmchznrww7', 'admin', NULL, '2026-11-29 06:09:28.858+00', '2076-11-16 06:09:28+00', NULL);
INSERT INTO public.playback_sessions VALUES ('ea7xexmx99qthgt6w1d2q33eh1', 'ast_megstc1fr4xcfybz0gfnh8', 'admin', NULL, '2026-11-29 06:09:28.869+00', '2076-11-16 06:09:28+00', NULL);
INSERT INTO public.playback_sessions VALUES ('4s2baqhr3342tat01x3p4nvjv0', 'ast_mvkpzvj1rrsjqta28dps0r', 'admin', NULL, '2026-11-29 06:09:28.888+00', '2076-11-16 06:09:28+00', NULL);

INSERT INTO public.renditions VALUES ('ast_xbvj1nmwxxxtsgp9dzpzc6', 'source', 'hls/source-ra85dw1s91', 160, 90, 186492, 186492, 25, 'avc1.64000b,mp4a.40.2', 4943, 2, 100, 'done', 1);
INSERT INTO public.renditions VALUES ('ast_4nkjc7kjgrmydbqpb5tp51', 'source', 'hls/source-3sq6p58x4c', 160, 90, 175055, 175055, 25.733401955738547, 'avc1.64000b,mp4a.40.2', 46268, 2.042925170068027, 100, 'done', 1);
INSERT INTO public.renditions VALUES ('ast_tzs1xf3b7caf7r5krgyebd', '90p', 'hls/90p-8wn95f01zc', 160, 90, 224170, 224170, 26.041666666666668, 'avc1.64000b,mp4a.40.2', 58200, 2.0201458333333333, 100, 'done', 2);
INSERT INTO public.renditions VALUES ('ast_v1dbzd0d5j0qcpq33cvxh0', 'audio', 'hls/audio-y4cnd2fyx9', NULL, NULL, 52356, 52356, NULL, 'mp4a.40.2', 1778, 2, 100, 'done', 1);
INSERT INTO public.renditions VALUES ('ast_z8q47dkf05etafzngyj4eh', 'source', 'hls/source-yynxqtp3h8', 160, 90, 182312, 182312, 25, 'avc1.64000b,mp4a.40.2', 3119, 1.0216780045351475, 100, 'done', 1);
INSERT INTO public.renditions VALUES ('ast_acgm10skrhv8mzwq63g68c', 'audio', 'hls/audio-mgn8bwhasj', NULL, NULL, 132064, 132064, NULL, 'mp4a.40.2', 34024, 2, 100, 'done', 2);
INSERT INTO public.renditions VALUES ('ast_megstc1fr4xcfybz0gfnh8', 'source', 'hls/source-xg0pvyzqfb', 160, 90, 186492, 186492, 25, 'avc1.64000b,mp4a.40.2', 4943, 2, 100, 'done', 1);
INSERT INTO public.renditions VALUES ('ast_mvkpzvj1rrsjqta28dps0r', 'source', 'hls/source-kcbnxjtmc9', 640, 360, 1452936, 1452936, 25, 'avc1.64001e', 1444, 1, 100, 'done', 1);

INSERT INTO public.reservations VALUES ('upl_yfdj3x8wwxademys6x6tsw', 'ben', 9000, 1, 'released', '2026-11-29', 9000, '2026-11-29 06:08:12.366+00', '2026-11-29 06:08:10.367+00', '2026-11-29 06:08:10.437+00');
INSERT INTO public.reservations VALUES ('upl_ark6e4kgqxpdb3c7mf6he2', 'ben', 9000, 1, 'released', '2026-11-29', 9000, '2026-11-29 06:08:12.457+00', '2026-11-29 06:08:10.458+00', '2026-11-29 06:08:13.002+00');
INSERT INTO public.reservations VALUES ('upl_ss96p9gdftndptbdb86xax', 'ben', 2000, 1, 'settled', '2026-11-29', 2000, '2026-11-29 06:08:15.036+00', '2026-11-29 06:08:13.037+00', '2026-11-29 06:08:13.133+00');
INSERT INTO public.reservations VALUES ('upl_a90bpwj4v9vyz7w145jhmw', 'chen', 2000, 1, 'settled', '2026-11-29', 2000, '2026-11-29 06:08:15.18+00', '2026-11-29 06:08:13.18+00', '2026-11-29 06:08:13.217+00');
INSERT INTO public.reservations VALUES ('upl_3h3mf8ecr26bwq014t9vmh', 'ben', 9000, 1, 'held', '2026-11-29', 9000, '2026-11-29 06:09:13.605+00', '2026-11-29 06:09:11.605+00', NULL);
INSERT INTO public.reservations VALUES ('upl_6b7hzjxmf5ab8f02ryr24d', 'anna', 46280, 1, 'settled', '2026-11-29', 46280, '2076-11-16 06:09:16.627+00', '2026-11-29 06:09:16.628+00', '2026-11-29 06:09:16.769+00');
INSERT INTO public.reservations VALUES ('upl_7ypgxythfqjda4bqpcnzt5', 'anna', 47846, 1, 'settled', '2026-11-29', 47846, '2076-11-16 06:09:16.806+00', '2026-11-29 06:09:16.807+00', '2026-11-29 06:09:16.85+00');
INSERT INTO public.reservations VALUES ('upl_xr3c1s2jatmddznz1jz4rz', 'ben', 44878, 1, 'settled', '2026-11-29', 44878, '2076-11-16 06:09:16.869+00', '2026-11-29 06:09:16.87+00', '2026-11-29 06:09:16.913+00');
INSERT INTO public.reservations VALUES ('upl_xz5tb41830xxg5hjb8nywr', 'chen', 13403, 1, 'settled', '2026-11-29', 13403, '2076-11-16 06:09:16.933+00', '2026-11-29 06:09:16.934+00', '2026-11-29 06:09:16.971+00');
INSERT INTO public.reservations VALUES ('upl_v18kke7q0x2h8ma55mys38', 'chen', 12427, 1, 'settled', '2026-11-29', 12427, '2076-11-16 06:09:16.988+00', '2026-11-29 06:09:16.989+00', '2026-11-29 06:09:17.027+00');
INSERT INTO public.reservations VALUES ('upl_b7drgxmdc9vq4rz3sbr8xg', 'chen', 7015, 1, 'settled', '2026-11-29', 7015, '2076-11-16 06:09:17.046+00', '2026-11-29 06:09:17.046+00', '2026-11-29 06:09:17.082+00');
INSERT INTO public.reservations VALUES ('upl_neyjz4bp80cs6fkdb28z9j', 'ben', 38, 1, 'settled', '2026-11-29', 38, '2076-11-16 06:09:17.099+00', '2026-11-29 06:09:17.099+00', '2026-11-29 06:09:17.132+00');
INSERT INTO public.reservations VALUES ('upl_pvcvgh21c3957r9yfznw1b', 'ben', 20000, 1, 'settled', '2026-11-29', 20000, '2076-11-16 06:09:17.147+00', '2026-11-29 06:09:17.147+00', '2026-11-29 06:09:17.183+00');
INSERT INTO public.reservations VALUES ('upl_6h7r2nnvtjpg8x8fn3mwnd', 'ben', 23928, 1, 'settled', '2026-11-29', 23928, '2076-11-16 06:09:17.199+00', '2026-11-29 06:09:17.2+00', '2026-11-29 06:09:17.236+00');
INSERT INTO public.reservations VALUES ('upl_sx1egdg4g7v37df4xv11j5', 'ben', 46280, 1, 'settled', '2026-11-29', 46280, '2026-11-29 06:19:20.599+00', '2026-11-29 06:09:20.6+00', '2026-11-29 06:09:20.611+00');
INSERT INTO public.reservations VALUES ('upl_arqge84st7b2kmk2yp128z', 'chen', 182350, 1, 'settled', '2026-11-29', 182350, '2076-11-16 06:09:23.875+00', '2026-11-29 06:09:23.876+00', '2026-11-29 06:09:23.909+00');
INSERT INTO public.reservations VALUES ('upl_e43re96astww3tedqjvw1g', 'anna', 47862, 1, 'settled', '2026-11-29', 47862, '2076-11-16 06:09:23.927+00', '2026-11-29 06:09:23.928+00', '2026-11-29 06:09:23.964+00');
INSERT INTO public.reservations VALUES ('upl_avnv3e42jea0ecgfrevbb1', 'anna', 47862, 1, 'settled', '2026-11-29', 47862, '2076-11-16 06:09:24.902+00', '2026-11-29 06:09:24.903+00', '2026-11-29 06:09:24.934+00');
INSERT INTO public.reservations VALUES ('upl_r32g9bxjrc7g05703ym7bf', 'chen', 23928, 1, 'settled', '2026-11-29', 23928, '2076-11-16 06:09:24.975+00', '2026-11-29 06:09:24.975+00', '2026-11-29 06:09:25.003+00');
INSERT INTO public.reservations VALUES ('upl_x0nwsh814g1f707brp7y6s', 'ben', 20000, 1, 'held', '2026-11-29', 20000, '2076-11-16 06:09:25.028+00', '2026-11-29 06:09:25.029+00', NULL);
INSERT INTO public.reservations VALUES ('upl_f5gv54p1z1n1qmv6zt28tt', 'anna', 60000, 1, 'held', '2026-11-29', 60000, '2076-11-16 06:09:25.038+00', '2026-11-29 06:09:25.038+00', NULL);
INSERT INTO public.reservations VALUES ('upl_d7qcmfw4ww0a7dye7pwn3j', 'anna', 67120864, 1, 'held', '2026-11-29', 67120864, '2076-11-16 06:09:25.07+00', '2026-11-29 06:09:25.071+00', NULL);
INSERT INTO public.reservations VALUES ('upl_1b472k34s2en32xpz46dtn', 'chen', 15000, 0, 'released', '2026-11-29', 15000, '2076-11-16 06:09:25.097+00', '2026-11-29 06:09:25.098+00', '2026-11-29 06:09:25.222+00');
INSERT INTO public.reservations VALUES ('upl_m75jkkj2kw92dtg4ajxf3a', 'chen', 10000, 0, 'released', '2026-11-29', 10000, '2076-11-16 06:09:25.123+00', '2026-11-29 06:09:25.124+00', '2026-11-29 06:09:25.227+00');
INSERT INTO public.reservations VALUES ('upl_fr8vay4sb2jtr93mw77bba', 'chen', 25000, 1, 'settled', '2026-11-29', 25000, '2076-11-16 06:09:25.219+00', '2026-11-29 06:09:25.219+00', '2026-11-29 06:09:25.263+00');
INSERT INTO public.reservations VALUES ('upl_et27thv9krcejv5pszp049', 'chen', 16000, 0, 'held', '2026-11-29', 16000, '2076-11-16 06:09:25.28+00', '2026-11-29 06:09:25.28+00', NULL);
INSERT INTO public.reservations VALUES ('upl_rx61cm7g8r7s571snnk183', 'chen', 24000, 0, 'held', '2026-11-29', 24000, '2076-11-16 06:09:25.312+00', '2026-11-29 06:09:25.313+00', NULL);
INSERT INTO public.reservations VALUES ('upl_sbr41na2vhde240w1g97qv', 'anna', 70536, 1, 'settled', '2026-11-29', 70536, '2076-11-16 06:09:25.338+00', '2026-11-29 06:09:25.339+00', '2026-11-29 06:09:25.405+00');
INSERT INTO public.reservations VALUES ('upl_5x38p79m0ekwc4fambwenr', 'anna', 263144, 1, 'held', '2026-11-29', 263144, '2076-11-16 06:09:25.419+00', '2026-11-29 06:09:25.419+00', NULL);
INSERT INTO public.reservations VALUES ('upl_rnt3r2dj91ny2xwv9wzf3q', 'ben', 50000, 1, 'held', '2026-11-29', 50000, '2076-11-16 06:09:25.473+00', '2026-11-29 06:09:25.474+00', NULL);
INSERT INTO public.reservations VALUES ('upl_03smaas4zafv8aztq2s7ek', 'ben', 50000, 1, 'held', '2026-11-29', 50000, '2076-11-16 06:09:25.531+00', '2026-11-29 06:09:25.532+00', NULL);
INSERT INTO public.reservations VALUES ('upl_1tnqhg72b3q9vb0567m1xz', 'chen', 15000, 1, 'held', '2026-11-29', 15000, '2076-11-16 06:09:25.589+00', '2026-11-29 06:09:25.59+00', NULL);

INSERT INTO public.schema_migrations VALUES (1, '0001-initial', '2026-11-29 06:08:08.346+00');
INSERT INTO public.schema_migrations VALUES (2, '0002-pieces', '2026-11-29 06:08:08.398+00');
INSERT INTO public.schema_migrations VALUES (3, '0003-written-parts', '2026-11-29 06:08:08.405+00');

INSERT INTO public.upload_parts VALUES ('upl_5x38p79m0ekwc4fambwenr', 1, NULL, 65536, '04200eae86f8a772f86bb40c01bdc9a59b1d76e321e976b1e1bfd86f7c2325c5', '2026-11-29 06:09:25.445+00', '\x013159250b1b481407e74315c49c9ea676d6f7b5df5c559a42dd561a05a65110d00000080000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000020000000');
INSERT INTO public.upload_parts VALUES ('upl_5x38p79m0ekwc4fambwenr', 5, 'uploads/upl_5x38p79m0ekwc4fambwenr/parts/5-etq8bkskx0mr', 1000, '24ee8ffcec141b8f408247aa90d48a367beccdb8773e74a95635d3ec3f1a1429', '2026-11-29 06:09:25.456+00', NULL);
INSERT INTO public.upload_parts VALUES ('upl_5x38p79m0ekwc4fambwenr', 3, 'uploads/upl_5x38p79m0ekwc4fambwenr/parts/3-ef0cy62rp68p', 65536, '9c67b05ed56cc9c795e6128b29f3817638fa48691f792a5ae7fb73a6d0f6984f', '2026-11-29 06:09:25.468+00', NULL);

INSERT INTO public.uploads VALUES ('upl_yfdj3x8wwxademys6x6tsw', 'ast_sb910b99rj7wm0tvp2btcs', 'ben', 'surgery', 'ben', NULL, NULL, 'over.pdf', NULL, NULL, 9000, 9000, NULL, 4000, 'abandoned', 'tus', '{"v": 1, "key": "assets/ast_sb910b99rj7wm0tvp2btcs/source/original", "bytes": 4000, "upload": "upl_yfdj3x8wwxademys6x6tsw", "segments": [{"file": ".0-93fef56480a3d51a773ad4db", "from": 0, "fence": "914krvy9crhdhj1g"}]}', '\x01ee9f79d5d8ff1ce2ecff7e7ed8f224f8001a94ba9264245ad082e57066d9f525007d0000000000000a6f7665722e7064662030303030303232300a6f7665722e706466203030303000000000000000000000000000000000000000000000000000000000000000002000000020000000', '914krvy9crhdhj1g', NULL, NULL, '2026-11-29 06:08:12.42+00', '2026-11-29 06:08:10.383+00', '2026-11-29 06:08:10.435+00', '2026-11-29 06:08:10.45+00', '{"filename": "over.pdf"}', '{"reason": "terminated"}', NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_ark6e4kgqxpdb3c7mf6he2', 'ast_kzbecw7ftmy6y14kfdy22q', 'ben', 'surgery', 'ben', NULL, NULL, 'over.pdf', NULL, NULL, 9000, 9000, NULL, 4000, 'expired', 'tus', '{"v": 1, "key": "assets/ast_kzbecw7ftmy6y14kfdy22q/source/original", "bytes": 4000, "upload": "upl_ark6e4kgqxpdb3c7mf6he2", "segments": [{"file": ".0-d2eb42104297b94dee3bfe9f", "from": 0, "fence": "znhvjzyxq4tw558q"}]}', '\x01ee9f79d5d8ff1ce2ecff7e7ed8f224f8001a94ba9264245ad082e57066d9f525007d0000000000000a6f7665722e7064662030303030303232300a6f7665722e706466203030303000000000000000000000000000000000000000000000000000000000000000002000000020000000', 'znhvjzyxq4tw558q', NULL, NULL, '2026-11-29 06:08:12.483+00', '2026-11-29 06:08:10.465+00', '2026-11-29 06:08:12.999+00', '2026-11-29 06:08:13.014+00', '{"filename": "over.pdf"}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_3h3mf8ecr26bwq014t9vmh', 'ast_216p6hebk2dh2fy2t04hrs', 'ben', 'surgery', 'ben', NULL, NULL, 'over.pdf', NULL, NULL, 9000, 9000, NULL, 4000, 'open', 'tus', '{"v": 1, "key": "assets/ast_216p6hebk2dh2fy2t04hrs/source/original", "bytes": 4000, "upload": "upl_3h3mf8ecr26bwq014t9vmh", "segments": [{"file": ".0-38f70ee329627a5c195397ef", "from": 0, "fence": "4dhehq47td53a8tc"}]}', '\x01ee9f79d5d8ff1ce2ecff7e7ed8f224f8001a94ba9264245ad082e57066d9f525007d0000000000000a6f7665722e7064662030303030303232300a6f7665722e706466203030303000000000000000000000000000000000000000000000000000000000000000002000000020000000', '4dhehq47td53a8tc', NULL, NULL, '2026-11-29 06:09:13.644+00', '2026-11-29 06:09:11.62+00', '2026-11-29 06:09:11.646+00', NULL, '{"filename": "over.pdf"}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_ss96p9gdftndptbdb86xax', 'ast_yss7pn45evg6a2cmn9gavk', 'ben', 'surgery', 'ben', NULL, NULL, 'emptied.pdf', NULL, NULL, 2000, 2000, NULL, 2000, 'completed', 'form', '{"v": 1, "key": "assets/ast_yss7pn45evg6a2cmn9gavk/source/original", "bytes": 2000, "upload": "upl_ss96p9gdftndptbdb86xax", "segments": [{"file": ".0-7e3b46241afb4f87ad62a13c", "from": 0, "fence": "be8hjw7jxwk8kkg6"}]}', '\x01e1f998e527d20482bbeaa8ec15c86059268fc645f0b81aa6b5e18787ba237f0d803e0000000000006d70746965642e7064662030303030300000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000020000000', 'be8hjw7jxwk8kkg6', NULL, NULL, '2026-11-29 06:08:15.083+00', '2026-11-29 06:08:13.052+00', '2026-11-29 06:08:13.126+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_a90bpwj4v9vyz7w145jhmw', 'ast_p8zcv0n57280xwmh7vp2qz', 'chen', 'north-clinic', 'chen', NULL, NULL, 'purging.pdf', NULL, NULL, 2000, 2000, NULL, 2000, 'completed', 'form', '{"v": 1, "key": "assets/ast_p8zcv0n57280xwmh7vp2qz/source/original", "bytes": 2000, "upload": "upl_a90bpwj4v9vyz7w145jhmw", "segments": [{"file": ".0-24d16326ed4368285d5474b9", "from": 0, "fence": "y65njpyvn039b5f4"}]}', '\x01706df31b5b2de97a769f3779ca7e42984bab08b2c4c69c878ef691309e5e44e4803e000000000000757267696e672e7064662030303030300000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000020000000', 'y65njpyvn039b5f4', NULL, NULL, '2026-11-29 06:08:15.199+00', '2026-11-29 06:08:13.186+00', '2026-11-29 06:08:13.213+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_6b7hzjxmf5ab8f02ryr24d', 'ast_xbvj1nmwxxxtsgp9dzpzc6', 'anna', 'surgery', 'anna', 'crs_40y394tmn0wqfwy3mjywrj', NULL, 'lecture.mp4', 'A first lecture', NULL, 46280, 46280, NULL, 46280, 'completed', 'tus', '{"v": 1, "key": "assets/ast_xbvj1nmwxxxtsgp9dzpzc6/source/original", "bytes": 46280, "upload": "upl_6b7hzjxmf5ab8f02ryr24d", "segments": [{"file": ".0-1dd8cc751debfc8fb4df07b9", "from": 0, "fence": "16gygyxx2reg3e9x"}]}', '\x012ca55872787eb47566320f71d6490cb29f96c73529dc465054bf1492c60287a140a605000000000000000008696c737400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000800000020000000', '16gygyxx2reg3e9x', NULL, NULL, '2076-11-16 06:09:16.741+00', '2026-11-29 06:09:16.646+00', '2026-11-29 06:09:16.764+00', NULL, '{"title": "A first lecture", "courseId": "crs_40y394tmn0wqfwy3mjywrj", "filename": "lecture.mp4"}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_7ypgxythfqjda4bqpcnzt5', 'ast_tzs1xf3b7caf7r5krgyebd', 'anna', 'surgery', 'anna', 'crs_40y394tmn0wqfwy3mjywrj', NULL, '手机.mov', 'From a phone', NULL, 47846, 47846, NULL, 47846, 'completed', 'form', '{"v": 1, "key": "assets/ast_tzs1xf3b7caf7r5krgyebd/source/original", "bytes": 47846, "upload": "upl_7ypgxythfqjda4bqpcnzt5", "segments": [{"file": ".0-fcaa12cc9370c3ce2e40d5fc", "from": 0, "fence": "j7seabdms4zrk5nr"}]}', '\x01d5020f5b01480b576f569f91d318295c5342ce6285229b2a2baa1977a59a472f30d70500000000000000000200000001ffff0000001c7362677000000000726f6c6c00000001000000580000000100000000000000000000000000000000000000000000000000002600000020000000', 'j7seabdms4zrk5nr', NULL, NULL, '2076-11-16 06:09:16.831+00', '2026-11-29 06:09:16.816+00', '2026-11-29 06:09:16.847+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_xz5tb41830xxg5hjb8nywr', 'ast_v1dbzd0d5j0qcpq33cvxh0', 'chen', 'north-clinic', 'chen', 'crs_zc8wz3yxkjve67t0cqefs4', NULL, 'talk.m4a', NULL, NULL, 13403, 13403, NULL, 13403, 'completed', 'form', '{"v": 1, "key": "assets/ast_v1dbzd0d5j0qcpq33cvxh0/source/original", "bytes": 13403, "upload": "upl_xz5tb41830xxg5hjb8nywr", "segments": [{"file": ".0-33a0df86e6c1faa2ce069fcd", "from": 0, "fence": "wrmy5etknkvbc6t4"}]}', '\x018e429b4c771cea37450492dc7a9bfc088c309886224c72117a53d1f3d5c8d6f9d8a201000000000000006d6469726170706c00000000000000000000000008696c7374000000000000000000000000000000000000000000000000000000000000000000000000001b00000020000000', 'wrmy5etknkvbc6t4', NULL, NULL, '2076-11-16 06:09:16.955+00', '2026-11-29 06:09:16.942+00', '2026-11-29 06:09:16.969+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_xr3c1s2jatmddznz1jz4rz', 'ast_4nkjc7kjgrmydbqpb5tp51', 'ben', 'surgery', 'ben', NULL, NULL, 'film.mkv', NULL, NULL, 44878, 44878, NULL, 44878, 'completed', 'form', '{"v": 1, "key": "assets/ast_4nkjc7kjgrmydbqpb5tp51/source/original", "bytes": 44878, "upload": "upl_xr3c1s2jatmddznz1jz4rz", "segments": [{"file": ".0-c44d5d1d28a0c9b642d53591", "from": 0, "fence": "cdkp1w8ewscvs7xd"}]}', '\x01dac21d93efbe01f1dd537ab8f37e9fe9a3fdb7f41026d16e146b856f08542a3d707a05000000000003ffb78af78101f18256a3f081b700000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000e00000020000000', 'cdkp1w8ewscvs7xd', NULL, NULL, '2076-11-16 06:09:16.894+00', '2026-11-29 06:09:16.878+00', '2026-11-29 06:09:16.911+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_v18kke7q0x2h8ma55mys38', 'ast_acgm10skrhv8mzwq63g68c', 'chen', 'north-clinic', 'chen', NULL, NULL, 'talk.mp3', NULL, NULL, 12427, 12427, NULL, 12427, 'completed', 'form', '{"v": 1, "key": "assets/ast_acgm10skrhv8mzwq63g68c/source/original", "bytes": 12427, "upload": "upl_v18kke7q0x2h8ma55mys38", "segments": [{"file": ".0-e1194f5725bfd9646e1e38fc", "from": 0, "fence": "t9jth7m8n348d1pb"}]}', '\x01436b117c26653c8a419cdebec6f55e72a6d178474fc1ce2939672406333e41dc5884010000000000aaaaaaaaaaaaaaaaaaaaaa00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000b00000020000000', 't9jth7m8n348d1pb', NULL, NULL, '2076-11-16 06:09:17.008+00', '2026-11-29 06:09:16.995+00', '2026-11-29 06:09:17.024+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_neyjz4bp80cs6fkdb28z9j', 'ast_6j2762dtc2d43caace3y8h', 'ben', 'surgery', 'ben', NULL, NULL, 'captions.srt', NULL, NULL, 38, 38, NULL, 38, 'completed', 'form', '{"v": 1, "key": "assets/ast_6j2762dtc2d43caace3y8h/source/original", "bytes": 38, "upload": "upl_neyjz4bp80cs6fkdb28z9j", "segments": [{"file": ".0-5077ad187c4ad32cbcc12f4c", "from": 0, "fence": "rm5dvwrt6k6sahvn"}]}', '\x0167e6096a85ae67bb72f36e3c3af54fa57f520e518c68059babd9831f19cde05b3001000000000000310a30303a30303a30312c303030202d2d3e2030303a30303a30322c3030300a48656c6c6f0a00000000000000000000000000000000000000000000000000002600000020000000', 'rm5dvwrt6k6sahvn', NULL, NULL, '2076-11-16 06:09:17.116+00', '2026-11-29 06:09:17.105+00', '2026-11-29 06:09:17.13+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_b7drgxmdc9vq4rz3sbr8xg', 'ast_vxdk29dwxp73jmchznrww7', 'chen', 'north-clinic', 'chen', 'crs_zc8wz3yxkjve67t0cqefs4', NULL, 'slide.png', NULL, NULL, 7015, 7015, NULL, 7015, 'completed', 'form', '{"v": 1, "key": "assets/ast_vxdk29dwxp73jmchznrww7/source/original", "bytes": 7015, "upload": "upl_b7drgxmdc9vq4rz3sbr8xg", "segments": [{"file": ".0-7ff995402c0be4bb9d088160", "from": 0, "fence": "273nyynfaydmme14"}]}', '\x0127ef0c81b12e6398bf3c089ce4d5d8502b3d9a3b8036176e43138af48bac32a138db00000000000001236066a3ee1301236076a33f3b08f879f67f715e5bbc0885757d0000000049454e44ae426082000000000000000000000000000000000000000000000000002700000020000000', '273nyynfaydmme14', NULL, NULL, '2076-11-16 06:09:17.065+00', '2026-11-29 06:09:17.053+00', '2026-11-29 06:09:17.079+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_pvcvgh21c3957r9yfznw1b', 'ast_6w04wdgcky8x29gf5956bn', 'ben', 'surgery', 'ben', NULL, NULL, 'cut.mp4', NULL, NULL, 20000, 20000, NULL, 20000, 'completed', 'form', '{"v": 1, "key": "assets/ast_6w04wdgcky8x29gf5956bn/source/original", "bytes": 20000, "upload": "upl_pvcvgh21c3957r9yfznw1b", "segments": [{"file": ".0-0b96582e83013eb2f0099e82", "from": 0, "fence": "kgm2jqvakfv2jwbr"}]}', '\x01ccd200fc73ca0fc54241c73420f05490f1832789fc7f1a4061202dd5d0522da000710200000000000d44fb6e50bad2c5916eee94d0510d5ef1c233abbc92cc8e5b8aaa331bf46aa500000000000000000000000000000000000000000000000000000000000000002000000020000000', 'kgm2jqvakfv2jwbr', NULL, NULL, '2076-11-16 06:09:17.166+00', '2026-11-29 06:09:17.154+00', '2026-11-29 06:09:17.179+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_e43re96astww3tedqjvw1g', 'ast_j3427bcfygka4yq1cg7kn2', 'anna', 'surgery', 'anna', NULL, NULL, 'waits-for-encoding.mov', NULL, NULL, 47862, 47862, NULL, 47862, 'completed', 'form', '{"v": 1, "key": "assets/ast_j3427bcfygka4yq1cg7kn2/source/original", "bytes": 47862, "upload": "upl_e43re96astww3tedqjvw1g", "segments": [{"file": ".0-67b7c707e1283686c0a5cfb2", "from": 0, "fence": "yhybtdqwbje5npd9"}]}', '\x01d5020f5b01480b576f569f91d318295c5342ce6285229b2a2baa1977a59a472fb0d70500000000000000000200000001ffff0000001c7362677000000000726f6c6c00000001000000580000000100000010667265656161616161616161000000000000000000003600000020000000', 'yhybtdqwbje5npd9', NULL, NULL, '2076-11-16 06:09:23.949+00', '2026-11-29 06:09:23.936+00', '2026-11-29 06:09:23.962+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_6h7r2nnvtjpg8x8fn3mwnd', 'ast_z8q47dkf05etafzngyj4eh', 'ben', 'surgery', 'ben', NULL, NULL, 'discarded.mp4', NULL, NULL, 23928, 23928, NULL, 23928, 'completed', 'form', '{"v": 1, "key": "assets/ast_z8q47dkf05etafzngyj4eh/source/original", "bytes": 23928, "upload": "upl_6h7r2nnvtjpg8x8fn3mwnd", "segments": [{"file": ".0-a8f8b99ebef7ccfb8469ba4d", "from": 0, "fence": "cnd6xdvdq1ax6yv9"}]}', '\x0109c9814b5c6460e7d6d1479aeeb5af70eb6f5089007d65ca6c6ae22cb19d21adc0eb020000000000647461000000356d657461000000000000002168646c7200000000000000006d6469726170706c00000000000000000000000008696c737400000000000000003800000020000000', 'cnd6xdvdq1ax6yv9', NULL, NULL, '2076-11-16 06:09:17.217+00', '2026-11-29 06:09:17.205+00', '2026-11-29 06:09:17.233+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_sx1egdg4g7v37df4xv11j5', 'ast_megstc1fr4xcfybz0gfnh8', 'ben', 'surgery', 'ben', NULL, NULL, 'lecture-again.mp4', NULL, NULL, 46280, 46280, 'ed48e55bf634fd60e4c65ce032ce3346a457f4e91a9e19b17080059706d48a58', 46280, 'completed', 'tus', NULL, NULL, 't58cmtaqg6emm174', NULL, NULL, '2026-11-29 06:19:20.599+00', '2026-11-29 06:09:20.604+00', '2026-11-29 06:09:20.608+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_arqge84st7b2kmk2yp128z', 'ast_mvkpzvj1rrsjqta28dps0r', 'chen', 'north-clinic', 'chen', NULL, NULL, 'wide.mp4', NULL, NULL, 182350, 182350, NULL, 182350, 'completed', 'form', '{"v": 1, "key": "assets/ast_mvkpzvj1rrsjqta28dps0r/source/original", "bytes": 182350, "upload": "upl_arqge84st7b2kmk2yp128z", "segments": [{"file": ".0-d844d34c3797ac846ae51167", "from": 0, "fence": "v6hzavnv92d02nrc"}]}', '\x01deeb27b4195ed6bb423fab64cb0bdda60bc207d64f508562c52c481b32cc4574704216000000000000000000000000000008696c737400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000e00000020000000', 'v6hzavnv92d02nrc', NULL, NULL, '2076-11-16 06:09:23.894+00', '2026-11-29 06:09:23.882+00', '2026-11-29 06:09:23.907+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_avnv3e42jea0ecgfrevbb1', 'ast_0vytsx5fz1vfdkycn28gm5', 'anna', 'surgery', 'anna', NULL, NULL, 'crashed.mov', NULL, NULL, 47862, 47862, NULL, 47862, 'completed', 'form', '{"v": 1, "key": "assets/ast_0vytsx5fz1vfdkycn28gm5/source/original", "bytes": 47862, "upload": "upl_avnv3e42jea0ecgfrevbb1", "segments": [{"file": ".0-eaaf940357160168d7f6c338", "from": 0, "fence": "axgac3mg23txyan8"}]}', '\x01d5020f5b01480b576f569f91d318295c5342ce6285229b2a2baa1977a59a472fb0d70500000000000000000200000001ffff0000001c7362677000000000726f6c6c00000001000000580000000100000010667265656262626262626262000000000000000000003600000020000000', 'axgac3mg23txyan8', NULL, NULL, '2076-11-16 06:09:24.922+00', '2026-11-29 06:09:24.911+00', '2026-11-29 06:09:24.932+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_r32g9bxjrc7g05703ym7bf', 'ast_5p5yfyt83kz8grvgedrncb', 'chen', 'north-clinic', 'chen', NULL, NULL, 'waits.mp4', NULL, NULL, 23928, 23928, NULL, 23928, 'completed', 'form', '{"v": 1, "key": "assets/ast_5p5yfyt83kz8grvgedrncb/source/original", "bytes": 23928, "upload": "upl_r32g9bxjrc7g05703ym7bf", "segments": [{"file": ".0-941f642c444a17483a4b1819", "from": 0, "fence": "rraevrc1vn0q63mr"}]}', '\x0109c9814b5c6460e7d6d1479aeeb5af70eb6f5089007d65ca6c6ae22cb19d21adc0eb020000000000647461000000356d657461000000000000002168646c7200000000000000006d6469726170706c00000000000000000000000008696c737400000000000000003800000020000000', 'rraevrc1vn0q63mr', NULL, NULL, '2076-11-16 06:09:24.991+00', '2026-11-29 06:09:24.98+00', '2026-11-29 06:09:25.001+00', NULL, '{}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_x0nwsh814g1f707brp7y6s', 'ast_eksbwg49nn6ssf3122k6h6', 'ben', 'surgery', 'ben', NULL, NULL, 'begun.pdf', NULL, NULL, 20000, 20000, NULL, 0, 'open', 'tus', NULL, NULL, 'zvps0yehwj6kphgq', NULL, NULL, '2076-11-16 06:09:25.028+00', '2026-11-29 06:09:25.034+00', '2026-11-29 06:09:25.029+00', NULL, '{"filename": "begun.pdf"}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_f5gv54p1z1n1qmv6zt28tt', 'ast_b2skp33gvjmjy3dsakaq5h', 'anna', 'surgery', 'anna', NULL, NULL, 'middle.pdf', NULL, NULL, 60000, 60000, NULL, 25000, 'open', 'tus', '{"v": 1, "key": "assets/ast_b2skp33gvjmjy3dsakaq5h/source/original", "bytes": 25000, "upload": "upl_f5gv54p1z1n1qmv6zt28tt", "segments": [{"file": ".0-f08c172d2927e68d32791cc2", "from": 0, "fence": "sf3xx6j7wqvk29nz"}]}', '\x01242e62ad517510c8b817e666890d252a5cfb5440629299bfcff86f2f644fd026400d03000000000030303030313234370a6d6964646c652e7064662030303030313234380a6d6964646c652e706466200000000000000000000000000000000000000000000000002800000020000000', 'sf3xx6j7wqvk29nz', NULL, NULL, '2076-11-16 06:09:25.063+00', '2026-11-29 06:09:25.042+00', '2026-11-29 06:09:25.064+00', NULL, '{"filename": "middle.pdf"}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_d7qcmfw4ww0a7dye7pwn3j', 'ast_d8p5x464bsw5pmaejqrtd5', 'anna', 'surgery', 'anna', NULL, NULL, 'deferred.pdf', NULL, NULL, NULL, 0, NULL, 12000, 'open', 'tus', '{"v": 1, "key": "assets/ast_d8p5x464bsw5pmaejqrtd5/source/original", "bytes": 12000, "upload": "upl_d7qcmfw4ww0a7dye7pwn3j", "segments": [{"file": ".0-3766d9955525fe52766a935d", "from": 0, "fence": "kvs7njbxbpn5rshf"}]}', '\x0131331dc99a7f7b6e23a982a1e1cac382492baffe5b1b20d69dc06a614484e97b007701000000000030303030303534330a64656665727265642e7064662030303030303534340a6400000000000000000000000000000000000000000000000000000000000000002000000020000000', 'kvs7njbxbpn5rshf', NULL, NULL, '2076-11-16 06:09:25.09+00', '2026-11-29 06:09:25.073+00', '2026-11-29 06:09:25.091+00', NULL, '{"filename": "deferred.pdf"}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_fr8vay4sb2jtr93mw77bba', 'ast_q1qbjgc8gy5m8gbwzrx5ve', 'chen', 'north-clinic', 'chen', NULL, NULL, 'joined.pdf', NULL, NULL, 25000, 25000, NULL, 25000, 'completed', 'tus', '{"v": 1, "key": "assets/ast_q1qbjgc8gy5m8gbwzrx5ve/source/original", "bytes": 25000, "upload": "upl_fr8vay4sb2jtr93mw77bba", "segments": [{"file": ".0-7778e4e62726e39d988af319", "from": 0, "fence": "zge07z7wam11depc"}]}', '\x0148a488ef7b8e8170f7e007597f465442282097a2178ea1816923c3dfb303cc04400d03000000000030303030313234370a6a6f696e65642e7064662030303030313234380a6a6f696e65642e706466200000000000000000000000000000000000000000000000002800000020000000', 'zge07z7wam11depc', NULL, NULL, '2076-11-16 06:09:25.253+00', '2026-11-29 06:09:25.235+00', '2026-11-29 06:09:25.261+00', NULL, '{"filename": "joined.pdf"}', NULL, 'final', '{upl_1b472k34s2en32xpz46dtn,upl_m75jkkj2kw92dtg4ajxf3a}', NULL, '2026-11-29 06:09:25.235+00');
INSERT INTO public.uploads VALUES ('upl_1b472k34s2en32xpz46dtn', 'ast_d4ekxnnc769b5rhvcbra4z', 'chen', 'north-clinic', 'chen', NULL, NULL, 'piece', NULL, NULL, 15000, 15000, NULL, 15000, 'completed', 'tus', '{"v": 1, "key": "uploads/upl_1b472k34s2en32xpz46dtn/whole", "bytes": 15000, "upload": "upl_1b472k34s2en32xpz46dtn", "segments": [{"file": ".0-0df7015198d14ba59c110b0c", "from": 0, "fence": "kqzt1ypvk2kj44h4"}]}', '\x01e6c35ab9063de32f1b7394b1d0182fc05393fabb5ba9a330f527425897dc99eec0d40100000000007064662030303030303734380a6a6f696e65642e70646620000000000000000000000000000000000000000000000000000000000000000000000000000000001800000020000000', 'kqzt1ypvk2kj44h4', NULL, NULL, '2076-11-16 06:09:25.117+00', '2026-11-29 06:09:25.103+00', '2026-11-29 06:09:25.275+00', NULL, '{"filename": "piece"}', NULL, 'partial', NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_m75jkkj2kw92dtg4ajxf3a', 'ast_9fcq94b5g2nf97pqn97qw6', 'chen', 'north-clinic', 'chen', NULL, NULL, 'piece', NULL, NULL, 10000, 10000, NULL, 10000, 'completed', 'tus', '{"v": 1, "key": "uploads/upl_m75jkkj2kw92dtg4ajxf3a/whole", "bytes": 10000, "upload": "upl_m75jkkj2kw92dtg4ajxf3a", "segments": [{"file": ".0-9c2e86929e9ecec05ed19674", "from": 0, "fence": "htg93bq685c6bzw4"}]}', '\x011beecebca525f9c31773dc79094179c1e6623d126f6f1c42a56b8149432757fd8038010000000000313234380a6a6f696e65642e706466200000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000020000000', 'htg93bq685c6bzw4', NULL, NULL, '2076-11-16 06:09:25.203+00', '2026-11-29 06:09:25.128+00', '2026-11-29 06:09:25.275+00', NULL, '{"filename": "piece"}', NULL, 'partial', NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_et27thv9krcejv5pszp049', 'ast_17j1x8nwevq8bc0as3w0tc', 'chen', 'north-clinic', 'chen', NULL, NULL, 'piece', NULL, NULL, 16000, 16000, NULL, 16000, 'open', 'tus', '{"v": 1, "key": "uploads/upl_et27thv9krcejv5pszp049/whole", "bytes": 16000, "upload": "upl_et27thv9krcejv5pszp049", "segments": [{"file": ".0-42e43f238253bf5fa06de3c7", "from": 0, "fence": "gtrq6n6j4jr2s5p1"}]}', '\x010a497b45d9352d65ee718b1db0fb28b00091b7d907dcee9e1bde84fffa94960d00f4010000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000020000000', 'gtrq6n6j4jr2s5p1', NULL, NULL, '2076-11-16 06:09:25.304+00', '2026-11-29 06:09:25.288+00', '2026-11-29 06:09:25.306+00', NULL, '{"filename": "piece"}', NULL, 'partial', NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_rx61cm7g8r7s571snnk183', 'ast_wdxfsqw7frvcptjcxb79cp', 'chen', 'north-clinic', 'chen', NULL, NULL, 'piece', NULL, NULL, 24000, 24000, NULL, 10000, 'open', 'tus', '{"v": 1, "key": "uploads/upl_rx61cm7g8r7s571snnk183/whole", "bytes": 10000, "upload": "upl_rx61cm7g8r7s571snnk183", "segments": [{"file": ".0-c5422d72a66d41dcbf0bc859", "from": 0, "fence": "jsq40qq21nmyt0z1"}]}', '\x01f72617a64118a0d37498b8dd00fc7eb0948de3de7441ff152a9a9a74ec4980148038010000000000313239380a7069656365732e706466200000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000020000000', 'jsq40qq21nmyt0z1', NULL, NULL, '2076-11-16 06:09:25.331+00', '2026-11-29 06:09:25.318+00', '2026-11-29 06:09:25.332+00', NULL, '{"filename": "piece"}', NULL, 'partial', NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_sbr41na2vhde240w1g97qv', 'ast_0m5cess39bzjhrjr0m84j6', 'anna', 'surgery', 'anna', NULL, NULL, 'whole-in-parts.pdf', NULL, NULL, 70536, 70536, NULL, 70536, 'completed', 'parts', '{"v": 1, "key": "assets/ast_0m5cess39bzjhrjr0m84j6/source/original", "bytes": 70536, "upload": "upl_sbr41na2vhde240w1g97qv", "segments": [{"file": ".0-800de9add93810bd03702e3d", "from": 0, "fence": "jszha0engpfveddt"}]}', '\x01ce6b83c685486a803b280ae547e0ea48f3bd3ab6af5f0f970a602651fdc6c6a2409c080000000000706466203030303000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000800000020000000', 'jszha0engpfveddt', NULL, NULL, '2076-11-16 06:09:25.396+00', '2026-11-29 06:09:25.344+00', '2026-11-29 06:09:25.404+00', NULL, '{}', NULL, NULL, NULL, 65536, '2026-11-29 06:09:25.389+00');
INSERT INTO public.uploads VALUES ('upl_5x38p79m0ekwc4fambwenr', 'ast_z6ms83gc5bjbj1v78qx2xj', 'anna', 'surgery', 'anna', NULL, NULL, 'in-parts.pdf', NULL, NULL, 263144, 263144, NULL, 65536, 'open', 'parts', '{"v": 1, "key": "assets/ast_z6ms83gc5bjbj1v78qx2xj/source/original", "bytes": 65536, "upload": "upl_5x38p79m0ekwc4fambwenr", "segments": [{"file": ".0-e1ba2424d99e83717f791236", "from": 0, "fence": "qz1m17sj592eetzn"}]}', '\x013159250b1b481407e74315c49c9ea676d6f7b5df5c559a42dd561a05a65110d00000080000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000020000000', 'qz1m17sj592eetzn', NULL, NULL, '2076-11-16 06:09:25.467+00', '2026-11-29 06:09:25.425+00', '2026-11-29 06:09:25.469+00', NULL, '{}', NULL, NULL, NULL, 65536, NULL);
INSERT INTO public.uploads VALUES ('upl_03smaas4zafv8aztq2s7ek', 'ast_sdqndevdxjxm1y1df5cb9h', 'ben', 'surgery', 'ben', NULL, NULL, 'segments.pdf', NULL, NULL, 50000, 50000, NULL, 30000, 'open', 'tus', '{"v": 1, "key": "assets/ast_sdqndevdxjxm1y1df5cb9h/source/original", "bytes": 30000, "upload": "upl_03smaas4zafv8aztq2s7ek", "segments": [{"file": ".0-7f925c37180997881a622f60", "from": 0, "fence": "9vqsq7rr8c4190d9"}, {"file": ".10000-2a1b43a3bace338f86514ab6", "from": 10000, "fence": "93w7sez7vqx5q2sp"}]}', '\x010516d972fe6fbaf9429efd15b2aad594674155ef77df5211634d5850b6b7696680a903000000000065676d656e74732e7064662030303030313336310a7365676d656e74732e7064662030303030313336320a7365676d65000000000000000000000000000000003000000020000000', '93w7sez7vqx5q2sp', NULL, NULL, '2076-11-16 06:09:28.719+00', '2026-11-29 06:09:25.543+00', '2026-11-29 06:09:28.722+00', NULL, '{"filename": "segments.pdf"}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_rnt3r2dj91ny2xwv9wzf3q', 'ast_v1bcdw4k6mnza6gc66gekd', 'ben', 'surgery', 'ben', NULL, NULL, 'in-hand.pdf', NULL, NULL, 50000, 50000, NULL, 10000, 'open', 'tus', '{"v": 1, "key": "assets/ast_v1bcdw4k6mnza6gc66gekd/source/original", "bytes": 10000, "upload": "upl_rnt3r2dj91ny2xwv9wzf3q", "segments": [{"file": ".0-cc2ab64b9fb270a9bc61cdc1", "from": 0, "fence": "hss5tbgcvcnpstyw"}]}', '\x011f4df6d81d16893fdff701e16e9ac0d7c01f28c4b3826154e54066f7fe01b3008038010000000000696e2d68616e642e70646620303030300000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000020000000', 'hss5tbgcvcnpstyw', 'kept-uploader-621t5yb5', '2026-11-29 06:10:25.51+00', '2076-11-16 06:09:25.493+00', '2026-11-29 06:09:25.479+00', '2026-11-29 06:09:25.51+00', NULL, '{"filename": "in-hand.pdf"}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.uploads VALUES ('upl_1tnqhg72b3q9vb0567m1xz', 'ast_8ct4p6azd24njvg5w1ksg9', 'chen', 'north-clinic', 'chen', NULL, NULL, 'finishing.pdf', NULL, NULL, 15000, 15000, NULL, 15000, 'finishing', 'tus', '{"v": 1, "key": "assets/ast_8ct4p6azd24njvg5w1ksg9/source/original", "bytes": 15000, "upload": "upl_1tnqhg72b3q9vb0567m1xz", "segments": [{"file": ".0-8106b16de96e0618e9d0b5ff", "from": 0, "fence": "6amf8geq0ydgfcnh"}]}', '\x015be5565bad198445c24f8761733e12f89b2bfcd646a2f52fa4a034131e9df4aac0d401000000000030303635300a66696e697368696e672e7064662030303030000000000000000000000000000000000000000000000000000000000000000000000000000000001800000020000000', '6amf8geq0ydgfcnh', NULL, NULL, '2076-11-16 06:09:25.629+00', '2026-11-29 06:09:25.596+00', '2026-11-29 06:09:25.635+00', NULL, '{"filename": "finishing.pdf"}', NULL, NULL, NULL, NULL, NULL);

SELECT pg_catalog.setval('public.ledger_id_seq', 71, true);

SELECT pg_catalog.setval('public.revocation_versions', 4, true);

ALTER TABLE ONLY pgboss.bam
    ADD CONSTRAINT bam_pkey PRIMARY KEY (id);

ALTER TABLE ONLY pgboss.instance
    ADD CONSTRAINT instance_pkey PRIMARY KEY (id);

ALTER TABLE ONLY pgboss.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY pgboss.job_common
    ADD CONSTRAINT job_common_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY pgboss.job_dependency
    ADD CONSTRAINT job_dependency_pkey PRIMARY KEY (child_name, child_id, parent_name, parent_id);

ALTER TABLE ONLY pgboss.queue
    ADD CONSTRAINT queue_pkey PRIMARY KEY (name);

ALTER TABLE ONLY pgboss.queue_stats
    ADD CONSTRAINT queue_stats_pkey PRIMARY KEY (id, captured_on);

ALTER TABLE ONLY pgboss.queue_stats_20261129
    ADD CONSTRAINT queue_stats_20261129_pkey PRIMARY KEY (id, captured_on);

ALTER TABLE ONLY pgboss.queue_stats_20261130
    ADD CONSTRAINT queue_stats_20261130_pkey PRIMARY KEY (id, captured_on);

ALTER TABLE ONLY pgboss.schedule
    ADD CONSTRAINT schedule_pkey PRIMARY KEY (name, key);

ALTER TABLE ONLY pgboss.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (event, name);

ALTER TABLE ONLY pgboss.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (version);

ALTER TABLE ONLY pgboss.warning
    ADD CONSTRAINT warning_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_hash_key UNIQUE (hash);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_trail
    ADD CONSTRAINT audit_trail_hash_key UNIQUE (hash);

ALTER TABLE ONLY public.audit_trail
    ADD CONSTRAINT audit_trail_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.courses
    ADD CONSTRAINT courses_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.daily_usage
    ADD CONSTRAINT daily_usage_pkey PRIMARY KEY (account, day);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (owner, key, route);

ALTER TABLE ONLY public.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.playback_sessions
    ADD CONSTRAINT playback_sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.renditions
    ADD CONSTRAINT renditions_pkey PRIMARY KEY (asset_id, rung);

ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT reservations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.upload_parts
    ADD CONSTRAINT upload_parts_key_key UNIQUE (key);

ALTER TABLE ONLY public.upload_parts
    ADD CONSTRAINT upload_parts_pkey PRIMARY KEY (upload, number);

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_asset_id_key UNIQUE (asset_id);

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX job_common_i1 ON pgboss.job_common USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::pgboss.job_state) AND (policy = 'short'::text));

CREATE INDEX job_common_i10 ON pgboss.job_common USING btree (name, singleton_key, state DESC, created_on, id) INCLUDE (start_after) WHERE ((state < 'active'::pgboss.job_state) AND (NOT blocked) AND (policy = 'key_strict_fifo'::text));

CREATE INDEX job_common_i11 ON pgboss.job_common USING btree (name, priority DESC, created_on, start_after) WHERE ((state < 'active'::pgboss.job_state) AND (NOT blocked));

CREATE INDEX job_common_i12 ON pgboss.job_common USING btree (source_root_id) WHERE (source_root_id IS NOT NULL);

CREATE UNIQUE INDEX job_common_i13 ON pgboss.job_common USING btree (name, singleton_key) WHERE ((state = 'created'::pgboss.job_state) AND upsert_by_key);

CREATE INDEX job_common_i14 ON pgboss.job_common USING btree (name, state, blocked, start_after) WHERE (state = ANY (ARRAY['created'::pgboss.job_state, 'retry'::pgboss.job_state, 'active'::pgboss.job_state, 'failed'::pgboss.job_state]));

CREATE INDEX job_common_i15 ON pgboss.job_common USING btree (name, created_on);

CREATE INDEX job_common_i16 ON pgboss.job_common USING btree (name, completed_on) WHERE (completed_on IS NOT NULL);

CREATE INDEX job_common_i17 ON pgboss.job_common USING btree (name, singleton_key, created_on) WHERE ((state < 'active'::pgboss.job_state) AND (singleton_key IS NOT NULL));

CREATE UNIQUE INDEX job_common_i2 ON pgboss.job_common USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::pgboss.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX job_common_i3 ON pgboss.job_common USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::pgboss.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX job_common_i4 ON pgboss.job_common USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::pgboss.job_state) AND (singleton_on IS NOT NULL));

CREATE UNIQUE INDEX job_common_i6 ON pgboss.job_common USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::pgboss.job_state) AND (policy = 'exclusive'::text));

CREATE INDEX job_common_i7 ON pgboss.job_common USING btree (name, group_id) WHERE ((state = 'active'::pgboss.job_state) AND (group_id IS NOT NULL));

CREATE UNIQUE INDEX job_common_i8 ON pgboss.job_common USING btree (name, singleton_key) WHERE ((state = ANY (ARRAY['active'::pgboss.job_state, 'retry'::pgboss.job_state, 'failed'::pgboss.job_state])) AND (policy = 'key_strict_fifo'::text));

CREATE INDEX job_common_i9 ON pgboss.job_common USING btree (name, id) WHERE (blocking AND (state = 'completed'::pgboss.job_state));

CREATE INDEX job_dep_parent_idx ON pgboss.job_dependency USING btree (parent_name, parent_id);

CREATE INDEX queue_stats_i1 ON ONLY pgboss.queue_stats USING btree (name, captured_on DESC) INCLUDE (deferred_count, queued_count, ready_count, active_count, failed_count, total_count);

CREATE INDEX queue_stats_20261129_name_captured_on_deferred_count_queued_idx ON pgboss.queue_stats_20261129 USING btree (name, captured_on DESC) INCLUDE (deferred_count, queued_count, ready_count, active_count, failed_count, total_count);

CREATE INDEX queue_stats_20261130_name_captured_on_deferred_count_queued_idx ON pgboss.queue_stats_20261130 USING btree (name, captured_on DESC) INCLUDE (deferred_count, queued_count, ready_count, active_count, failed_count, total_count);

CREATE INDEX warning_i1 ON pgboss.warning USING btree (created_on DESC);

CREATE INDEX accounts_newest ON public.accounts USING btree (created_at DESC, id DESC);

CREATE INDEX accounts_parent ON public.accounts USING btree (parent_id);

CREATE INDEX accounts_path ON public.accounts USING gin (path);

CREATE INDEX api_keys_newest ON public.api_keys USING btree (created_at DESC, id DESC);

CREATE INDEX assets_course ON public.assets USING btree (course_id) WHERE (course_id IS NOT NULL);

CREATE INDEX assets_epoch ON public.assets USING btree (id) WHERE (epoch > 0);

CREATE INDEX assets_newest ON public.assets USING btree (created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX assets_owner ON public.assets USING btree (owner, created_at DESC, id DESC);

CREATE INDEX assets_same_bytes ON public.assets USING btree (sha256, unit) WHERE (deleted_at IS NULL);

CREATE INDEX assets_trashed ON public.assets USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX assets_unfinished ON public.assets USING btree (worker_until) WHERE ((deleted_at IS NULL) AND (state = ANY (ARRAY['verifying'::text, 'processing'::text, 'playable'::text])));

CREATE INDEX assets_unit ON public.assets USING btree (unit);

CREATE INDEX audit_trail_subject ON public.audit_trail USING btree (subject);

CREATE INDEX courses_newest ON public.courses USING btree (created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX courses_owner ON public.courses USING btree (owner);

CREATE INDEX courses_search ON public.courses USING gin (search_grams) WHERE (deleted_at IS NULL);

CREATE INDEX courses_unit ON public.courses USING btree (unit);

CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING btree (created_at);

CREATE INDEX ledger_accounts ON public.ledger USING gin (accounts);

CREATE INDEX ledger_asset ON public.ledger USING btree (asset) WHERE (asset IS NOT NULL);

CREATE INDEX ledger_at ON public.ledger USING btree (at);

CREATE INDEX playback_sessions_asset ON public.playback_sessions USING btree (asset_id);

CREATE INDEX playback_sessions_expiry ON public.playback_sessions USING btree (expires_at);

CREATE INDEX playback_sessions_revoked ON public.playback_sessions USING btree (expires_at) WHERE (revoked_at IS NOT NULL);

CREATE INDEX reservations_account ON public.reservations USING btree (account);

CREATE INDEX reservations_held ON public.reservations USING btree (expires_at) WHERE (state = 'held'::text);

CREATE INDEX uploads_assembling ON public.uploads USING btree (assembling_at) WHERE ((assembling_at IS NOT NULL) AND (state = 'open'::text));

CREATE INDEX uploads_ended ON public.uploads USING btree (updated_at) WHERE (state = ANY (ARRAY['completed'::text, 'abandoned'::text, 'expired'::text]));

CREATE INDEX uploads_expiry ON public.uploads USING btree (expires_at) WHERE (state = 'open'::text);

CREATE INDEX uploads_finishing ON public.uploads USING btree (updated_at) WHERE (state = 'finishing'::text);

CREATE INDEX uploads_undiscarded ON public.uploads USING btree (updated_at) WHERE ((state = ANY (ARRAY['abandoned'::text, 'expired'::text])) AND (discarded_at IS NULL));

CREATE INDEX uploads_unfinished ON public.uploads USING btree (owner, created_at DESC, id DESC) WHERE (state = ANY (ARRAY['open'::text, 'finishing'::text]));

ALTER INDEX pgboss.job_pkey ATTACH PARTITION pgboss.job_common_pkey;

ALTER INDEX pgboss.queue_stats_i1 ATTACH PARTITION pgboss.queue_stats_20261129_name_captured_on_deferred_count_queued_idx;

ALTER INDEX pgboss.queue_stats_pkey ATTACH PARTITION pgboss.queue_stats_20261129_pkey;

ALTER INDEX pgboss.queue_stats_i1 ATTACH PARTITION pgboss.queue_stats_20261130_name_captured_on_deferred_count_queued_idx;

ALTER INDEX pgboss.queue_stats_pkey ATTACH PARTITION pgboss.queue_stats_20261130_pkey;

CREATE TRIGGER audit_trail_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_trail FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE ONLY pgboss.job_common
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY pgboss.job_common
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES pgboss.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY pgboss.queue
    ADD CONSTRAINT queue_dead_letter_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue(name);

ALTER TABLE ONLY pgboss.schedule
    ADD CONSTRAINT schedule_name_fkey FOREIGN KEY (name) REFERENCES pgboss.queue(name) ON DELETE CASCADE;

ALTER TABLE ONLY pgboss.subscription
    ADD CONSTRAINT subscription_name_fkey FOREIGN KEY (name) REFERENCES pgboss.queue(name) ON DELETE CASCADE;

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_unit_fkey FOREIGN KEY (unit) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_course_id_fkey FOREIGN KEY (course_id) REFERENCES public.courses(id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_unit_fkey FOREIGN KEY (unit) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.courses
    ADD CONSTRAINT courses_unit_fkey FOREIGN KEY (unit) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.daily_usage
    ADD CONSTRAINT daily_usage_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.playback_sessions
    ADD CONSTRAINT playback_sessions_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES public.assets(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.renditions
    ADD CONSTRAINT renditions_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES public.assets(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT reservations_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.upload_parts
    ADD CONSTRAINT upload_parts_upload_fkey FOREIGN KEY (upload) REFERENCES public.uploads(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id);

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_course_id_fkey FOREIGN KEY (course_id) REFERENCES public.courses(id);

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_unit_fkey FOREIGN KEY (unit) REFERENCES public.accounts(id);

