-- Who wants to be told by a status page: asked for twice (the second time from their own mailbox), ended by one click.
create table subscribers (
  id            uuid primary key,
  brand_id      uuid not null references brands (id),
  channel       text not null check (channel in ('email', 'webhook', 'slack')),
  destination   text not null,
  email         text not null,
  sealed        bytea,
  services      uuid[] check (cardinality(services) > 0),
  locale        text not null default 'en',
  asked_at      timestamptz not null,
  confirmed_at  timestamptz,
  letter        text not null default 'asked' check (letter in ('asked', 'sending', 'sent', 'failed', 'unknown')),
  letter_at     timestamptz not null,
  leased_until  timestamptz,
  unique (brand_id, channel, destination)
);
create index subscribers_to_write on subscribers (letter_at) where letter in ('asked', 'sending');
create index subscribers_of_email on subscribers (email);
comment on table subscribers is 'visitors of a status page who asked to be told; nothing but letters to confirm goes to one who did not confirm';
comment on column subscribers.destination is 'of a mail: the address; of a place: the hash of where it is, what opens it is sealed';
comment on column subscribers.email is 'where the letter to confirm goes';
comment on column subscribers.services is 'hears of these alone; null: of all';
comment on column subscribers.letter is 'the letter with which they confirm or change it: sending is stored before the mail server is called';

alter table endpoints
  add column services uuid[] check (cardinality(services) > 0),
  add column format   text not null default 'leeward' check (format in ('leeward', 'statuspage'));
comment on column endpoints.services is 'hears of these alone; null: of all';
comment on column endpoints.format is 'of a webhook: our own form, or that which Statuspage made common';
