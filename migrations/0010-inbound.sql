-- What comes back: every inbound mail is kept as it came and routed once; what providers report counts once; addresses that do not work, and the history of that.
create table inbound_mails (
  id           bigint generated always as identity primary key,
  source       text not null,
  source_uid   text,
  content_hash bytea not null unique,
  received_at  timestamptz not null,
  message_id   text,
  sender       text not null default '',
  subject      text not null default '',
  raw          bytea not null,
  route        text not null check (route in ('bounce', 'complaint', 'auto-reply', 'reply', 'unparseable', 'other')),
  state        text not null default 'kept' check (state in ('kept', 'applied', 'failed')),
  found        jsonb,
  error        text
);
create unique index inbound_mails_of_source on inbound_mails (source, source_uid) where source_uid is not null;
create index inbound_mails_newest on inbound_mails (received_at desc, id desc);
create index inbound_mails_open on inbound_mails (id) where state = 'kept' and route in ('bounce', 'complaint');
comment on table inbound_mails is 'mails to us, each kept once as it came and read once';
comment on column inbound_mails.source_uid is 'its place at the source: mailbox, validity and number of an IMAP mail';
comment on column inbound_mails.content_hash is 'SHA-256 of the raw mail: the same mail from two sources, or fetched again, is kept once';
comment on column inbound_mails.state is 'applied: what it says was stored with the deliveries; failed: it could not be, error says why';
comment on column inbound_mails.found is 'what was read from a report: kind, recipients and their reasons';

create table inbound_events (
  source      text not null,
  event_id    text not null,
  received_at timestamptz not null,
  primary key (source, event_id)
);
create index inbound_events_by_age on inbound_events (received_at);
comment on table inbound_events is 'events and tokens of providers that were heard; the same one again counts for nothing';

create table inbound_places (
  source       text primary key,
  uid_validity bigint not null,
  last_uid     bigint not null,
  heard_at     timestamptz not null
);
comment on table inbound_places is 'how far a mailbox was read; another validity means that its numbers begin anew';

create table soft_bounces (
  channel     text not null,
  destination text not null,
  key         text not null,
  reason      text not null,
  at          timestamptz not null,
  primary key (channel, destination, key)
);
create index soft_bounces_by_age on soft_bounces (at);
comment on table soft_bounces is 'what bounced for now, once per delivery; the third within 14 days rests the address for 7 days';

create table suppression_changes (
  id          bigint generated always as identity primary key,
  channel     text not null,
  destination text not null,
  change      text not null check (change in ('added', 'removed')),
  reason      text not null,
  scope       text not null,
  detail      text,
  changed_by  text not null,
  changed_at  timestamptz not null
);
create index suppression_changes_of_destination on suppression_changes (channel, destination, changed_at desc);
create index suppression_changes_newest on suppression_changes (id desc);
comment on table suppression_changes is 'who or what stopped sending to an address, and who allowed it again and why; never changed';
create function suppression_changes_never_change() returns trigger language plpgsql as $$
begin raise exception 'the history of an address is never changed' using errcode = 'check_violation'; end $$;
create trigger suppression_changes_immutable before update or delete on suppression_changes for each statement execute function suppression_changes_never_change();
