-- Customers, prices and orders from where they are billed: who is connected, how far the reading is, and what was read.

create table sync_links (
  id          uuid primary key,
  provider    text not null check (provider in ('stripe', 'shopify')),
  name        text not null,
  brand_id    uuid not null references brands (id),
  settings    jsonb not null,
  sealed      bytea not null,
  state       text not null default 'on' check (state in ('on', 'paused')),
  due_at      timestamptz,
  tries       smallint not null default 0,
  waiting_why text,
  heard_at    timestamptz,
  made_by     text not null,
  made_at     timestamptz not null,
  removed_at  timestamptz
);
comment on column sync_links.sealed is 'the key to read with, and the secret that the provider signs its webhooks with';
comment on column sync_links.due_at is 'not asked again before: the provider wants no more for now, or did not answer';
comment on column sync_links.heard_at is 'the last webhook whose signature was right';

-- One reading of everything. Its place is stored in the transaction of each page, so that whoever goes on after a kill neither skips nor doubles one.
create table sync_runs (
  id          uuid primary key,
  nth         bigint generated always as identity,
  link_id     uuid not null references sync_links (id),
  state       text not null default 'running' check (state in ('running', 'done', 'failed')),
  stage       text not null,
  cursor      text,
  failure     text,
  started_by  text not null,
  started_at  timestamptz not null,
  finished_at timestamptz
);
create unique index sync_runs_one_at_a_time on sync_runs (link_id) where state = 'running';
create index sync_runs_newest on sync_runs (link_id, nth desc);

-- What became of what was read, as for an import: read is the sum of the others. Of a run, or of the webhooks of a day.
create table sync_counts (
  link_id uuid   not null references sync_links (id),
  run_id  uuid,
  day     date,
  subject text   not null check (subject in ('customers', 'subscriptions', 'orders')),
  read    bigint not null,
  added   bigint not null,
  changed bigint not null,
  same    bigint not null,
  bad     bigint not null,
  constraint of_a_run_or_a_day check ((run_id is null) <> (day is null)),
  constraint adds_up check (read = added + changed + same + bad),
  constraint sync_counts_once unique nulls not distinct (link_id, run_id, day, subject)
);

create table sync_problems (
  id          bigint generated always as identity primary key,
  link_id     uuid not null references sync_links (id),
  subject     text not null,
  external_id text not null,
  reason      text not null,
  seen_at     timestamptz not null,
  unique (link_id, subject, external_id)
);

-- A webhook only says that something changed: the thing itself is read anew, so that late, early and doubled ones do no harm.
create table sync_due (
  link_id     uuid not null references sync_links (id),
  subject     text not null check (subject in ('customers', 'subscriptions', 'orders')),
  external_id text not null,
  times       int  not null default 1,
  heard_at    timestamptz not null,
  primary key (link_id, subject, external_id)
);
comment on column sync_due.times is 'how often it was heard: what was heard again while it was read is read again';
create index sync_due_oldest on sync_due (link_id, heard_at);

create table synced_customers (
  link_id     uuid not null references sync_links (id),
  external_id text not null,
  account_id  bigint not null constraint only_real_accounts check (account_id > 0),
  name        text not null,
  email       text,
  verified    boolean not null,
  account_key text,
  deleted_at  timestamptz,
  seen_run    uuid,
  first_at    timestamptz not null,
  primary key (link_id, external_id)
);
create index synced_customers_by_account on synced_customers (account_id);
comment on table synced_customers is 'customers as they were read last, to see what changed there and leave alone what people changed here';
comment on column synced_customers.account_id is 'the account it was first stored as; account_aliases says which it is now';

