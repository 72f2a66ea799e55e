-- Mentions and direct messages of our public accounts become conversations, and are answered on their network.
create table social_inboxes (
  endpoint_id   uuid primary key references endpoints (id),
  since         timestamptz not null,
  place         jsonb not null default '{}',
  next_at       timestamptz not null,
  turn          uuid,
  asked_at      timestamptz,
  well_at       timestamptz,
  failing_since timestamptz,
  failures      int not null default 0,
  refused       boolean not null default false,
  sentence      text,
  direct        text,
  most          int check (most between 100 and 5000),
  news          int,
  switched_by   text not null,
  switched_at   timestamptz not null
);
create index on social_inboxes (next_at);
comment on table social_inboxes is 'accounts whose mentions and direct messages become conversations: how far each was read';
comment on column social_inboxes.since is 'what was written before is none';
comment on column social_inboxes.turn is 'whose answer is taken: who is too late finds another turn here, and stores nothing';
comment on column social_inboxes.direct is 'why direct messages are not read; null: they are';
comment on column social_inboxes.most is 'how long a post may be there, where the network says so';

-- Messages as their network knows them. Of ours: whom it is for, and what it answers.
create table social_messages (
  message_id  bigint primary key references conversation_messages (id),
  endpoint_id uuid    not null references endpoints (id),
  network     text    not null check (network in ('mastodon', 'bluesky')),
  person      text    not null,
  handle      text    not null,
  thread      text    not null,
  root        text,
  public      boolean not null,
  visibility  text    not null check (visibility in ('public', 'unlisted', 'private', 'direct')),
  reference   text,
  link        text,
  answers     bigint references conversation_messages (id),
  gone_at     timestamptz,
  looked_at   timestamptz,
  constraint public_as_seen check (public = (visibility in ('public', 'unlisted'))),
  constraint theirs_or_ours check ((reference is null) = (answers is not null))
);
create unique index on social_messages (endpoint_id, reference) where reference is not null;
create index on social_messages (endpoint_id, thread, person);
comment on column social_messages.person is 'who writes, whatever they are called today: user@server, or a DID';
comment on column social_messages.thread is 'what began the thread, or direct: what one person writes to us alone';
comment on column social_messages.root is 'how the first post of the thread is named where an answer must name it';
comment on column social_messages.reference is 'how the network calls it; null: ours';
comment on column social_messages.gone_at is 'since when it is known to be deleted there';
comment on column social_messages.looked_at is 'when it was last looked at whether it still stands there as it did';

create table social_people (
  network    text not null check (network in ('mastodon', 'bluesky')),
  person     text not null,
  account_id bigint not null,
  said_by    text not null,
  said_at    timestamptz not null,
  primary key (network, person),
  constraint practice_by_id check (account_id > 0)
);
comment on table social_people is 'which customer somebody on a network is, as an agent said';

alter table reply_deliveries drop constraint reply_deliveries_channel_check,
  add constraint reply_deliveries_channel_check check (channel in ('email', 'mastodon', 'bluesky') or channel ~ '^desk/[0-9a-f-]{36}$');

alter table answers add column public_texts jsonb not null default '{}';
comment on column answers.public_texts is 'by language: what is said in public to who asked there; none: a person answers them';
