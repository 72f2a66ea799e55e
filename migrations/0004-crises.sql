-- A practice crisis (a drill), its updates and everything that names them have ids in the upper half of all UUIDs: see 0003.
-- Crises, what they hit, what we say, what we give, and what customers answer. Facts are in events; these are the rows they move.

create table crises (
  id          uuid primary key,
  practice    boolean not null default false,
  number      text not null unique,
  brand_id    uuid not null references brands (id),
  kind        text not null,
  playbook    text not null,
  playbook_version text not null,
  severity    smallint not null check (severity between 1 and 4),
  status      text not null check (status in ('declared', 'commanded', 'restored', 'closed')),
  title       text not null,
  commander   text,
  acknowledged_at timestamptz,
  onset_at    timestamptz not null,
  detected_at timestamptz not null,
  declared_at timestamptz not null,
  restored_at timestamptz,
  closed_at   timestamptz,
  constraint practice_by_id check (practice = (id >= '80000000-0000-0000-0000-000000000000')),
  unique (id, practice)
);
create index crises_newest on crises (declared_at desc, id);
comment on column crises.number is 'what people say aloud: C-2026-014; drills have D-';

create table crisis_numbers (
  prefix text not null, year int not null, last int not null, primary key (prefix, year)
);

create table crisis_scope (
  crisis_id  uuid not null references crises (id),
  service_id uuid not null references services (id),
  regions    text[],
  degree     text not null default 'down' check (degree in ('down', 'degraded', 'at-risk')),
  since      timestamptz,
  primary key (crisis_id, service_id)
);
comment on column crisis_scope.regions is 'null: every region';

-- The running crisis keeps the playbook it started with.
create table crisis_playbooks (
  crisis_id uuid primary key references crises (id),
  body      jsonb not null
);

-- What people write, kept out of events so that it can be erased.
create table texts (
  id         uuid primary key,
  crisis_id  uuid references crises (id),
  locale     text not null default 'en',
  body       text not null,
  author     text not null,
  written_at timestamptz not null
);

create table impact (
  crisis_id  uuid    not null,
  account_id bigint  not null,
  practice   boolean not null,
  since      timestamptz not null,
  until      timestamptz,
  degree     text not null,
  constraint practice_by_id check (practice = (crisis_id >= '80000000-0000-0000-0000-000000000000') and practice = (account_id < 0)),
  primary key (crisis_id, account_id)
);
comment on table impact is 'the accounts a crisis hurts, each with since and until';

-- The sums of the last assessment, so that the crisis room opens at once whatever the number of accounts.
create table impact_totals (
  crisis_id   uuid primary key references crises (id),
  totals      jsonb not null,
  assessed_at timestamptz not null
);

create table updates (
  id             uuid primary key,
  crisis_id      uuid not null,
  practice       boolean not null,
  class          text not null default 'update' check (class in ('update', 'remedy-notice', 'sign-off-request')),
  status         text not null check (status in ('draft', 'awaiting-approval', 'published', 'withdrawn')),
  phase          text not null check (phase in ('investigating', 'identified', 'monitoring', 'resolved')),
  holding        boolean not null default false,
  sequence       int,
  next_update_at timestamptz,
  author         text not null,
  approved_by    text[] not null default '{}',
  created_at     timestamptz not null,
  remedy_plan    uuid,
  published_at   timestamptz,
  constraint practice_by_id check (practice = (id >= '80000000-0000-0000-0000-000000000000')),
  foreign key (crisis_id, practice) references crises (id, practice),
  unique (id, practice)
);
create index on updates (crisis_id, published_at);
comment on column updates.remedy_plan is 'of a remedy notice: the plan whose ledger lines it tells of';
create table update_texts (
  update_id uuid not null references updates (id) on delete cascade,
  locale    text not null,
  parts     jsonb not null,
  primary key (update_id, locale)
);
comment on column update_texts.parts is 'the structured message: title, happened, affected, known, unknown, doing, can, must, workaround, estimate, why, prevention';

create function said_in(of_update uuid, in_locale text) returns jsonb language sql stable as $$
  select parts from update_texts where update_id = of_update
   order by locale = in_locale desc, split_part(locale, '-', 1) = split_part(in_locale, '-', 1) desc, locale = 'en' desc, locale limit 1
$$;
comment on function said_in is 'an update in the nearest language there is: a message in another language is better than none';