create table subscriptions (
  id            bigint generated always as identity primary key,
  account_id    bigint  not null constraint only_real_accounts check (account_id > 0),
  link_id       uuid    not null references sync_links (id),
  provider      text    not null check (provider in ('stripe', 'shopify')),
  external_id   text    not null,
  customer      text    not null,
  status        text    not null,
  price_minor   bigint  check (price_minor >= 0),
  not_counted   text[]  not null default '{}',
  currency      char(3) not null,
  every_count   smallint,
  every_unit    text check (every_unit in ('day', 'week', 'month', 'year')),
  current_period_end timestamptz,
  invoice_ref   text,
  payment_ref   text,
  paid_minor    bigint,
  paid_at       timestamptz,
  ended_at      timestamptz,
  updated_at    timestamptz not null,
  unique (provider, external_id)
);
create index subscriptions_by_account on subscriptions (account_id);
comment on column subscriptions.price_minor is 'of a month, before discounts and taxes; null: nobody can know it (tiered, by usage)';
comment on column subscriptions.not_counted is 'why a part of it has no price of a month: tiered, metered, no-amount, currency';
comment on column subscriptions.every_unit is 'how often it is billed; null where its parts differ';
comment on column subscriptions.current_period_end is 'null where its parts end at different times';
comment on column subscriptions.invoice_ref is 'the last invoice that was paid: what a credit note or a refund goes by';

create table orders (
  id             bigint generated always as identity primary key,
  account_id     bigint  not null constraint only_real_accounts check (account_id > 0),
  link_id        uuid    not null references sync_links (id),
  provider       text    not null check (provider in ('stripe', 'shopify')),
  external_id    text    not null,
  number         text    not null,
  currency       char(3) not null,
  total_minor    bigint  not null check (total_minor >= 0),
  refunded_minor bigint  not null default 0 check (refunded_minor >= 0),
  fulfilment     text    not null,
  payment_ref    text,
  placed_at      timestamptz not null,
  cancelled_at   timestamptz,
  updated_at     timestamptz not null,
  unique (provider, external_id)
);
create index orders_by_account on orders (account_id, placed_at desc);

alter table accounts add column price_from text, add column price_note text check (price_note in ('unknown', 'part', 'currencies'));
comment on column accounts.price_from is 'where mrr_minor follows from: a provider whose subscriptions are read; null: from a file or a person';
comment on column accounts.price_note is 'unknown: a subscription without any known price; part: something in it is tiered or by usage; currencies: several, and this is the largest';

-- Two accounts that may be one customer. Who decides is a person, or the setting of the connection.
create table account_doubles (
  id          bigint generated always as identity primary key,
  account_id  bigint not null constraint only_real_accounts check (account_id > 0 and into_id > 0 and account_id <> into_id),
  into_id     bigint not null,
  why         text   not null check (why in ('key', 'email')),
  said        text   not null,
  sure        boolean not null,
  link_id     uuid   not null references sync_links (id),
  state       text   not null default 'open' check (state in ('open', 'merged', 'dismissed')),
  found_at    timestamptz not null,
  decided_by  text,
  decided_at  timestamptz,
  unique (account_id, into_id)
);
create index account_doubles_open on account_doubles (link_id, id) where state = 'open';
comment on column account_doubles.sure is 'the provider vouches for it (a verified address), or our own key stands there: good enough to be merged without a person';

-- Gift cards that nobody used are looked at once, and reminded of once.
create table gift_cards_reminded (
  grant_id     bigint  primary key,
  account_id   bigint  not null constraint only_real_accounts check (account_id > 0),
  gift_card    text    not null,
  found        text    not null check (found in ('unused', 'used', 'gone')),
  amount_minor bigint  not null,
  currency     char(3) not null,
  looked_at    timestamptz not null,
  planned_at   timestamptz,
  told_in      uuid,
  constraint reminded_only_of_unused check (planned_at is null or found = 'unused')
);
create index gift_cards_to_tell on gift_cards_reminded (planned_at) where told_in is null and planned_at is not null;
-- A credit carries no note of ours: the transaction that a line was found to have made is nobody else's.
create table store_credits_claimed (
  transaction_id text primary key,
  reference      text not null unique
);
