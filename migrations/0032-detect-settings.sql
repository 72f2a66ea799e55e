-- What a company sets for its detectors.

-- Bounds that a person sets: for so many minutes above, below, or silent.
create table thresholds (
  id         uuid primary key,
  brand_id   uuid not null references brands (id),
  practice   boolean not null,
  name       text not null,
  rule       jsonb not null,
  service_id uuid references services (id),
  changed_by text not null,
  changed_at timestamptz not null,
  created_at timestamptz not null,
  removed_at timestamptz
);
create index on thresholds (brand_id) where removed_at is null;
comment on table thresholds is 'of series of its own side alone: a threshold for exercises never looks at real series';
comment on column thresholds.service_id is 'the service whose series are meant; null: any';

-- Where one is passed now. What it says is looked up in the minutes each time: this remembers what was told.
create table threshold_standings (
  threshold_id uuid not null references thresholds (id) on delete cascade,
  series_id    int not null references series (id) on delete cascade,
  topic        text not null,
  since        timestamptz not null,
  primary key (threshold_id, series_id)
);
comment on column threshold_standings.topic is 'threshold, service and region: the series of one are one piece of evidence';

-- How easily detectors raise something. Never changed, only said anew: a restart looks at the last minutes again, and each must be judged as it was.
create table sensitivity_choices (
  id          uuid primary key,
  at          timestamptz not null,
  service_id  uuid references services (id),
  series_id   int references series (id) on delete cascade,
  sensitivity text check (sensitivity in ('low', 'medium', 'high')),
  by          text not null,
  check (num_nonnulls(service_id, series_id) <= 1)
);
create index on sensitivity_choices (series_id, at) where series_id is not null;
comment on table sensitivity_choices is 'of a series, of a service, or of the company; for minutes from then on';
comment on column sensitivity_choices.sensitivity is 'null: as what stands above it says (company: medium)';

-- Services that are watched closely for a while, as after a crisis.
create table close_watches (
  id         uuid primary key,
  service_id uuid not null references services (id),
  practice   boolean not null,
  from_at    timestamptz not null,
  until_at   timestamptz not null,
  crisis_id  uuid,
  reason     text not null,
  by         text not null,
  ended_by   text,
  check (until_at >= from_at),
  foreign key (crisis_id, practice) references crises (id, practice)
);
create index on close_watches (until_at);
comment on column close_watches.practice is 'of series of its own side alone';

-- Holidays and days of the company's own, of a brand. Each change is a new calendar: what was judged by an older one stays so.
create table holiday_calendars (
  id       uuid primary key,
  brand_id uuid not null references brands (id),
  at       timestamptz not null,
  days     jsonb not null,
  by       text not null
);
create index on holiday_calendars (brand_id, at);
comment on column holiday_calendars.days is 'all of them: date, name, and whether it is like a Sunday (holiday) or like no other day (special)';

-- Hours of series, for longer than their minutes are kept: derived from the minutes, and again where one comes late.
create table hours (
  series_id int not null,
  at        timestamptz not null,
  count     bigint not null,
  sum       float8 not null,
  min       float8 not null,
  max       float8 not null,
  sketch    bytea,
  primary key (series_id, at)
) partition by range (at);

create table hour_place (
  one       int primary key default 1 check (one = 1),
  through   timestamptz,
  series_id int not null default 0,
  late      bigint not null default 0
);
insert into hour_place default values;
comment on table hour_place is 'how far hours are derived: the last whole hour, the last series of the next one, the last late minute';

-- Minutes that were written after they were over, by hour: in the transaction that writes them.
create table late_hours (
  position  bigint generated always as identity primary key,
  series_id int not null,
  hour      timestamptz not null,
  noted_at  timestamptz not null
);

-- Months stand ready before they begin, and go as a whole.
create function signal_months(now timestamptz, kept_days int) returns void language plpgsql as $$
declare
  month date;
  part record;
begin
  perform pg_advisory_xact_lock(hashtext('signal_months'));
  for n in -1 .. 1 loop
    month := (date_trunc('month', now at time zone 'UTC') + make_interval(months => n))::date;
    execute format('create table if not exists %I partition of hours for values from (%L) to (%L)', 'hours_' || to_char(month, 'YYYYMM'), month::text || ' 00:00:00+00',
      (month + interval '1 month')::date::text || ' 00:00:00+00');
  end loop;
  for part in
    select c.oid::regclass as name, to_date(right(c.relname, 6), 'YYYYMM') as month
      from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent where p.relname = 'hours' and p.relnamespace = current_schema()::regnamespace
  loop
    if part.month + interval '1 month' < (now at time zone 'UTC')::date - kept_days then execute format('drop table %s', part.name); end if;
  end loop;
end $$;

-- As before; log that is not counted for accounts yet (0030) and minutes whose hours are not worked out yet stay.
create or replace function signal_days(now timestamptz, kept_log int, kept_words int, kept_minutes int) returns void language plpgsql as $$
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
        execute format('select exists (select from %s where position > (select position from signal_fold) or accounts is not null and position > (select position from account_fold))', part.name) into unfolded;
        continue when unfolded;
      end if;
      if part.of_table = 'buckets' then
        execute format('select exists (select from %s) and exists (select from hour_place p where coalesce(p.through, ''-infinity'') < $1 or exists (select from late_hours l where l.position > p.late and l.hour between $2 and $1))', part.name)
          into unfolded using (part.day + 1)::timestamp at time zone 'UTC' - interval '1 hour', part.day::timestamp at time zone 'UTC';
        continue when unfolded;
      end if;
      execute format('drop table %s', part.name);
    end if;
  end loop;
  delete from signal_source_minutes where minute < now - make_interval(days => kept_words);
end $$;

-- A language model as a second opinion on texts: off until somebody sets it up.
create table second_opinion_settings (
  one         int primary key default 1 check (one = 1),
  enabled     boolean not null default false,
  url         text,
  model       text,
  sealed      bytea,
  a_minute    int not null default 5 check (a_minute between 1 and 60),
  through     timestamptz,
  changed_by  text,
  changed_at  timestamptz,
  check (not enabled or (url is not null and model is not null))
);
insert into second_opinion_settings default values;
comment on column second_opinion_settings.through is 'the texts up to here were looked through for ones that our reader is unsure of';

create table second_opinions (
  signal_id   uuid primary key,
  received_at timestamptz not null,
  ours        text not null,
  probability float8 not null,
  state       text not null default 'wanted' check (state in ('wanted', 'given', 'failed')),
  theirs      text check (theirs in ('negative', 'neutral', 'positive')),
  why         text,
  model       text,
  tries       int not null default 0,
  asked_at    timestamptz,
  check ((state = 'given') = (theirs is not null))
);
create index on second_opinions (received_at);
comment on table second_opinions is 'beside what our reader said; counted here alone, and never evidence';