create type delivery_state as enum ('planned', 'claimed', 'sending', 'accepted', 'delivered', 'deferred', 'bounced', 'failed', 'suppressed', 'cancelled', 'unknown');
create table deliveries (
  id          bigint generated always as identity primary key,
  update_id   uuid     not null,
  practice    boolean  not null,
  account_id  bigint   not null,
  contact_id  bigint   not null,
  channel     text     not null,
  destination text     not null,
  priority    smallint not null default 5,
  state       delivery_state not null default 'planned',
  attempts    smallint not null default 0,
  due_at      timestamptz,
  leased_until timestamptz,
  leased_by   text,
  answer      text,
  changed_at  timestamptz,
  constraint practice_by_id check (practice = (update_id >= '80000000-0000-0000-0000-000000000000') and practice = (account_id < 0) and practice = (contact_id < 0)),
  unique (update_id, channel, destination)
);
create index deliveries_to_claim on deliveries (channel, priority, id) where state = 'planned';
create index deliveries_in_hand on deliveries (leased_until) where state in ('claimed', 'sending');
create index deliveries_deferred on deliveries (due_at) where state = 'deferred';
comment on table deliveries is 'one update to one destination on one channel, exactly accounted for';
comment on column deliveries.state is 'sending is stored before the provider is called; a lease that ran out while sending becomes unknown, never a blind repeat';

create table suppressions (
  channel     text not null,
  destination text not null,
  reason      text not null,
  since       timestamptz not null,
  primary key (channel, destination)
);

-- What customers see, rendered when it changes.
create table artefacts (
  brand_id     uuid not null references brands (id),
  path         text not null,
  content_type text not null,
  body         text not null,
  etag         text not null,
  changed_at   timestamptz not null,
  revision     bigint not null,
  primary key (brand_id, path)
);
create sequence artefact_revisions;
create index on artefacts (revision);

create table remedy_plans (
  id          uuid primary key,
  crisis_id   uuid not null,
  practice    boolean not null,
  revision    int not null,
  status      text not null check (status in ('proposed', 'approved', 'executed', 'discarded')),
  policy      jsonb not null,
  seal        text not null,
  planned_at  timestamptz not null,
  foreign key (crisis_id, practice) references crises (id, practice)
);
create index on remedy_plans (crisis_id, revision);
comment on column remedy_plans.seal is 'hash over every planned line: what was approved is what is executed';
create table entitlements (
  crisis_id   uuid    not null,
  account_id  bigint  not null,
  practice    boolean not null,
  remedy      text    not null,
  basis       text    not null check (basis in ('owed', 'goodwill')),
  plan_id     uuid    not null references remedy_plans (id),
  amount_minor bigint not null check (amount_minor >= 0),
  currency    char(3) not null,
  why         jsonb   not null,
  constraint practice_by_id check (practice = (crisis_id >= '80000000-0000-0000-0000-000000000000') and practice = (account_id < 0)),
  primary key (crisis_id, account_id, remedy, basis, plan_id)
);
create table grants (
  id          bigint generated always as identity primary key,
  crisis_id   uuid    not null,
  account_id  bigint  not null,
  practice    boolean not null,
  remedy      text    not null,
  revision    int     not null,
  plan_id     uuid    not null references remedy_plans (id),
  amount_minor bigint not null,
  currency    char(3) not null,
  granted_at  timestamptz not null,
  constraint practice_by_id check (practice = (crisis_id >= '80000000-0000-0000-0000-000000000000') and practice = (account_id < 0)),
  unique (crisis_id, account_id, remedy, revision)
);
comment on table grants is 'immutable ledger lines; a top-up or a reversal is a new line with the next revision';
create function grants_never_change() returns trigger language plpgsql as $$
begin raise exception 'a grant is never changed: write a new line' using errcode = 'check_violation'; end $$;
create trigger grants_immutable before update or delete on grants for each statement execute function grants_never_change();

create table sign_offs (
  crisis_id  uuid    not null,
  account_id bigint  not null,
  practice   boolean not null,
  contact_id bigint  not null,
  answer     text    not null check (answer in ('works', 'still-broken')),
  comment    text,
  answered_at timestamptz not null,
  primary key (crisis_id, account_id),
  foreign key (crisis_id, practice) references crises (id, practice),
  foreign key (account_id, practice) references accounts (id, practice)
);

create table reviews (
  crisis_id  uuid primary key references crises (id),
  body       text not null,
  drafted_at timestamptz not null,
  edited_at  timestamptz,
  published_at timestamptz
);

-- Counts per series and minute: the evidence beside a crisis.
create table series_buckets (
  practice boolean not null default false,
  series   text not null,
  bucket   timestamptz not null,
  count    bigint not null,
  primary key (series, bucket)
);

-- The demo's own mailbox: what arrived at its SMTP server.
create table mailbox (
  id          bigint generated always as identity primary key,
  recipient   text not null,
  subject     text not null,
  message_id  text not null,
  received_at timestamptz not null,
  raw         bytea not null
);
create index on mailbox (recipient, id);
comment on column mailbox.raw is 'the whole message, deflated';
