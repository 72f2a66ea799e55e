-- Signals: what tells that something may be wrong, kept as it came and folded once into buckets.

create table signal_sources (
  id            uuid primary key,
  brand_id      uuid not null references brands (id),
  practice      boolean not null default false,
  name          text not null,
  kind          text not null check (kind in ('signals', 'cloudevents', 'alertmanager', 'pagerduty', 'grafana', 'sentry', 'stripe', 'shopify')),
  hash          bytea not null unique,
  sealed        bytea,
  service_id    uuid references services (id),
  region        text,
  kept_a_minute int not null default 6000 check (kept_a_minute between 10 and 100000),
  created_by    text not null,
  created_at    timestamptz not null,
  removed_at    timestamptz,
  unique (id, practice)
);
comment on column signal_sources.hash is 'SHA-256 of the key that its signals bring along; the key itself is shown once and stored nowhere';
comment on column signal_sources.sealed is 'what the sender signs its requests with';
comment on column signal_sources.service_id is 'what its signals are about where they name no service';
comment on column signal_sources.kept_a_minute is 'of signals with words: more in a minute are counted and not kept';

create table signal_source_minutes (
  source_id uuid not null references signal_sources (id),
  minute    timestamptz not null,
  taken     int not null,
  twice     int not null,
  refused   int not null,
  thinned   int not null,
  primary key (source_id, minute)
);
comment on table signal_source_minutes is 'how many signals a source sent: taken (of these only counted: thinned), known already, refused';

create table series (
  id         int generated always as identity primary key,
  hash       uuid not null unique,
  source_id  uuid not null,
  brand_id   uuid not null references brands (id),
  practice   boolean not null,
  name       text not null,
  measure    text not null check (measure in ('count', 'gauge')),
  service_id uuid references services (id),
  region     text,
  labels     jsonb not null default '{}',
  watched    boolean not null,
  created_at timestamptz not null,
  foreign key (source_id, practice) references signal_sources (id, practice)
);
create index on series (source_id);
create index on series (service_id);
comment on column series.hash is 'of source, name, measure, service, region and labels: one series each';
comment on column series.watched is 'false: what other systems judged already (alerts) is counted, and not judged again';
comment on column series.measure is 'count: what happened in the minute is added up, nothing is 0; gauge: what was measured is averaged, nothing is unknown';

-- The log: numbers in packed form, durable before they are acknowledged. Who writes holds a shared lock; whoever folds takes it alone for a moment, and knows then that no
-- lower position is still to come.
create table signal_log (
  received_at timestamptz not null,
  position    bigint generated always as identity,
  source_id   uuid not null,
  count       int not null,
  body        bytea not null
) partition by range (received_at);
create index on signal_log (position);
comment on column signal_log.body is 'records of 20 bytes: series (uint32), time in milliseconds (float64), value (float64), little-endian';

-- Ids that were heard, by day: the same id twice within the day or the day after is one signal.
create table signal_ids (
  day       date not null,
  source_id uuid not null,
  hash      uuid not null,
  primary key (source_id, hash, day)
) partition by range (day);

-- Signals with words, for people to look at.
create table signals (
  received_at timestamptz not null,
  id          uuid not null,
  source_id   uuid not null,
  external_id text,
  at          timestamptz not null,
  kind        text not null,
  name        text not null,
  series_id   int,
  state       text check (state in ('firing', 'resolved')),
  severity    text check (severity in ('critical', 'error', 'warning', 'info')),
  service_id  uuid,
  region      text,
  account_key text,
  title       text not null,
  body        text,
  link        text,
  labels      jsonb not null default '{}',
  primary key (received_at, id)
) partition by range (received_at);
create index on signals (series_id, at);
create index on signals (source_id, external_id);

create table buckets (
  series_id int not null,
  at        timestamptz not null,
  count     bigint not null,
  sum       float8 not null,
  min       float8 not null,
  max       float8 not null,
  sketch    bytea,
  primary key (series_id, at)
) partition by range (at);
comment on table buckets is 'a minute of a series; sketch: a histogram with bins that grow by a twentieth, for quantiles';

create table signal_fold (
  one             int primary key default 1 check (one = 1),
  position        bigint not null default 0,
  closed_through  timestamptz,
  watched_through timestamptz
);
comment on column signal_fold.watched_through is 'the last minute that detectors looked at, and told of';
comment on table signal_fold is 'how far the log is folded into buckets: moved in the transaction that writes them, so that a kill counts nothing twice and loses nothing';
insert into signal_fold default values;

-- What detectors remember, as of a minute; minutes since then are looked at again after a restart.
create table detector_states (
  series_id    int primary key references series (id) on delete cascade,
  step_minutes int not null,
  through      timestamptz not null,
  state        bytea not null
);

-- Days stand ready before they begin, and go as a whole.
create function signal_days(now timestamptz, kept_log int, kept_words int, kept_minutes int) returns void language plpgsql as $$
declare
  today date := (now at time zone 'UTC')::date;
  part record;
  unfolded boolean;
begin
  perform pg_advisory_xact_lock(hashtext('signal_days'));
  for d in -kept_minutes .. 2 loop
    perform signal_day('buckets', today + d);
    if d >= -1 then perform signal_day('signal_log', today + d); perform signal_day('signals', today + d); perform signal_day('signal_ids', today + d); end if;
  end loop;
  for part in
    select c.oid::regclass as name, p.relname as of_table, to_date(right(c.relname, 8), 'YYYYMMDD') as day
      from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where p.relname in ('signal_log', 'signals', 'signal_ids', 'buckets') and p.relnamespace = current_schema()::regnamespace
  loop
    if part.day < today - (case part.of_table when 'signal_log' then kept_log when 'signal_ids' then 2 when 'signals' then kept_words else kept_minutes + 1 end) then
      -- What was acknowledged and is not folded yet stays, however long nobody folded.
      if part.of_table = 'signal_log' then
        execute format('select exists (select from %s where position > (select position from signal_fold))', part.name) into unfolded;
        continue when unfolded;
      end if;
      execute format('drop table %s', part.name);
    end if;
  end loop;
  delete from signal_source_minutes where minute < now - make_interval(days => kept_words);
end $$;
create function signal_day(of_table text, day date) returns void language plpgsql as $$
begin
  execute format('create table if not exists %I partition of %I for values from (%L) to (%L)', of_table || '_' || to_char(day, 'YYYYMMDD'), of_table,
    case when of_table = 'signal_ids' then day::text else day::text || ' 00:00:00+00' end, case when of_table = 'signal_ids' then (day + 1)::text else (day + 1)::text || ' 00:00:00+00' end);
end $$;
