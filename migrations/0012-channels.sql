-- Channels beside e-mail: numbers, places that are posted to, the next channel where one fails, calls, what stands in the customer's app, and proofs that a channel works.
alter table contacts
  add column phone text check (phone ~ '^\+[1-9][0-9]{6,14}$');
comment on column contacts.phone is 'in the international form, +4930123456: for texts and calls';
create index contacts_by_phone on contacts (phone) where phone is not null;

alter table brands
  add column text_severity        smallint check (text_severity between 1 and 4),
  add column next_channel_minutes int default 30 check (next_channel_minutes between 5 and 1440),
  add column in_app               boolean not null default false;
comment on column brands.text_severity is 'updates of crises this grave or graver go out as texts at once; null: texts only stand in where mail fails';
comment on column brands.next_channel_minutes is 'how long one channel may take before the next stands in; null: only where it failed';
comment on column brands.in_app is 'updates stand in the customer''s app as well';

create index accounts_merged on accounts (merged_into) where merged_into is not null;

-- Places that are posted to: our own rooms, customers' systems, browsers of visitors.
create table endpoints (
  id             uuid primary key,
  channel        text not null check (channel in ('slack', 'teams', 'webhook', 'push')),
  brand_id       uuid not null references brands (id),
  account_id     bigint check (account_id > 0),
  practice       boolean not null default false check (not practice),
  name           text not null,
  shown          text not null,
  sealed         bytea not null,
  fingerprint    bytea not null,
  locale         text not null default 'en',
  time_zone      text not null default 'Etc/UTC',
  least_severity smallint not null default 4 check (least_severity between 1 and 4),
  made_by        text,
  made_at        timestamptz not null,
  removed_at     timestamptz,
  foreign key (account_id, practice) references accounts (id, practice),
  unique (channel, brand_id, fingerprint)
);
create index endpoints_to_post on endpoints (brand_id, id) where removed_at is null;
create index endpoints_of_account on endpoints (account_id) where account_id is not null;
comment on table endpoints is 'places that updates are posted to; one that is not posted to any more stands in suppressions(channel, id)';
comment on column endpoints.account_id is 'whose it is: it hears of crises that hurt this account; null: ours, or a visitor''s browser, which hear of every one of the brand';
comment on column endpoints.shown is 'what may be seen of the address: where its path is a secret, only the beginning';
comment on column endpoints.sealed is 'the address with its keys, as JSON';
comment on column endpoints.fingerprint is 'SHA-256 of the address: the same place is not added twice';
comment on column endpoints.least_severity is 'hears of crises of this severity and graver';

alter table deliveries
  alter column account_id drop not null,
  alter column contact_id drop not null,
  add column reference text,
  add column instead_of bigint,
  add column planned_at timestamptz,
  add column sent_at timestamptz;
comment on column deliveries.account_id is 'null: one of our own rooms, or a visitor''s browser';
comment on column deliveries.reference is 'how the provider calls it in what it reports later';
comment on column deliveries.planned_at is 'since when it may go: from then its time on this channel runs';
comment on column deliveries.sent_at is 'when it was last handed over: where a provider is asked what became of it, not earlier than this';
comment on column deliveries.instead_of is 'the delivery that did not arrive, for which this one stands in';
create index deliveries_by_reference on deliveries (reference) where reference is not null;
-- The destination first: with the channel first, every text would be read to find one.
create index deliveries_to_destination on deliveries (destination, channel, id) where channel <> 'email';

create index deliveries_not_there on deliveries (update_id, channel) where state in ('bounced', 'failed', 'suppressed');

-- Whoever wrote STOP gets no text of any kind, also after another reason has ended.
create or replace function leaving_outlives_the_rest() returns trigger language plpgsql as $$
begin
  update suppressions set scope = case when channel = 'sms' then 'all' else 'updates' end, reason = case when channel = 'sms' then 'stopped' else 'unsubscribed' end,
         since = unsubscribed_at, until = null, detail = null
   where channel = old.channel and destination = old.destination and (channel <> 'sms' or old.reason <> 'stopped');
  if old.channel = 'sms' and old.reason = 'stopped' then return old; end if;
  return null;
end $$;

create table call_tries (
  delivery_id bigint not null,
  nth         smallint not null,
  outcome     text not null check (outcome in ('reached', 'no-answer', 'wrong-number', 'refused')),
  note        text,
  called_by   text not null,
  called_at   timestamptz not null,
  primary key (delivery_id, nth)
);
comment on table call_tries is 'what people noted of each call to a customer';

-- Messages to ourselves: whether a channel works, and how long it takes.
create table channel_proofs (
  id          uuid primary key,
  channel     text not null,
  provider    text not null,
  endpoint_id uuid,
  asked_by    text,
  leased_until timestamptz,
  token       text not null unique,
  state       text not null check (state in ('sending', 'accepted', 'arrived', 'failed', 'late')),
  answer      text,
  reference   text,
  sent_at     timestamptz not null,
  accepted_at timestamptz,
  arrived_at  timestamptz
);
create index channel_proofs_newest on channel_proofs (channel, provider, sent_at desc);
create index channel_proofs_open on channel_proofs (sent_at) where state in ('sending', 'accepted');
comment on table channel_proofs is 'messages to ourselves over each channel: taken, and seen to arrive';
comment on column channel_proofs.asked_by is 'who asked for it; null: the heartbeat';
comment on column channel_proofs.arrived_at is 'when it came back to us (in our mailbox, as a receipt, at our own address); null where a channel tells nothing of that';
