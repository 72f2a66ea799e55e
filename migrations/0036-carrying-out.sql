-- Carrying out: what a line needs beside its amount, what is in doubt, what people decided, and the report against the provider.

alter table payouts add column more jsonb not null default '{}', add column doubt text check (doubt in ('repeat', 'look-up')), add column customer text;
comment on column payouts.more is 'what its means needs beside, as it was when it was approved: a subscription with the end of its period, a discount''s percent, the payment to refund, what the customer reads';
comment on column payouts.doubt is 'null: no call of this attempt can have moved anything. repeat: one may have; the same key may be called again while it lives. look-up: its key says nothing any more';
comment on column payouts.customer is 'whom this attempt was called for: an account that is merged meanwhile must not be looked up elsewhere';
create index payouts_practice on payouts (grant_id) where state = 'approved' and means = 'practice';
create index payouts_one_by_one on payouts (payer_id, account_id) where means in ('discount', 'extension') and state in ('approved', 'executing', 'unknown');
create index payouts_pace on payouts (payer_id, changed_at) where state in ('applied', 'failed', 'reversed');
create index payouts_by_state on payouts (state, grant_id) where state in ('failed', 'unknown', 'expired');
create index payouts_by_provider_id on payouts (provider_id) where provider_id is not null;
create index grants_that_reverse on grants (id) where reverses is not null;

-- What people said of a line: that an unknown one is done or not, that a failed one is tried again; with their evidence.
create table payout_decisions (
  id         bigint generated always as identity primary key,
  grant_id   bigint not null,
  what       text   not null check (what in ('applied', 'not-applied', 'retry')),
  evidence   text   not null,
  was        payout_state not null,
  decided_by text   not null,
  decided_at timestamptz not null
);
create index payout_decisions_by_line on payout_decisions (grant_id, id);

-- The ledger against what a provider has. Nothing is corrected by it.
create table reconciliations (
  id           uuid primary key,
  payer_id     uuid not null references payers (id),
  plan_id      uuid,
  from_at      timestamptz,
  until_at     timestamptz,
  state        text not null default 'running' check (state in ('running', 'done', 'stopped')),
  why          text,
  place        bigint not null default 0,
  accounts     int not null default 0,
  looked_at    int not null default 0,
  matched      int not null default 0,
  leased_until timestamptz,
  asked_by     text not null,
  asked_at     timestamptz not null,
  done_at      timestamptz
);
comment on column reconciliations.place is 'the last account that was looked at';
create index reconciliations_running on reconciliations (asked_at) where state = 'running';
create table reconciliation_lines (
  id             bigint generated always as identity primary key,
  reconciliation_id uuid not null references reconciliations (id),
  kind           text not null check (kind in ('missing-there', 'missing-here', 'amounts-differ', 'unsettled')),
  account_id     bigint not null,
  grant_id       bigint,
  reference      text not null,
  provider_id    text,
  ledger_minor   bigint,
  provider_minor bigint,
  currency       text,
  note           text
);
create index reconciliation_lines_in_order on reconciliation_lines (reconciliation_id, id);

-- What a provider reported of what it had done; each once, in whatever order they come.
create table payer_reports (
  payer_id    uuid not null references payers (id),
  event_id    text not null,
  type        text not null,
  object_id   text not null,
  why         text,
  received_at timestamptz not null,
  applied_at  timestamptz,
  primary key (payer_id, event_id)
);
create index payer_reports_open on payer_reports (payer_id, object_id) where applied_at is null;
