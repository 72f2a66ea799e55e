-- Who is on call, whom a crisis asks for, one after the other, and each page that went out for it.

create table rotations (
  id          uuid primary key,
  name        text not null unique,
  time_zone   text not null,
  every       int  not null check (every between 1 and 1000),
  unit        text not null check (unit in ('hours', 'days', 'weeks')),
  hand_off_at text not null,
  starts_on   text not null,
  members     text[] not null,
  duty        jsonb,
  created_at  timestamptz not null,
  changed_at  timestamptz not null,
  changed_by  text not null
);
comment on column rotations.hand_off_at is 'time of day in the rotation''s own zone, 09:00; starts_on is a date there';
comment on column rotations.members is 'people in order; one who has left stays in sight until somebody takes them out';
comment on column rotations.duty is 'windows outside of which nobody is on duty; null: always';

create table rotation_overrides (
  id          uuid primary key,
  rotation_id uuid not null references rotations (id) on delete cascade,
  from_at     timestamptz not null,
  until_at    timestamptz not null check (until_at > from_at),
  person      text not null,
  instead_of  text,
  created_at  timestamptz not null,
  created_by  text not null
);
create index on rotation_overrides (rotation_id, until_at);
comment on column rotation_overrides.instead_of is 'null: for whoever is on duty';

create table escalation_policies (
  id          uuid primary key,
  name        text not null unique,
  position    int  not null default 0,
  body        jsonb not null,
  created_at  timestamptz not null,
  changed_at  timestamptz not null,
  changed_by  text not null
);
comment on column escalation_policies.body is 'steps, repeats, filter; a running escalation keeps what it began with in its first fact';

-- Where each running escalation stands; its facts are the truth, this is for lists, the room and the auditor.
create table escalations (
  crisis_id    uuid primary key,
  practice     boolean not null,
  state        text not null check (state in ('running', 'paused', 'acknowledged', 'stopped')),
  policy       text not null,
  round        int not null,
  step         int not null,
  exhausted    boolean not null default false,
  next_at      timestamptz,
  changed_at   timestamptz not null,
  constraint practice_by_id check (practice = (crisis_id >= '80000000-0000-0000-0000-000000000000'))
);
create index escalations_under_way on escalations (crisis_id) where state in ('running', 'paused');
comment on column escalations.next_at is 'in the crisis''s own time; null in a pause without an end';

create table contact_methods (
  id          uuid primary key,
  person      text not null references auth_user (id) on delete cascade,
  position    int  not null,
  channel     text not null check (channel in ('email', 'webhook')),
  destination text not null,
  secret      bytea,
  verified_at timestamptz,
  created_at  timestamptz not null,
  unique (person, channel, destination)
);
comment on column contact_methods.secret is 'of a webhook: what signs its calls, sealed with the installation''s key';
comment on column contact_methods.verified_at is 'only what a test page has reached is used';

create table pages (
  id           uuid primary key,
  crisis_id    uuid,
  practice     boolean not null,
  person       text not null,
  reason       text not null,
  event        text not null,
  detail       text,
  round        int,
  step         int,
  channel      text,
  destination  text,
  method_id    uuid,
  state        text not null default 'planned' check (state in ('planned', 'sending', 'accepted', 'failed', 'unknown', 'cancelled')),
  tries        jsonb not null default '[]',
  due_at       timestamptz not null default '-infinity',
  leased_until timestamptz,
  leased_by    text,
  planned_at   timestamptz not null,
  changed_at   timestamptz not null,
  acknowledged_at timestamptz,
  constraint practice_by_id check (practice = (crisis_id is not null and crisis_id >= '80000000-0000-0000-0000-000000000000')),
  unique nulls not distinct (crisis_id, event, person)
);
create index pages_to_send on pages (due_at, id) where state = 'planned';
create index pages_in_hand on pages (leased_until) where state = 'sending';
create index pages_of_person on pages (person, planned_at desc);
comment on table pages is 'one call for one person about one event; nobody is paged twice for it, however many methods are tried';
comment on column pages.event is 'what it is about, within its crisis: step/1/0 is the first step of the first round';
comment on column pages.tries is 'each method that was tried: channel, destination, state, answer, at';
comment on column pages.state is 'sending is stored before the call; a lease that ran out meanwhile makes the try unknown, and the next method is tried';

-- A calendar's address stays valid until its revision is raised.
create table calendar_links (
  subject  text primary key,
  revision int not null default 1
);
