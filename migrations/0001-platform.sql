-- Facts, timers, and what the platform itself must remember. No crisis words but crisis_id.

-- Every fact, once, in order. A crisis's timeline is: where crisis_id = $1 order by position.
create table events (
  position       bigint generated always as identity primary key,
  transaction_id xid8        not null default pg_current_xact_id(),
  crisis_id      uuid,
  stream         text        not null,
  version        int         not null,
  type           text        not null,
  schema_version int         not null default 1,
  data           jsonb       not null,
  actor          text        not null,
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null,
  unique (stream, version)
);
create index events_by_crisis on events (crisis_id, position) where crisis_id is not null;
create index events_in_commit_order on events (transaction_id, position);
comment on column events.stream is 'kind/id of the subject, for instance clocks/<crisis id>';
comment on column events.transaction_id is 'readers that follow stop below the oldest open transaction, so that a row that commits late is never skipped';
comment on column events.occurred_at is 'in the crisis''s own time, which a drill or a replay may run faster';
comment on column events.recorded_at is 'in real time';

-- A crisis may have its own time: crisis time = anchor_crisis + (real time - anchor_real) * rate. A rate of 0 is a pause.
create table crisis_clocks (
  crisis_id     uuid primary key,
  anchor_real   timestamptz not null,
  anchor_crisis timestamptz not null,
  rate          double precision not null default 1 check (rate >= 0)
);

create function real_time(of_crisis uuid, due timestamptz) returns timestamptz language sql stable as $$
  select coalesce(
    (select case when due <= anchor_crisis then anchor_real
                 when rate = 0 then 'infinity'::timestamptz
                 else anchor_real + (due - anchor_crisis) / rate end
       from crisis_clocks where crisis_id = of_crisis),
    due)
$$;
comment on function real_time is 'when a moment of a crisis''s own time comes, in real time; infinity while the crisis''s clock is paused';

-- One row per stream that is waiting for time to pass.
create table timers (
  stream       text primary key,
  crisis_id    uuid,
  due_at       timestamptz not null,
  wake_at      timestamptz not null,
  leased_until timestamptz
);
create index timers_by_wake on timers (wake_at);
comment on column timers.due_at is 'in the crisis''s own time';
comment on column timers.wake_at is 'the same moment in real time';

-- Each process says that it lives; the jobs of one that no longer does are released.
create table processes (
  id           text primary key,
  worker_ids   text[] not null default '{}',
  started_at   timestamptz not null,
  last_seen_at timestamptz not null,
  last_tick_at timestamptz
);

-- Facts, timers and wake-ups, in one statement: all of them or none.
create function append_facts(new_events jsonb, new_timers jsonb, new_jobs jsonb, recorded timestamptz) returns void language plpgsql as $$
begin
  insert into events (crisis_id, stream, version, type, schema_version, data, actor, occurred_at, recorded_at)
  select e.crisis_id, e.stream, e.version, e.type, e.schema_version, e.data, e.actor, e.occurred_at, recorded
    from jsonb_to_recordset(new_events) as e(crisis_id uuid, stream text, version int, type text, schema_version int, data jsonb, actor text, occurred_at timestamptz);

  if new_timers is not null then
    insert into timers (stream, crisis_id, due_at, wake_at)
    select t.stream, t.crisis_id, t.due_at, real_time(t.crisis_id, t.due_at)
      from jsonb_to_recordset(new_timers) as t(stream text, crisis_id uuid, due_at timestamptz)
     where t.due_at is not null
    on conflict (stream) do update set due_at = excluded.due_at, wake_at = excluded.wake_at, leased_until = null;

    delete from timers using jsonb_to_recordset(new_timers) as t(stream text, due_at timestamptz)
     where timers.stream = t.stream and t.due_at is null;
  end if;

  if new_jobs is not null then
    perform graphile_worker.add_job(j.task, j.payload, job_key := j.key, queue_name := j.queue,
                                    run_at := coalesce(j.run_at, now()), job_key_mode := case when j.key is null then null else 'replace' end)
      from jsonb_to_recordset(new_jobs) as j(task text, payload json, key text, queue text, run_at timestamptz);
  end if;
end $$;

-- What an earlier request with the same key was answered.
create table idempotency_keys (
  key          text not null,
  actor        text not null,
  request_hash text not null,
  status       int,
  sealed       bytea,
  created_at   timestamptz not null,
  primary key (actor, key)
);
comment on column idempotency_keys.sealed is 'the answer, sealed with the installation''s key: it may hold what is shown only once';

-- Secrets of connectors and channels, sealed with the installation's key.
create table secrets (
  name      text primary key,
  sealed    bytea not null,
  stored_at timestamptz not null
);
