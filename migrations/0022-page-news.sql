-- What subscribers of a status page hear beside the updates of crises: planned work, and services whose shown state changed. And subscriptions by text.
create table page_news (
  id             uuid primary key,
  position       bigint generated always as identity,
  brand_id       uuid not null references brands (id),
  kind           text not null check (kind in ('maintenance', 'component')),
  maintenance_id uuid references maintenances (id),
  body           json not null,
  said_at        timestamptz not null,
  rows           int not null default 0,
  check ((kind = 'maintenance') = (maintenance_id is not null))
);
create index page_news_of_maintenance on page_news (maintenance_id, position) where maintenance_id is not null;
comment on table page_news is 'one thing that subscribers of a page are told, as it stood when it was said; its id follows from the fact, so that it is there once';
comment on column page_news.position is 'the order in which it was said: whoever says something of a page holds its lock';
comment on column page_news.rows is 'how many were planned, counted in the transaction that planned them: what is there must come to the same sum';

create table news_deliveries (
  id           bigint generated always as identity (start with 500000000000000) primary key,
  news_id      uuid not null references page_news (id),
  channel      text not null check (channel in ('email', 'sms', 'webhook', 'slack')),
  destination  text not null,
  state        delivery_state not null default 'planned',
  attempts     smallint not null default 0,
  provider     text,
  reference    text,
  answer       text,
  reason       text,
  due_at       timestamptz,
  leased_until timestamptz,
  leased_by    text,
  planned_at   timestamptz not null,
  sent_at      timestamptz,
  changed_at   timestamptz not null,
  unique (news_id, channel, destination)
);
create index news_to_claim on news_deliveries (channel, id) where state = 'planned';
create index news_in_hand on news_deliveries (channel, leased_until) where state in ('queued', 'sending');
create index news_deferred on news_deliveries (channel, due_at) where state = 'deferred';
create index news_to_destination on news_deliveries (destination, channel);
create index news_by_reference on news_deliveries (reference) where reference is not null;
comment on table news_deliveries is 'one piece of news to one subscriber: marked as sending before the call, never sent twice by itself';
comment on column news_deliveries.id is 'begins where no id of deliveries comes: a receipt or a bounce that names one of them never means one of the others';

alter table maintenances
  add column tells          text[] not null default '{scheduled,in_progress,completed}' check (tells <@ '{scheduled,in_progress,completed}'::text[]),
  add column remind_minutes int check (remind_minutes between 5 and 20160);
comment on column maintenances.tells is 'of which moments subscribers are told; with none, they are told of nothing by itself';
comment on column maintenances.remind_minutes is 'so long before it begins subscribers are reminded; null: not';

-- What each service was last shown as. Null: not known, so the first sight of it is no change.
create table service_states (
  service_id uuid primary key references services (id),
  status     text,
  since      timestamptz,
  changes    int not null default 0
);
insert into service_states (service_id) select id from services;
comment on table service_states is 'what the status page shows of a service; a service without a row works';

alter table subscribers drop constraint subscribers_channel_check;
alter table subscribers
  add constraint subscribers_channel_check check (channel in ('email', 'webhook', 'slack', 'sms')),
  alter column email drop not null,
  add constraint subscribers_email_check check ((channel = 'sms') = (email is null)),
  add column short_hash bytea unique;
comment on column subscribers.email is 'where the letter to confirm goes; of a text there is none: it goes to the number';
comment on column subscribers.short_hash is 'of the short word in the link of a text, which has no room for a signed one';

-- Each text that a visitor asked for, for an hour: the number itself is not kept.
create table text_requests (
  brand_id uuid not null references brands (id),
  number   bytea not null,
  asked_at timestamptz not null
);
create index text_requests_newest on text_requests (brand_id, asked_at);
comment on table text_requests is 'who was sent a text to confirm, as keyed hashes: a page sends so many an hour, a number gets one in ten minutes, also where the subscription is gone again';
