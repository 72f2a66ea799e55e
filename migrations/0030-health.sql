-- How accounts fare: what signals say of each, a score with its reasons, and who is called before they complain.

alter table signal_log add column accounts jsonb;
create index on signal_log (position) where accounts is not null;
comment on column signal_log.accounts is 'what the same request says of accounts, summed by account and day; null where it names none';

create table account_fold (
  one      int primary key default 1 check (one = 1),
  position bigint not null default 0,
  newest   date
);
comment on column account_fold.newest is 'the newest day of which anybody''s use is known; it may not be complete; where no numbers come in at all, nobody is said to use less';
comment on table account_fold is 'how far the log is counted for accounts: moved in the transaction that counts, so that a kill counts nothing twice and loses nothing';
insert into account_fold default values;

-- Accounts are never deleted, so none of these tables has a foreign key, which would look at every row of a million again. Practice is in the number: a practice account is negative.
create table account_usage (
  account_id bigint primary key,
  since      date   not null,
  through    date   not null,
  ring       real[] not null
) with (fillfactor = 85);
comment on column account_usage.ring is '64 days, each in the place of its number modulo 64: the newest writes over the oldest, and the row stays as large as it is';

create table usage_days (day date primary key);
comment on table usage_days is 'days of which anybody''s use is known: where a day is missing, a pipe was broken, and no customer is said to stay away';

create table account_events (
  account_id    bigint not null,
  day           date   not null,
  conversations int    not null,
  angry         int    not null,
  leaving       int    not null,
  failed        int    not null,
  disputes      int    not null,
  primary key (account_id, day)
);
create index on account_events (day);
comment on table account_events is 'what an account said and what its payments did, by day (UTC); kept for 35 days';

create table account_strangers (
  source_id uuid not null references signal_sources (id),
  day       date not null,
  signals   int  not null,
  example   text not null,
  primary key (source_id, day)
);
comment on table account_strangers is 'signals that named an account which nobody here knows, or an address that stands in several; with one of them, to find out why';

create table account_health (
  account_id    bigint   primary key,
  score         smallint not null check (score between 0 and 100),
  usage_drop    smallint,
  usage_since   date,
  conversations int      not null,
  angry         int      not null,
  leaving_on    date,
  failed_on     date,
  disputed_on   date,
  crisis_since  timestamptz,
  crisis_step   int,
  known_since   date     not null,
  changed_at    timestamptz not null
) with (fillfactor = 85);
create index account_health_at_risk on account_health (account_id) where score < 75;
create index account_health_hurt on account_health (account_id) where crisis_since is not null;
comment on column account_health.crisis_step is 'from which hour of the open crisis on its points count: it is looked at again when the next one is reached';

create table account_scores (
  account_id bigint   not null,
  day        date     not null,
  score      smallint not null,
  before     smallint,
  primary key (account_id, day)
);
create index on account_scores (day);
comment on table account_scores is 'the score at the end of a day on which it changed; between two of them it stayed. Kept for 90 days';

create table health_due (account_id bigint primary key);
comment on table health_due is 'accounts that something new is known of: looked at soon';

create table health_place (
  one        int primary key default 1 check (one = 1),
  day        date,
  after      bigint,
  dropped_on date
);
comment on table health_place is 'how far the day''s look at all accounts has come (after: null when it is done), and the last day whose drops were looked at together';
insert into health_place default values;

create table outreach (
  id          bigint generated always as identity primary key,
  account_id  bigint not null,
  reasons     text[] not null,
  state       text   not null default 'open' check (state in ('open', 'taken', 'later', 'done', 'over')),
  raised_at   timestamptz not null,
  taken_by    text,
  taken_at    timestamptz,
  later_until date,
  outcome     text check (outcome in ('content', 'unhappy', 'leaving', 'no-answer', 'not-needed')),
  note        text,
  next_step   text,
  next_on     date,
  decided_by  text,
  decided_at  timestamptz
);
create unique index outreach_at_hand on outreach (account_id) where state in ('open', 'taken', 'later');
create index on outreach (account_id, decided_at) where state = 'done';
create index on outreach (state, decided_at);
comment on table outreach is 'who is called before they complain, and what came of it';

alter table suspicions add column affected jsonb, add column affected_stale boolean not null default true;
create index on suspicions (raised_at) where affected_stale and state in ('open', 'snoozed');
comment on column suspicions.affected is 'the accounts that its services, regions and time touch: how many, and the first of them; worked out when the evidence changes';

/* The days from through + 1 to newest begin at nothing; then each value is added to its day. What is older than 64 days has no place. */
create function ring_add(ring real[], through date, newest date, days date[], adds float8[]) returns real[] language plpgsql immutable as $$
declare
  day int;
  place int;
begin
  for day in greatest(through - '2000-01-01'::date, newest - '2000-01-01'::date - 64) + 1 .. newest - '2000-01-01'::date loop
    ring[1 + day % 64] := 0;
  end loop;
  for place in 1 .. coalesce(cardinality(days), 0) loop
    day := days[place] - '2000-01-01'::date;
    if days[place] > newest - 64 then ring[1 + day % 64] := least(ring[1 + day % 64]::float8 + adds[place], 1e30); end if;
  end loop;
  return ring;
end $$;

/* What was counted for a merged account counts for the one that it became. */
create function merge_activity(gone bigint, kept bigint) returns void language plpgsql as $$
declare
  other account_usage;
begin
  insert into account_events as e select kept, day, conversations, angry, leaving, failed, disputes from account_events where account_id = gone
  on conflict (account_id, day) do update set conversations = e.conversations + excluded.conversations, angry = e.angry + excluded.angry, leaving = e.leaving + excluded.leaving,
    failed = e.failed + excluded.failed, disputes = e.disputes + excluded.disputes;
  delete from account_events where account_id = gone;
  delete from account_usage where account_id = gone returning * into other;
  if other.account_id is not null then
    insert into account_usage (account_id, since, through, ring) values (kept, other.since, other.through, array_fill(0::real, array[64])) on conflict (account_id) do nothing;
    update account_usage u set since = least(u.since, other.since), through = greatest(u.through, other.through),
           ring = ring_add(u.ring, u.through, greatest(u.through, other.through),
                           array(select other.through - n from generate_series(0, 63) n), array(select other.ring[1 + (other.through - n - '2000-01-01'::date) % 64] from generate_series(0, 63) n))
     where u.account_id = kept;
  end if;
  delete from account_health where account_id = gone;
  delete from account_scores where account_id = gone;
  update outreach set state = 'over' where account_id = gone and state in ('open', 'taken', 'later');
  insert into health_due (account_id) values (kept) on conflict do nothing;
end $$;
