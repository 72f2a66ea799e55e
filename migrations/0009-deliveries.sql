-- Deliveries: a dispatch is one update on one channel, and can be paused or stopped; providers have health; what a destination or a domain says is remembered.
alter type delivery_state rename value 'claimed' to 'queued';
alter type delivery_state add value 'complained' after 'bounced';

create table dispatches (
  update_id   uuid not null,
  channel     text not null,
  practice    boolean not null,
  crisis_id   uuid not null,
  state       text not null default 'running' check (state in ('running', 'paused', 'cancelled', 'finished')),
  last_word   boolean not null,
  rows        int not null default 0,
  planned_at  timestamptz not null,
  changed_at  timestamptz not null,
  changed_by  text,
  primary key (update_id, channel),
  constraint practice_by_id check (practice = (update_id >= '80000000-0000-0000-0000-000000000000') and practice = (crisis_id >= '80000000-0000-0000-0000-000000000000'))
);
create index dispatches_of_crisis on dispatches (crisis_id);
create index dispatches_running on dispatches (channel) where state in ('running', 'paused');
comment on table dispatches is 'one update on one channel: what is sent, held or stopped as a whole';
comment on column dispatches.rows is 'how many were planned, counted in the transactions that planned them: what is there must come to the same sum';
comment on column dispatches.last_word is 'no newer update will follow: where it is unknown whether somebody got it, it is sent once more with the same Message-ID';

alter table deliveries
  add column provider text,
  add column resent   boolean not null default false,
  add column reason   text;
comment on column deliveries.provider is 'who was asked to carry it, stored before the call';
comment on column deliveries.resent is 'it was sent once more, since nobody heard whether the first time was taken';
comment on column deliveries.reason is 'why it bounced or was held up, in one word of ours';
drop index deliveries_to_claim;
create index deliveries_to_claim on deliveries (update_id, channel, priority, id) where state = 'planned';
create index deliveries_unknown on deliveries (changed_at) where state = 'unknown';

insert into dispatches (update_id, channel, practice, crisis_id, state, last_word, rows, planned_at, changed_at)
select u.id, 'email', u.practice, u.crisis_id,
       case when exists (select 1 from deliveries d where d.update_id = u.id and d.state in ('planned', 'queued', 'sending', 'deferred')) then 'running' else 'finished' end,
       u.class <> 'update' or u.phase = 'resolved', (select count(*) from deliveries d where d.update_id = u.id), u.published_at, u.published_at
  from updates u where u.status = 'published';

-- How many came to an end in each minute: what an estimate rests on.
create table dispatch_minutes (
  update_id uuid not null,
  channel   text not null,
  minute    timestamptz not null,
  settled   int not null,
  primary key (update_id, channel, minute)
);

-- Who carries what we send; tried in their order while their circuit is closed. How they are reached is in the settings of each process.
create table providers (
  name       text primary key,
  channel    text not null,
  failures   int not null default 0,
  opened     int not null default 0,
  open_until timestamptz,
  answer     text,
  changed_at timestamptz not null
);
comment on table providers is 'the health of those who carry what we send, as all nodes see it';
comment on column providers.open_until is 'its circuit is open: nothing is given to it until then, and then one mail to see';

-- One bucket for all nodes: a provider's rate, or that of a domain which asked for less. Tokens below zero are promised to rows that wait for their time.
create table paces (
  key          text primary key,
  per_second   double precision not null check (per_second > 0),
  tokens       double precision not null default 0,
  paused_until timestamptz,
  asked        int not null default 0,
  changed_at   timestamptz not null
);
comment on table paces is 'how fast a provider or a domain may be sent to, shared by all nodes';
comment on column paces.asked is 'how many times in a row it asked for less';

alter table suppressions
  add column scope    text not null default 'all' check (scope in ('all', 'updates')),
  add column until    timestamptz,
  add column detail   text,
  add column added_by text,
  add column delivery_id bigint;
comment on column suppressions.scope is 'all: nothing is sent there; updates: whoever left the list of updates still gets what is owed to them';
comment on column suppressions.until is 'when it ends by itself; null: when somebody takes it back';
create index suppressions_by_since on suppressions (since desc);

-- At night nobody is written to about what can wait; by the reader's own clock.
alter table brands
  add column quiet_from  time,
  add column quiet_until time,
  add constraint quiet_hours_whole check ((quiet_from is null) = (quiet_until is null));
comment on column brands.quiet_from is 'updates of severity 3 and 4, remedies and requests wait until quiet_until, in the time zone of each account; severity 1 and 2 never wait';
create function quiet_end(moment timestamptz, zone text, quiet_from time, quiet_until time) returns timestamptz language sql stable as $$
  select case
    when quiet_from < quiet_until and here::time >= quiet_from and here::time < quiet_until then (here::date + quiet_until) at time zone zone
    when quiet_from > quiet_until and here::time >= quiet_from then (here::date + 1 + quiet_until) at time zone zone
    when quiet_from > quiet_until and here::time < quiet_until then (here::date + quiet_until) at time zone zone
  end from (select moment at time zone zone as here) h
$$;
