-- Commanding a crisis: what was decided, the ways around, what was attached as evidence, the actions there are and every run of one.

create table decisions (
  id         uuid primary key,
  crisis_id  uuid not null references crises (id),
  what       text not null,
  why        text not null,
  options    jsonb not null default '[]',
  decided_by text not null,
  recorded_by text not null,
  decided_at timestamptz not null
);
create index on decisions (crisis_id, decided_at);
comment on column decisions.options is 'what else was considered, as a list of texts';
comment on column decisions.decided_by is 'who decided; recorded_by is who wrote it down';

create table workarounds (
  id           uuid primary key,
  crisis_id    uuid not null references crises (id),
  body         text not null,
  for_whom     text not null,
  author       text not null,
  status       text not null check (status in ('draft', 'published', 'withdrawn')),
  written_at   timestamptz not null,
  published_at timestamptz
);
create index on workarounds (crisis_id, written_at);

-- Evidence: what was filed with an authority, what proves that a task is done.
create table attachments (
  id           uuid primary key,
  crisis_id    uuid not null references crises (id),
  name         text not null,
  size         int not null,
  sha256       bytea not null,
  body         bytea not null,
  author       text not null,
  attached_at  timestamptz not null
);
create index on attachments (crisis_id, attached_at);

-- What the installation can do by itself or by button: a signed webhook each. Its secret is in secrets, as action/<key>.
create table actions (
  key        text primary key check (key ~ '^[a-z][a-z0-9-]{1,60}$'),
  name       text not null,
  about      text not null,
  url        text not null,
  enabled    boolean not null default true,
  changed_by text not null,
  changed_at timestamptz not null
);

create table action_runs (
  crisis_id    uuid not null,
  run          int not null,
  practice     boolean not null,
  action       text not null references actions (key),
  by           text not null,
  automatic    boolean not null,
  state        text not null default 'asked' check (state in ('asked', 'calling', 'succeeded', 'failed', 'unknown', 'rehearsed')),
  answer       text,
  attempts     smallint not null default 0,
  retry_at     timestamptz,
  leased_until timestamptz,
  asked_at     timestamptz not null,
  asked_real   timestamptz not null default now(),
  ended_at     timestamptz,
  told         boolean not null default false,
  constraint practice_by_id check (practice = (crisis_id >= '80000000-0000-0000-0000-000000000000')),
  primary key (crisis_id, run),
  foreign key (crisis_id, practice) references crises (id, practice)
);
create index action_runs_in_hand on action_runs (asked_real) where not told;
comment on column action_runs.state is 'calling is stored before the call; a lease that ran out while calling is unknown, never a blind repeat';
comment on column action_runs.asked_real is 'asked_at is the crisis''s own time; calls and retries go by real time';
comment on column action_runs.told is 'how it ended is a fact on the timeline';
